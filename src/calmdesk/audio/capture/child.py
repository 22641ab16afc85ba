"""The capture program itself: hears one device until its standard input closes, or lists the devices.

Whatever started it may die at any moment, and kills it without a word; so it holds nothing that must be given back.
"""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from calmdesk.audio.capture.records import Opened, Order, Record, Refused, Sound, write
from calmdesk.audio.devices import Device, Direction, choose, list_devices, no_such_device
from calmdesk.audio.streams import accepted_format, start_stream
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.audio.streams import StreamFormat

_WAITING_SECONDS = 5.0
"""Seconds of sound that may wait to be written, before it is dropped and its frames are missed."""

_LIST_SECONDS = 20.0
"""Seconds after which nobody waits for a list of devices any more."""

_NUMBER = re.compile(r"\(\d+- ")
_CUT = 27
"""Characters of a name that Windows' oldest host API leaves when it cuts at 31 and a number takes 4."""

_OLDEST = 10.0
"""Seconds that sound may be old, for PortAudio's word on it to be believed."""


def main() -> None:
    """Do what the arguments order: ``list``, ``list rates``, or ``hear ORDER``."""
    _, task, *arguments = sys.argv
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    out = _own_output()
    if task == "list":
        _end_after(_LIST_SECONDS)
        _answer_list(out, rates="rates" in arguments)
    else:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        _hear(out, Order.from_json(arguments[0]))
    # PortAudio is not told goodbye: it might hang, and the system takes everything back anyway.
    os._exit(0)


def _own_output() -> IO[bytes]:
    """Keep the standard output for the records: native libraries print where they please."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return out


def _end_with_parent() -> None:
    """End when the standard input does, however whoever holds its other end has ended."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _end_after(seconds: float) -> None:
    """End after a while, whatever hangs: whoever asked may have gone."""
    limit = threading.Timer(seconds, os._exit, (1,))
    limit.daemon = True
    limit.start()


def _answer_list(out: IO[bytes], *, rates: bool) -> None:
    """Write the devices as JSON, or the ``AudioError`` that there are none to list."""
    answer: dict[str, Any]
    try:
        answer = {"devices": [_told(device, rates=rates) for device in list_devices()]}
    except AudioError as error:
        answer = {"refused": asdict(_refused(error))}
    out.write(json.dumps(answer).encode())
    out.flush()


def _told(device: Device, *, rates: bool) -> dict[str, Any]:
    accepted = {direction: _accepted(device, direction) for direction in Direction} if rates else {}
    return {"device": asdict(device), "accepted": accepted}


def _accepted(device: Device, direction: Direction) -> dict[str, int] | None:
    """Return how the device would be opened; None when it would not."""
    if not device.channels(direction):
        return None
    try:
        return asdict(accepted_format(device, direction))
    except AudioError:
        return None


def _hear(out: IO[bytes], order: Order) -> None:
    """Write what the device brings until it ends."""
    try:
        device = find(order, list_devices())
        form = accepted_format(device, Direction.INPUT)
        write(out, Opened(device.name, device.host_api, form.rate, form.channels))
        _pass_on(out, device, form, order.block_seconds)
    except AudioError as error:
        write(out, _refused(error))


def find(order: Order, devices: Sequence[Device]) -> Device:
    """Return the device that was ordered.

    Raises:
        AudioError: it is not there.
    """
    if order.pulse:
        return choose("pulse", [device for device in devices if device.name == "pulse"], Direction.INPUT)
    if not order.name:
        return choose(None, devices, Direction.INPUT)
    here = [device for device in devices if device.inputs and device.host_api == order.host_api]
    same = [device for device in here if device.name == order.name]
    found = same or _renamed(order.name, here)
    if not found:
        raise no_such_device(order.name, devices)
    return found[0]


def _renamed(name: str, devices: Sequence[Device]) -> list[Device]:
    """Return the devices Windows may have given another name, as it numbers one that is put into another socket."""
    return [device for device in devices if _unnumbered(device.name) == _unnumbered(name)]


def _unnumbered(name: str) -> str:
    """Return "Microphone (Jabra)" for "Microphone (2- Jabra)", cut as old host APIs cut names."""
    return _NUMBER.sub("(", name)[:_CUT]


def _pass_on(out: IO[bytes], device: Device, form: StreamFormat, block_seconds: float) -> None:
    waiting: queue.Queue[Record | None] = queue.Queue(max(1, round(_WAITING_SECONDS / block_seconds)))
    audio = _AudioThread(waiting, form.rate)
    block_frames = max(1, round(block_seconds * form.rate))
    stream = start_stream(device, Direction.INPUT, form, audio.take, block_frames=block_frames, finished=audio.finished)
    while (record := waiting.get()) is not None:
        write(out, record)
    del stream  # held until here: without it the sound would stop


class _AudioThread:
    """What runs in PortAudio's thread, which must never wait."""

    def __init__(self, waiting: queue.Queue[Record | None], rate: int) -> None:
        self._waiting = waiting
        self._rate = rate
        self._frames = 0

    def take(self, sound: Any, frames: int, times: Any, status: Any) -> None:  # noqa: ANN401 - cffi objects
        """Number the frames, then queue them; where there is no room they are missed."""
        began = time.monotonic() - self._age(frames, times.currentTime - times.inputBufferAdcTime)
        record = Sound(self._frames, began, bytes(sound), bool(status.input_overflow))
        self._frames += frames
        self._queue(record)

    def finished(self) -> None:
        """Let the program end: the device has gone, or the sound system has."""
        while not self._queue(None):
            with suppress(queue.Empty):
                self._waiting.get_nowait()

    def _age(self, frames: int, told: float) -> float:
        """Return how long ago the first of the frames was captured.

        A sound server that stumbled may deliver everything later from then on, and only PortAudio's times know. Where
        the sound system does not keep them, the frames have just come in.
        """
        return told if 0 < told < _OLDEST else frames / self._rate

    def _queue(self, record: Record | None) -> bool:
        try:
            self._waiting.put_nowait(record)
        except queue.Full:
            return False
        return True


def _refused(error: AudioError) -> Refused:
    return Refused(error.problem, error.hint, {name: str(value) for name, value in error.details.items()})
