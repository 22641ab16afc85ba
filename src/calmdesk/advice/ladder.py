"""The ladder for inappropriate behaviour: ignore, indirect remark, direct request, warning, end of call.

It rises when the behaviour is repeated, comes back down one rung at a time when it stops, and a threat goes straight to
the warning. All times are call time in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

TOP = 5
ONE_REMARK = 8.0
"""Seconds within which two cues are one remark: « une bonne femme … conne comme vous » climbs one rung, not two."""

STEP_DOWN = 60.0
"""Seconds without a further remark that bring the ladder down by one rung."""

_ROUNDING = 1e-6
"""Of a step: asked twice at the same moment, the ladder must not find another step in the last digit of a time."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where the call stands: ``rung`` 0 (nothing happened) to 5, as of call time ``since``.

    ``climbed`` and ``eased`` are when it last went up by a remark and down by a soft word.
    """

    rung: int = 0
    since: float = 0.0
    climbed: float = float("-inf")
    eased: float = float("-inf")

    def at(self, now: float) -> Ladder:
        """Return the ladder as it stands at ``now``: one rung lower for every ``STEP_DOWN`` seconds of quiet."""
        steps = min(self.rung, int((now - self.since) / STEP_DOWN + _ROUNDING))
        return replace(self, rung=self.rung - steps, since=self.since + steps * STEP_DOWN) if steps > 0 else self

    def raised(self, now: float, lowest: int) -> Ladder:
        """Return the ladder after a remark: one rung up, at least to ``lowest``; the same remark climbs once.

        A remark is ``ONE_REMARK`` seconds long, counted from its first cue: a flow of insults keeps climbing. A threat
        in it is a remark of its own: the warning must be said before the call can be ended.
        """
        standing = self.at(now).rung
        again = standing > 0 and now - self.climbed < ONE_REMARK
        rung = min(TOP, max(standing + (0 if again else 1), lowest))
        same = again and rung == standing
        return replace(self, rung=rung, since=now, climbed=self.climbed if same else now)

    def renewed(self, now: float) -> Ladder:
        """Return the ladder after a remark that brought no card: it has not stopped, so the rung holds."""
        return replace(self.at(now), since=now)

    def lowered(self, now: float) -> Ladder:
        """Return the ladder after the client has softened: one rung down, once for what is said in one breath."""
        if now - self.eased < ONE_REMARK:
            return self.at(now)
        return replace(self, rung=max(0, self.at(now).rung - 1), since=now, eased=now)

    def taken_back(self, now: float) -> Ladder:
        """Return the ladder without its last step: the remark that raised it was none."""
        return replace(self, rung=max(0, self.at(now).rung - 1), since=now, climbed=float("-inf"))
