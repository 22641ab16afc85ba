"""The cards of a call: variants in rotation, slots filled, no sentence twice."""

from __future__ import annotations

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
        known = slots or {}
        self._cards = {name: [Dealt(text, fill(text, known)) for text in texts] for name, texts in cards.items()}
        self._said: dict[str, int] = {}

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
        every = self._cards.get(name, [])
        for_any = [card for card in every if not card.text.rung]
        made = [card for card in every if card.text.rung == rung] if rung else []
        return [*made, *for_any] or every

    def _said_now(self, card: Dealt) -> Dealt:
        self._said[card.say] = self._times(card) + 1
        return card

    def _times(self, card: Dealt) -> int:
        return self._said.get(card.say, 0)
