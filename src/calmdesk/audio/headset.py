"""The receptionist's headset: sound played there by a child process, which is killed when the sound system hangs."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from calmdesk import child
from calmdesk.audio.devices import Device
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from calmdesk.call.sound import Sound

_START: Final = 10.0
"""Seconds the child may take to find the device, on a busy machine."""

_SLACK: Final = 2.5
"""Seconds a sound may take longer than it lasts, its start included, before the sound system counts as frozen."""

_SEND: Final = 2.0
"""Seconds an order may take to be taken."""

_END: Final = 1.0
"""Seconds the child may take to end by itself."""

_FROZEN: Final = "the sound system does not answer: nothing is whispered on {device}"
_FROZEN_HINT: Final = "unplug the headset and plug it in again, or restart the sound server"


class Child:
    """The process that plays; what it answers waits in a queue.

    Args:
        device: words that mean a device, or the name and the host API of one.
    """

    def __init__(self, *device: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            child.command("calmdesk.audio.headset_child", *device),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # ALSA and PortAudio write there as they please.
            stderr=subprocess.DEVNULL,
            **child.apart(),
        )
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="headset", daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def send(self, data: bytes = b"", **order: object) -> None:
        """Give an order; one that is not taken is an end of the child.

        Raises:
            OSError: the child has gone.
        """
        pipe = cast("Any", self._process.stdin)
        watch = threading.Timer(_SEND, self._process.kill)
        watch.start()
        try:
            pipe.write(json.dumps(order).encode() + b"\n" + data)
            pipe.flush()
        finally:
            watch.cancel()

    def answer(self, seconds: float = 0.0) -> dict[str, Any] | None:
        """Return the next answer, None when there is none; ``{}`` says that the child has ended."""
        try:
            return self._answers.get(timeout=seconds) if seconds else self._answers.get_nowait()
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End it now, whatever it hangs in."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Let it end: its input is closed."""
        with suppress(OSError):  # it has gone before it took the last order
            cast("Any", self._process.stdin).close()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        cast("Any", self._process.stdout).close()

    def _read(self) -> None:
        for line in cast("Any", self._process.stdout):
            self._answers.put(json.loads(line))
        self._answers.put({})


class Headset:
    """One output device; used by one thread at a time.

    ``device`` is what ``wanted`` was found to mean, ``devices`` are all there were then. A headset that is plugged in
    again, or a sound server that was restarted, is found at the next sound.

    Args:
        wanted: number, name, or some words of it, as ``devices.choose`` takes them; empty: the default one.

    Raises:
        AudioError: PortAudio is missing, there is no such device, or the sound system does not answer.
    """

    def __init__(self, wanted: str) -> None:
        self._child = Child(wanted)
        self._number = 0
        self._deadline: float | None = None
        answer = self._child.answer(_START)
        if not answer or "device" not in answer:
            self._child.kill()
            raise _error(answer) if answer else AudioError(_FROZEN, hint=_FROZEN_HINT, device=wanted)
        self.device = Device(**answer["device"])
        self.devices = [Device(**each) for each in answer["devices"]]

    def play(self, sound: Sound) -> None:
        """Start playing, instead of what is played; does not wait.

        Raises:
            AudioError: it cannot be played.
        """
        if not self._child.alive:
            self._child.close()
            self._child = Child(self.device.name, self.device.host_api)
        self._number += 1
        self._deadline = time.monotonic() + sound.seconds + _SLACK
        data = sound.samples.tobytes()
        try:
            self._child.send(data, play=self._number, rate=sound.rate, bytes=len(data))
        except OSError as error:
            raise self._silent() from error

    def playing(self) -> bool:
        """Tell whether the last sound is still being played.

        Raises:
            AudioError: it was not played to its end; told once.
        """
        while self._deadline is not None and (answer := self._child.answer()) is not None:
            if not answer:
                raise self._silent()
            if answer.get("failed") in {0, self._number}:
                self._deadline = None
                raise _error(answer)
            if answer.get("done") == self._number:
                self._deadline = None
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise self._silent()
        return self._deadline is not None

    def stop(self) -> None:
        """Be silent at once."""
        if self._deadline is None:
            return
        self._deadline = None
        with suppress(OSError):  # it has gone, and is silent
            self._child.send(stop=True)

    def close(self) -> None:
        """Be silent and let the child end; nothing may be played any more."""
        self._child.close()

    def _silent(self) -> AudioError:
        """Kill the child, so that nothing is heard late, and return what to tell."""
        self._deadline = None
        self._child.kill()
        return AudioError(_FROZEN, hint=_FROZEN_HINT, device=self.device.name)


def _error(answer: dict[str, Any]) -> AudioError:
    return AudioError(answer["problem"], hint=answer["hint"], **answer["details"])
