"""The cards of a call: variants in rotation, slots filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.phrasebook.cards import CardText


def fill(card: CardText, slots: Mapping[str, str]) -> str:
    """Return what to say: with the slots that are known, or the wording without them when one is not."""
    if card.slots <= {name for name, value in slots.items() if value}:
        return card.say.format_map(slots) if card.slots else card.say
    return card.without


class Deck:
    """Deals the cards of one call: each variant once before any comes back."""

    def __init__(self, cards: Mapping[str, Sequence[CardText]]) -> None:
        self._cards = cards
        self._dealt: dict[str, int] = {}

    def deal(self, family: str, rung: int) -> CardText:
        """Return the next variant of a family: the least used of those made for this rung, or of those for any."""
        fitting = [card for card in self._cards[family] if card.rung == rung] if rung else []
        fitting = fitting or [card for card in self._cards[family] if not card.rung] or list(self._cards[family])
        card = min(fitting, key=lambda each: self._dealt.get(each.id, 0))
        self._dealt[card.id] = self._dealt.get(card.id, 0) + 1
        return card
