"""Desk time of sound that another program sends: counted in samples, and moved on where nothing comes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 1.0
"""Seconds by which sound may be late before its absence counts as time gone by."""

BURST = 5.0
"""Seconds sound may be ahead of the clock: what pipes and sockets hold at telephone rates."""


class CountedTime:
    """Seconds since the first sound.

    Programs send sound in bursts, late, or as fast as it is read; none of that is a gap. So samples are counted, and
    only when the reader waits and the clock has run on by more than ``PATIENCE`` does it move time. A recording that
    comes faster than it was spoken gets at most ``BURST`` seconds ahead of the clock in this reckoning.

    Args:
        now: seconds on a clock that never goes back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.at = 0.0
        self._now = now
        self._zero: float | None = None
        self._still = False

    def sounded(self, seconds: float) -> None:
        """Count sound that has come."""
        if self._zero is None:
            self._zero = self._now() - seconds
        self.at += seconds
        self._still = False
        self._zero = min(self._zero, self._now() - self.at + BURST)

    def waited(self) -> bool:
        """Take note that nothing has come for a moment; return whether that has moved time."""
        if self._zero is None:
            return False
        late = self._now() - self._zero - self.at
        if late <= (0.0 if self._still else PATIENCE):
            return False
        self.at += late
        self._still = True
        return True

    def rest(self) -> None:
        """Take note that no sound is expected: from now on waiting moves time at once."""
        self._still = True
