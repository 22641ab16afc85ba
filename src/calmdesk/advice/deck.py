"""The cards of a call: variants in rotation, slots filled, no sentence twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from calmdesk.call.events import Card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.phrasebook.cards import CardText


class Dealt(NamedTuple):
    """A card with its sentence as it is to be said."""

    text: CardText
    say: str

    def card(self, at: float, family: str, tier: int, *, rung: int = 0, step: str = "") -> Card:
        """Return the card to show at call time ``at``."""
        text = self.text
        return Card(
            at=at,
            family=family,
            card=text.id,
            say=self.say,
            why=text.why,
            avoid=text.avoid,
            tier=tier,
            rung=rung,
            next=text.next,
            ask=text.ask,
            relay=text.relay,
            step=step,
        )


def fill(card: CardText, slots: Mapping[str, str]) -> str:
    """Return what to say: with the slots that are known, or the wording without them when one is not."""
    if card.slots <= {name for name, value in slots.items() if value}:
        return card.say.format_map(slots) if card.slots else card.say
    return card.without


class Deck:
    """Deals the cards of one call.

    Args:
        cards: the variants of each family, and of each part of the flow of a call.
        slots: what is known of the clinic and the call.
    """

    def __init__(self, cards: Mapping[str, Sequence[CardText]], slots: Mapping[str, str] | None = None) -> None:
        self._cards = cards
        self._slots = dict(slots or {})
        self._said: Counter[str] = Counter()

    def know(self, slots: Mapping[str, str]) -> None:
        """Fill the sentences dealt from now on with these slots too; an empty text is not known any more."""
        self._slots |= slots

    def filled(self, text: CardText) -> Dealt:
        """Return a card with what is known now."""
        return Dealt(text, fill(text, self._slots))

    def say_of(self, card: str) -> str:
        """Return the sentence of the card of that name with what is known now; empty where there is none."""
        texts = (text for every in self._cards.values() for text in every)
        return next((self.filled(text).say for text in texts if text.id == card), "")

    def fresh(self, name: str, rung: int = 0) -> Dealt | None:
        """Return the next variant that has not been said in this call; None when there is none (left)."""
        unsaid = [card for card in self._fitting(name, rung) if not self._times(card)]
        return self._said_now(unsaid[0]) if unsaid else None

    def again(self, name: str, rung: int = 0) -> Dealt | None:
        """Return the variant that has been said least often, whether said before or not; None for an empty deck."""
        fitting = self._fitting(name, rung)
        return self._said_now(min(fitting, key=self._times)) if fitting else None

    def _fitting(self, name: str, rung: int) -> list[Dealt]:
        """Return the variants made for this rung, then those made for any; all of them when there are neither."""
        every = [self.filled(text) for text in self._cards.get(name, ())]
        for_any = [card for card in every if not card.text.rung]
        made = [card for card in every if card.text.rung == rung] if rung else []
        return [*made, *for_any] or every

    def _said_now(self, card: Dealt) -> Dealt:
        # Both count: two cards may read alike, and one card reads otherwise once the animal's name is known.
        self._said.update({card.say, card.text.id})
        return card

    def _times(self, card: Dealt) -> int:
        return max(self._said[card.say], self._said[card.text.id])
