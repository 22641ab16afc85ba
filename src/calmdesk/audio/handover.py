"""The narrow place between the audio thread and the rest: a bounded queue that counts what it had to drop."""

from __future__ import annotations

import queue
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Captured:
    """Sound as it left the device: ``first`` is the number of its first frame since the stream began."""

    first: int
    frames: int
    data: bytes


class Handover:
    """Takes sound from the audio thread, which must never wait, and gives it to the one reader.

    Frames are numbered before queueing, dropped ones too, so that lost sound does not make the call's clock slip.
    """

    def __init__(self, places: int) -> None:
        self._queue: queue.Queue[Captured | None] = queue.Queue(places)
        self._ended = False
        self.captured = 0
        self.lost = 0
        self.overflows = 0

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._ended

    def put(self, data: bytes, frames: int, *, overflow: bool = False) -> None:
        """Queue ``frames`` of sound, or count them as lost; never waits. Called by the audio thread only.

        Args:
            data: the samples, a copy of what the sound system lent.
            frames: how many they are.
            overflow: the sound system itself says that it had to drop some before these.
        """
        captured = Captured(self.captured, frames, data)
        self.captured += frames
        self.overflows += overflow
        try:
            self._queue.put_nowait(captured)
        except queue.Full:
            self.lost += frames

    def take(self, timeout: float) -> Captured | None:
        """Return the next sound; None when none came for ``timeout`` seconds, or the end has come."""
        try:
            return None if self._ended else self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def end(self) -> None:
        """Let the reader go at once; what is queued is not wanted any more. May be called from any thread."""
        self._ended = True
        try:
            self._queue.put_nowait(None)
        except queue.Full:
            return  # then the reader does not wait: there is something to take
