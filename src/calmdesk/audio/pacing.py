"""A recording at the speed of life: each block arrives when a microphone would have brought it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol

from calmdesk.call.events import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.call.events import Sent
    from calmdesk.call.stages import Source


class Clock(Protocol):
    """What pacing goes by."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        ...

    def wait(self, seconds: float) -> None:
        """Return after ``seconds``, or sooner when nobody wants to wait any more."""
        ...


class WallClock:
    """The clock on the wall; ``hurry``, from any thread, ends all waiting now and from then on."""

    def __init__(self) -> None:
        self._hurry = threading.Event()

    def now(self) -> float:
        """Seconds on the machine's monotonic clock."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep for ``seconds``, unless hurried."""
        self._hurry.wait(max(0.0, seconds))

    def hurry(self) -> None:
        """End the waiting: the rest goes as fast as it can."""
        self._hurry.set()

    @property
    def hurried(self) -> bool:
        """Whether somebody has skipped the waiting."""
        return self._hurry.is_set()


class Paced:
    """A source whose blocks come at real speed: each once its last sample would have been spoken."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock

    def blocks(self) -> Iterator[Sent]:
        """Yield what the source yields, waiting before each block; a late block is not waited for."""
        began: float | None = None
        for item in self._source.blocks():
            if isinstance(item, Block):
                began = self._clock.now() - item.at if began is None else began
                late_by = self._clock.now() - (began + item.end)
                if late_by < 0:
                    self._clock.wait(-late_by)
            yield item


def paced(source: Source, clock: Clock) -> Source:
    """Return ``source`` at the speed of ``clock``."""
    return Paced(source, clock)
