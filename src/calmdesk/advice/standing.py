"""The card that stands, and what may take its place: the order of urgency, in call time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.advice.decision import Outcome

if TYPE_CHECKING:
    from calmdesk.call.events import Card
    from calmdesk.phrasebook.families import Family

READ = 2.5
"""Seconds a card stands before one of the same urgency may replace it: it must be read, half a second at a time."""

STAND = 5.0
"""Seconds a card stands before a less urgent one may replace it."""

ALARM = 0
"""The tier of emergencies and distress."""

STEPPED_BACK = 9
"""The tier of an alarm that has stepped back: any card may take its place."""


def kept_back(standing: Card | None, family: str, tier: int, at: float) -> Outcome | None:
    """Return why a card of this family and tier must not take the place of the standing one yet; None: it may."""
    if standing is None or tier < standing.tier:
        return None
    if standing.tier == ALARM:
        joins = tier == ALARM and family != standing.family
        return None if joins else Outcome.ALARM_STANDS
    age = at - standing.at
    if tier == standing.tier:
        return Outcome.BEING_READ if age < READ else None
    return Outcome.LESS_URGENT if age < STAND else None


class Turns:
    """Whose turn it is: when each family last brought a card in this call, and how many it brought."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._count: dict[str, int] = {}

    def taken(self, family: str, at: float) -> None:
        """Note that the family has brought a card."""
        self._last[family] = at
        self._count[family] = self.count(family) + 1

    def since(self, family: str, at: float) -> float:
        """Return the seconds since the family's last card, infinite when it has brought none."""
        return at - self._last.get(family, float("-inf"))

    def count(self, family: str) -> int:
        """Return how many cards the family has brought."""
        return self._count.get(family, 0)

    def refused(self, family: Family, at: float) -> Outcome | None:
        """Return why the family may not bring a card now, whatever stands; None: it may. No alarm is one too many."""
        if family.tier != ALARM and family.max_per_call and self.count(family.id) >= family.max_per_call:
            return Outcome.MAXIMUM
        return Outcome.COOLDOWN if self.since(family.id, at) < family.cooldown else None
