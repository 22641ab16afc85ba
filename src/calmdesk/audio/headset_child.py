"""Plays sound on one device, in a process of its own: ``python -m calmdesk.audio.headset_child DEVICE [HOST API]``.

When the sound server freezes every call into PortAudio hangs: they are made where they can be killed.

Orders come on standard input, a line of JSON each: ``{"play": number, "rate": Hz, "bytes": n}`` with n bytes of mono
int16 samples after it, ``{"stop": true}``. Answers go to standard output: ``{"device": …, "devices": […]}`` once, then
``{"done": number}``, or ``{"failed": number, "problem", "hint", "details"}``. The process ends when its input does.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from calmdesk.audio import portaudio
from calmdesk.audio.devices import Device, Direction, choose, list_devices
from calmdesk.audio.resample import Resampler, to_float, to_int16
from calmdesk.audio.streams import StreamFormat, accepted_format, start_stream
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Callable

Orders = queue.SimpleQueue[dict[str, Any]]


class Answers:
    """Standard output: one line of JSON for each answer, from any thread; nothing else gets there."""

    def __init__(self) -> None:
        self._file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def tell(self, **answer: object) -> None:
        """Write an answer."""
        with self._lock:
            self._file.write(json.dumps(answer) + "\n")
            self._file.flush()

    def fail(self, number: int, error: AudioError) -> None:
        """Write what went wrong with an order; 0 stands for the start."""
        details = {name: str(value) for name, value in error.details.items()}
        self.tell(failed=number, problem=error.problem, hint=error.hint, details=details)


class Feed:
    """What the audio thread takes its sound from, until there is no more."""

    def __init__(self, data: bytes) -> None:
        self._left = memoryview(data)
        self._end = portaudio.load().CallbackStop

    @property
    def empty(self) -> bool:
        """Whether all of it was taken."""
        return not self._left

    def take(self, buffer: Any, _frames: int, _time: object, _status: object) -> None:  # noqa: ANN401 - cffi buffer
        """Run in the audio thread: copy what comes next."""
        wanted = memoryview(buffer)
        count = min(len(wanted), len(self._left))
        wanted[:count] = self._left[:count]
        wanted[count:] = bytes(len(wanted) - count)
        self._left = self._left[count:]
        if self.empty:
            raise self._end


class Player:
    """Plays one sound at a time on one device; used by one thread only.

    Args:
        device: where to.
        over: called from the audio thread with a sound's number and whether it was played to its end.
    """

    def __init__(self, device: Device, over: Callable[[int, bool], None]) -> None:
        self._device = device
        self._over = over
        self._number = 0
        self._stream: Any = None

    def play(self, number: int, data: bytes, rate: int) -> None:
        """Start playing, instead of what is played.

        Raises:
            AudioError: the device cannot be used, although PortAudio was started anew: it is not plugged in.
        """
        self.stop()
        self._number = number
        try:
            self._start(data, rate)
        except AudioError:
            self._look_again()
            self._start(data, rate)

    def stop(self, number: int | None = None) -> None:
        """Be silent at once and give the device back; with ``number``, only if that sound is the last one."""
        if self._stream is not None and number in {None, self._number}:
            self._stream.abort()
            self._stream.close()
            self._stream = None

    def _start(self, data: bytes, rate: int) -> None:
        settings = accepted_format(self._device, Direction.OUTPUT, rate)
        feed, number = Feed(fitted(data, rate, settings)), self._number
        self._stream = start_stream(
            self._device, Direction.OUTPUT, settings, feed.take, finished=lambda: self._over(number, feed.empty)
        )

    def _look_again(self) -> None:
        """Find the same device among those there are now: numbers shift, names stay."""
        sounddevice = portaudio.load()
        sounddevice._terminate()  # noqa: SLF001 - there is no other way to a fresh list of devices
        sounddevice._initialize()  # noqa: SLF001 - as above
        self._device = find(list_devices(), self._device.name, self._device.host_api)


def find(devices: list[Device], wanted: str = "", host_api: str = "") -> Device:
    """Return the device ``wanted`` means, the default one when it is empty; with ``host_api``, it is an exact name.

    Raises:
        AudioError: there is no such device, or several.
    """
    if not host_api:
        return choose(wanted or None, devices, Direction.OUTPUT)
    same = [each for each in devices if (each.name, each.host_api) == (wanted, host_api) and each.outputs]
    if not same:
        raise AudioError("{device} is not plugged in any more", hint="plug it in: it is found by itself", device=wanted)
    return same[0]


def fitted(data: bytes, rate: int, settings: StreamFormat) -> bytes:
    """Return mono int16 samples at ``rate`` Hz as the device takes them."""
    samples = np.frombuffer(data, np.int16)
    if rate != settings.rate:
        resampler = Resampler(rate, settings.rate, 1)
        parts = [resampler.feed(to_float(samples[:, None])), resampler.finish()]
        samples = to_int16(np.concatenate(parts))[:, 0]
    return samples.repeat(settings.channels).tobytes()


def _read(orders: Orders, source: BinaryIO) -> None:
    """Pass orders on; end the process with the input, even when the other thread hangs in PortAudio."""
    for line in source:
        order = json.loads(line)
        orders.put(order | {"data": source.read(order.get("bytes", 0))})
    os._exit(0)


class Desk:
    """What orders do: to the player, and in answers."""

    def __init__(self, answers: Answers, orders: Orders, device: Device) -> None:
        self._answers = answers
        self._orders = orders
        self._player = Player(device, self._over)

    def obey(self, order: dict[str, Any]) -> None:
        """Do what one order asks for."""
        if "play" not in order:
            self._player.stop(order.get("over"))
            return
        try:
            self._player.play(order["play"], order["data"], order["rate"])
        except AudioError as error:
            self._answers.fail(order["play"], error)

    def _over(self, number: int, whole: bool) -> None:  # noqa: FBT001 - PortAudio's side calls it
        """Run in the audio thread, which cannot close its own stream."""
        if whole:
            self._answers.tell(done=number)
        else:
            self._answers.fail(number, AudioError("the sound system stopped in the middle of a sentence"))
        self._orders.put({"over": number})


def main() -> None:
    """Play until standard input ends."""
    answers = Answers()
    orders: Orders = queue.SimpleQueue()
    threading.Thread(target=_read, args=(orders, sys.stdin.buffer), daemon=True).start()
    try:
        devices = list_devices()
        device = find(devices, *sys.argv[1:])
    except AudioError as error:
        answers.fail(0, error)
        return
    answers.tell(device=asdict(device), devices=[asdict(each) for each in devices])
    desk = Desk(answers, orders, device)
    while True:
        desk.obey(orders.get())


if __name__ == "__main__":
    main()
