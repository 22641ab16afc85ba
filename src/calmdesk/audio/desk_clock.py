"""Desk time: seconds since the first sound, by the machine's monotonic clock, so that time lost stays lost."""

from __future__ import annotations


class DeskClock:
    """One for all sides; it stands at zero until it has begun."""

    def __init__(self) -> None:
        self._zero: float | None = None

    def begin(self, moment: float) -> None:
        """Let desk time begin at a ``moment`` of the monotonic clock, if it has not."""
        if self._zero is None:
            self._zero = moment

    def at(self, moment: float) -> float:
        """Return the desk time of a moment; what came before the beginning counts as the beginning."""
        return 0.0 if self._zero is None else max(0.0, moment - self._zero)
