"""Keeps an eye on a microphone that cannot be trusted to complain: lost sound, and no sound at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN_NOTICES = 1.0
"""Seconds of call between two notices about losses: a busy machine loses many small pieces."""


class Watch:
    """Turns what is counted into notices, each thing said once. Times are call time."""

    def __init__(self, device: str, rate: int) -> None:
        self._device = device
        self._rate = rate
        self._told_lost = 0
        self._told_overflows = 0
        self._told_at = -_BETWEEN_NOTICES
        self._stalled = False

    def arrived(self, at: float, lost: int, overflows: int) -> Iterator[Notice]:
        """Yield what is worth saying when sound arrives.

        Args:
            at: now.
            lost: frames dropped so far because the program was too slow.
            overflows: how often, so far, the sound system said that it dropped some.
        """
        if self._stalled:
            self._stalled = False
            yield Notice(at, "sound from {device} is back", {"device": self._device})
        if at - self._told_at >= _BETWEEN_NOTICES:
            yield from self.losses(at, lost, overflows)

    def losses(self, at: float, lost: int, overflows: int) -> Iterator[Notice]:
        """Yield at once what was lost and has not been told, as when the call is over; arguments as ``arrived``."""
        if lost > self._told_lost:
            seconds = round((lost - self._told_lost) / self._rate, 1)
            yield Notice(at, "{seconds} s of sound were lost: this machine is too busy", {"seconds": seconds})
        if overflows > self._told_overflows:
            times = overflows - self._told_overflows
            yield Notice(at, "the sound system dropped sound {times} times", {"times": times})
        if (lost, overflows) != (self._told_lost, self._told_overflows):
            self._told_lost, self._told_overflows, self._told_at = lost, overflows, at

    def nothing_came(self, at: float) -> Iterator[Notice]:
        """Yield a notice the first time no sound came for a second."""
        if not self._stalled:
            self._stalled = True
            yield Notice(at, "no sound from {device} for one second: is it still plugged in?", {"device": self._device})

    def gone(self, at: float) -> Notice:
        """Return the notice that ends a call whose microphone went away."""
        return Notice(at, "{device} has gone away: the call ends here", {"device": self._device})
