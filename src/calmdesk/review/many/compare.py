"""Two phrasebooks on the same heard calls: which cards appear, vanish or move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Card

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME: Final = 1.0
"""Seconds within which two cards of a family came at the same moment."""

REACH: Final = 20.0
"""Seconds by which a card can have moved; beyond, one has vanished and another one appeared."""


class Kind(StrEnum):
    """What became of a card."""

    APPEARS = "appears"
    VANISHES = "vanishes"
    MOVES = "moves"
    ANOTHER = "another"
    """The same family at the same moment, with another of its sentences."""


@dataclass(frozen=True, slots=True)
class CardAt:
    """A card of one phrasebook: when it came, the client's words that brought it, and the sentence it shows."""

    at: float
    family: str
    card: str
    because: tuple[str, ...]
    say: str = ""

    @classmethod
    def of(cls, card: Card) -> CardAt:
        """Return what is compared of a card."""
        return cls(card.at, card.family, card.card, card.because, card.say)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from phrasebook A to B; ``a`` or ``b`` is None where there is no such card."""

    kind: Kind
    a: CardAt | None
    b: CardAt | None

    @property
    def at(self) -> float:
        """When: the earlier of both."""
        return min(card.at for card in (self.a, self.b) if card)

    @property
    def says(self) -> tuple[str, ...]:
        """The sentences of the cards, from A's to B's; one where both show the same."""
        return tuple(dict.fromkeys(card.say for card in (self.a, self.b) if card and card.say))

    @property
    def family(self) -> str:
        """The family of both."""
        return next(card.family for card in (self.a, self.b) if card)


@dataclass(frozen=True, slots=True)
class CallChanges:
    """What changed in one call, in call time, with the number of cards of each phrasebook."""

    call: str
    cards_a: int
    cards_b: int
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Comparison:
    """Two phrasebooks, ``a`` and ``b``, on many calls; of calls without change only the counts are kept."""

    a: str
    b: str
    calls: int = 0
    cards_a: int = 0
    cards_b: int = 0
    changed: list[CallChanges] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, call: CallChanges) -> None:
        """Add a call."""
        self.calls += 1
        self.cards_a += call.cards_a
        self.cards_b += call.cards_b
        if call.changes:
            self.changed.append(call)

    def ordered(self) -> None:
        """Put the calls into the order of their names: they are read by several processes."""
        self.changed.sort(key=lambda call: call.call)
        self.unread.sort()

    @property
    def totals(self) -> dict[Kind, int]:
        """How many changes of each kind there are."""
        counts = Counter(change.kind for call in self.changed for change in call.changes)
        return {kind: counts[kind] for kind in Kind}


def cards_of(events: Iterable[object]) -> list[CardAt]:
    """Return the cards among the events of a call."""
    return [CardAt.of(event) for event in events if isinstance(event, Card)]


def compare(call: str, before: Sequence[CardAt], after: Sequence[CardAt]) -> CallChanges:
    """Return what changed in a call from the cards of one phrasebook to those of another.

    Cards are paired within their family, the nearest in time first, and each once: a further card early in a call must
    not make all later ones seem changed, because each then shows the next sentence of its deck.
    """
    pairs = _pairs(before, after)
    there = {place for place, _ in pairs}
    here = {place for _, place in pairs}
    changes = [change for one, two in pairs if (change := _change(before[one], after[two]))]
    changes += [Change(Kind.VANISHES, card, None) for place, card in enumerate(before) if place not in there]
    changes += [Change(Kind.APPEARS, None, card) for place, card in enumerate(after) if place not in here]
    return CallChanges(call, len(before), len(after), tuple(sorted(changes, key=lambda change: change.at)))


def _pairs(before: Sequence[CardAt], after: Sequence[CardAt]) -> list[tuple[int, int]]:
    """Return the places of cards that belong together."""
    near = sorted(
        (abs(one.at - two.at), first, second)
        for first, one in enumerate(before)
        for second, two in enumerate(after)
        if one.family == two.family and abs(one.at - two.at) <= REACH
    )
    pairs: list[tuple[int, int]] = []
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for _, first, second in near:
        if first not in taken_a and second not in taken_b:
            taken_a.add(first)
            taken_b.add(second)
            pairs.append((first, second))
    return pairs


def _change(one: CardAt, two: CardAt) -> Change | None:
    if abs(one.at - two.at) > SAME:
        return Change(Kind.MOVES, one, two)
    return Change(Kind.ANOTHER, one, two) if one.card != two.card else None
