"""Cards that nobody may have needed, so that a trainer knows where to listen first: a candidate is no verdict.

A card came to say something. It is a candidate when

- ``unsaid``: the desk was heard, and its sentence was not said;
- ``alone``: within two minutes on either side the client said nothing else that calls for an answer: trouble seldom
  comes as one sentence, a misheard word does;
- ``weak``: the phrase that brought it only just matched.

One of these proves nothing, so it takes two. The cards are counted by the phrase that brought them: one that keeps
bringing candidates wants another wording, or a ``do-not-trigger`` of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.review.many.facts import CallFacts, ShownCard

NEAR: Final = 120.0
"""Seconds within which another cue speaks for a card."""

WEAK: Final = 0.88
"""Score below which a phrase only just matched: phrases match from 0.84 on as they ship, and fully at 1."""

ENOUGH: Final = 2
"""Signs that make a card a candidate."""

_EXAMPLES: Final = 5
"""Places kept of each phrase: enough to judge it by."""


class Sign(StrEnum):
    """What speaks against a card."""

    UNSAID = "unsaid"
    ALONE = "alone"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A card that nobody may have needed: call, call time, and what speaks against it."""

    call: str
    at: float
    signs: tuple[Sign, ...]


@dataclass(slots=True)
class PhraseCards:
    """The cards that one phrase has brought: how many, of these candidates and said ones, and some candidates."""

    family: str
    phrase: str
    shown: int = 0
    said: int = 0
    candidates: int = 0
    signs: dict[Sign, int] = field(default_factory=dict)
    examples: list[Suspect] = field(default_factory=list)

    def count(self, card: ShownCard, suspect: Suspect | None) -> None:
        """Add a card."""
        self.shown += 1
        self.said += card.said is not None
        if suspect is None:
            return
        self.candidates += 1
        for sign in suspect.signs:
            self.signs[sign] = self.signs.get(sign, 0) + 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(suspect)


def signs_of(card: ShownCard, facts: CallFacts) -> tuple[Sign, ...]:
    """Return what speaks against a card that a phrase has brought."""
    found = {
        Sign.UNSAID: facts.desk_heard and card.said is None,
        Sign.ALONE: not any(0 < abs(cue.at - card.at) <= NEAR for cue in facts.cues),
        Sign.WEAK: card.score < WEAK,
    }
    return tuple(sign for sign, holds in found.items() if holds)


class Suspects:
    """Counts the cards of call after call by phrase; ``candidates`` counts all of them."""

    def __init__(self) -> None:
        self._phrases: dict[tuple[str, str], PhraseCards] = {}
        self.candidates = 0

    def add(self, facts: CallFacts) -> None:
        """Add a call; cards of the call's flow, which no cue has brought, are not judged."""
        for card in facts.cards:
            if card.phrase:
                signs = signs_of(card, facts)
                suspect = Suspect(facts.call, card.at, signs) if len(signs) >= ENOUGH else None
                key = (card.family, card.phrase)
                self.candidates += suspect is not None
                self._phrases.setdefault(key, PhraseCards(*key)).count(card, suspect)

    def worst(self, most: int) -> list[PhraseCards]:
        """Return the phrases with candidates, the most first; of as many, the one of which fewer were needed."""
        with_any: Iterable[PhraseCards] = (each for each in self._phrases.values() if each.candidates)
        return sorted(with_any, key=lambda each: (-each.candidates, each.shown - each.candidates, each.phrase))[:most]
