"""The ladder for inappropriate behaviour: ignore, indirect remark, direct request, warning, end of call.

It rises when the behaviour is repeated, comes back down one rung at a time when it stops, and a threat goes straight to
the warning. All times are call time in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

TOP = 5
ONE_REMARK = 8.0
"""Seconds within which two cues are one remark: « une bonne femme … conne comme vous » climbs one rung, not two."""

STEP_DOWN = 60.0
"""Seconds without a further remark that bring the ladder down by one rung."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where the call stands: ``rung`` 0 (nothing happened) to 5, as of call time ``since``."""

    rung: int = 0
    since: float = 0.0

    def at(self, now: float) -> Ladder:
        """Return the ladder as it stands at ``now``: one rung lower for every ``STEP_DOWN`` seconds of quiet."""
        steps = min(self.rung, int((now - self.since) // STEP_DOWN))
        return Ladder(self.rung - steps, self.since + steps * STEP_DOWN) if steps > 0 else self

    def raised(self, now: float, lowest: int) -> Ladder:
        """Return the ladder after a remark: one rung up, at least to ``lowest``; the same remark climbs once."""
        standing = self.at(now).rung
        step = 0 if standing and now - self.since < ONE_REMARK else 1
        return Ladder(min(TOP, max(standing + step, lowest)), now)

    def lowered(self, now: float) -> Ladder:
        """Return the ladder after the client has softened: one rung down."""
        return Ladder(max(0, self.at(now).rung - 1), now)
