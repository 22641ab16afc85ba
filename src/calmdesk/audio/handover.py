"""The narrow place between those who capture and the one who listens: a bounded queue that counts what it drops."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.call.events import Side

if TYPE_CHECKING:
    from calmdesk.audio.streams import StreamFormat
    from calmdesk.call.events import Notice


@dataclass(frozen=True, slots=True)
class Captured:
    """Sound as it left a device: interleaved int16 samples.

    ``at`` is the time of its first frame in seconds of desk time, and holds for itself only where ``stretch`` or
    the run of frames breaks off; else places follow from the number of frames. ``first`` numbers its first frame.
    """

    at: float
    stretch: int
    first: int
    data: bytes
    format: StreamFormat
    side: Side = Side.CLIENT

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return len(self.data) // (2 * self.format.channels)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.format.rate


class Handover:
    """Takes sound and notices from several threads, which never wait, and gives them to the one reader, in order.

    Args:
        seconds: how much sound may wait.
    """

    def __init__(self, seconds: float) -> None:
        self._most = seconds
        self._waiting: deque[Captured | Notice] = deque()
        self._seconds = 0.0
        self._changed = threading.Condition()
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether ``end`` was called."""
        return self._ended

    def put(self, captured: Captured) -> bool:
        """Queue sound; False when there is no room, and it is lost."""
        with self._changed:
            if self._seconds + captured.seconds > self._most:
                return False
            self._seconds += captured.seconds
            self._add(captured)
        return True

    def tell(self, notice: Notice) -> None:
        """Queue a notice; there is always room for one."""
        with self._changed:
            self._add(notice)

    def take(self, timeout: float) -> Captured | Notice | None:
        """Return what comes next; None when nothing came for ``timeout`` seconds, or the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended, timeout)
            if self._ended or not self._waiting:
                return None
            taken = self._waiting.popleft()
            if isinstance(taken, Captured):
                self._seconds -= taken.seconds
            return taken

    def forget_sound(self) -> None:
        """Drop the sound that waits, uncounted: nobody is to hear it."""
        with self._changed:
            self._waiting = deque(each for each in self._waiting if not isinstance(each, Captured))
            self._seconds = 0.0

    def end(self) -> None:
        """Let the reader go at once; what is queued is not wanted any more. May be called from any thread."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _add(self, item: Captured | Notice) -> None:
        self._waiting.append(item)
        self._changed.notify()
