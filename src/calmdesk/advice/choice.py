"""Which sentence answers a cue: one of its family's, or one of the flow's where the client comes back to the same.

No sentence comes twice in a call but on purpose: the broken record, an alarm, a limit that has to be set again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from calmdesk.advice.deck import Deck
from calmdesk.advice.flow import BROKEN_RECORD, CLOSING
from calmdesk.advice.standing import ALARM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.advice.deck import Dealt
    from calmdesk.call.events import Card
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family

SOFT = "calming"
"""The family that says the client has softened."""

INSISTING = frozenset({"demand", "manager_request", "price_objection"})
"""Families whose answer does not change because they come back."""

INSISTS = 90.0
"""Seconds within which the same family again is a client who insists: the same sentence then, on purpose."""

AGAIN = "again"
"""The rule by which an alarm, or a limit on the ladder, is said again once each of its sentences was."""


class Chosen(NamedTuple):
    """A sentence, and the rule that chose it; an empty rule is the family's own deck."""

    dealt: Dealt
    rule: str = ""


class Choice:
    """Chooses the sentences of one call; ``cards`` and ``slots`` are those of ``Deck``."""

    def __init__(self, cards: Mapping[str, Sequence[CardText]], slots: Mapping[str, str] | None = None) -> None:
        self._deck = Deck(cards, slots)
        self._repeated: dict[str, Dealt] = {}

    def prompt(self, part: str) -> Dealt | None:
        """Return a sentence of a part of the flow; None when each has been said, or there is none."""
        return self._deck.fresh(part)

    def another(self, name: str, rung: int) -> Dealt | None:
        """Return another sentence than the one just said, of a family or a part of the flow; None: there is but one."""
        return self._deck.fresh(name, rung) or self._deck.again(name, rung)

    def know(self, slots: Mapping[str, str]) -> None:
        """Fill the sentences chosen from now on with these slots too; an empty text is not known any more."""
        self._deck.know(slots)

    def refilled(self, card: Card) -> Card:
        """Return a card that stands with what is known now."""
        return replace(card, say=self._deck.say_of(card.card) or card.say)

    def answer(self, family: Family, rung: int, since: float) -> Chosen | None:
        """Return the sentence for a cue of ``family``; None when everything that fits has been said.

        Args:
            family: what the client's words are about.
            rung: where the ladder stands with this cue; 0 without ladder.
            since: seconds since the family's last card, infinite before the first.
        """
        if family.id == SOFT and since < float("inf") and (dealt := self._deck.fresh(CLOSING)):
            return Chosen(dealt, CLOSING)
        if family.id in INSISTING and since <= INSISTS and (chosen := self._broken_record(family.id)):
            return chosen
        if dealt := self._deck.fresh(family.id, rung):
            return Chosen(dealt)
        return self._spent(family, rung)

    def with_closing(self, card: Card) -> Card:
        """Return a soft word's card with the end of the call as what comes next, where it names nothing of its own."""
        closing = None if card.next else self._deck.fresh(CLOSING)
        return replace(card, next=closing.say) if closing else card

    def _spent(self, family: Family, rung: int) -> Chosen | None:
        """Return what is said once more when a family has nothing new to say."""
        if family.tier == ALARM or family.ladder:
            dealt = self._deck.again(family.id, rung)
            return Chosen(dealt, AGAIN) if dealt else None
        return None if family.id == SOFT else self._broken_record(family.id)

    def _broken_record(self, family: str) -> Chosen | None:
        """Return the family's one sentence for a client who comes back to the same, word for word each time."""
        dealt = self._repeated.get(family) or self._deck.fresh(BROKEN_RECORD) or self._deck.again(BROKEN_RECORD)
        if dealt is None:
            return None
        self._repeated[family] = dealt
        return Chosen(dealt, BROKEN_RECORD)
