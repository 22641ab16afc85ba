"""What a call was like, counted while it goes on: for the look back, and for an incident that is noted by key."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Card, Cue, LookBack, Said

if TYPE_CHECKING:
    from calmdesk.call.events import Event

HARD_TIER: Final = 1
"""Urgency from which a call was hard on whoever took it: alarms, threats, insults, grief."""

HARD_RUNG: Final = 3
"""Step of the ladder from which it was: a direct request had to be made."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of a call when the receptionist notes an incident: the passage is that of the latest card."""

    families: tuple[str, ...]
    rung: int
    words: tuple[str, ...]
    note: str = ""


class Tally:
    """Counts one call's cues and cards. It keeps no word but those of the latest card."""

    def __init__(self) -> None:
        self._families: Counter[str] = Counter()
        self._cards: list[Card] = []
        self._said: set[str] = set()

    def count(self, event: Event) -> None:
        """Take note of what is shown."""
        match event:
            case Cue():
                self._families[event.family] += 1
            case Card():
                self._cards = [card for card in self._cards if card.card != event.card] + [event]
            case Said():
                self._said.add(event.card)
            case _:
                pass

    def wrong(self, card: Card) -> None:
        """Take back a card that was not called for, and one cue of its family."""
        self._cards = [shown for shown in self._cards if shown.card != card.card]
        self._said.discard(card.card)
        self._families[card.family] -= 1
        self._families = +self._families

    def look_back(self, at: float, breathe: str = "") -> LookBack:
        """Return the look back at a call of ``at`` seconds; ``breathe`` is told after a hard one only."""
        rung = max((card.rung for card in self._cards), default=0)
        hard = rung >= HARD_RUNG or any(card.tier <= HARD_TIER for card in self._cards)
        families = tuple(self._families.most_common())
        return LookBack(at, families, rung, len(self._cards), len(self._said), breathe if hard else "")

    def incident(self, note: str) -> Incident:
        """Return what an incident of this call is noted with."""
        rung = max((card.rung for card in self._cards), default=0)
        words = " ".join(self._cards[-1].because) if self._cards else ""
        return Incident(tuple(self._families), rung, (words,) if words else (), note)
