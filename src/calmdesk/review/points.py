"""Moments of a call that are worth talking about, found in its facts: questions for a trainer, never a mark."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.review.facts import CardFact, CueFact, ReviewFacts, WordingFact

MOST: Final = 6
"""Moments of a kind that are told: a talk of a quarter of an hour has no room for more."""

SOFT: Final = "calming"
"""The family of soft words: the client calms down."""


@dataclass(frozen=True, slots=True)
class Point:
    """A moment at call time ``at``: ``kind`` names its text in ``review.toml``, ``details`` fill it.

    ``family`` is a cue family, or empty; the reader is told its title.
    """

    kind: str
    at: float
    family: str
    details: dict[str, str]


KINDS: Final = {
    "said": {"card"},
    "unanswered": {"client", "card"},
    "answered": {"client", "desk", "card"},
    "softened": {"client", "desk"},
    "wording": {"words", "suggest"},
}
"""The kinds of moments, and the details that their texts may name, beside ``at`` and ``family``."""


def find(facts: ReviewFacts) -> tuple[Point, ...]:
    """Return the moments in the order of the call: the most urgent cards, what softened the client, defensive words."""
    urgent = sorted(facts.cards, key=lambda card: (card.tier, -card.rung, card.at))
    chosen = [_of_card(card, facts) for card in [card for card in urgent if card.family != SOFT][:MOST]]
    soft = [point for cue in facts.cues if cue.family == SOFT and (point := _softened(cue, facts))]
    return tuple(sorted([*chosen, *soft[:MOST], *_wordings(facts)], key=lambda point: point.at))


def _of_card(card: CardFact, facts: ReviewFacts) -> Point:
    client = " ".join(card.because)
    if card.said is not None:
        return Point("said", card.at, card.family, {"card": card.say})
    if not card.instead or not facts.heard_desk:
        return Point("unanswered", card.at, card.family, {"client": client, "card": card.say})
    return Point("answered", card.at, card.family, {"client": client, "desk": card.instead, "card": card.say})


def _softened(cue: CueFact, facts: ReviewFacts) -> Point | None:
    """Return what the desk had said before the client calmed down, None where nothing is known of it."""
    before = [each for each in facts.utterances if each.side is Side.DESK and each.start < cue.start]
    if not before:
        return None
    return Point("softened", cue.start, cue.family, {"client": " ".join(cue.words), "desk": before[-1].text})


def _wordings(facts: ReviewFacts) -> Iterator[Point]:
    """Yield the words that came most often, each once, where it came first."""
    counts = Counter(wording.words for wording in facts.wordings)
    first: dict[tuple[str, ...], WordingFact] = {}
    for wording in facts.wordings:
        first.setdefault(wording.words, wording)
    for words, _ in counts.most_common(MOST):
        each = first[words]
        yield Point("wording", each.start, "", {"words": " ".join(words), "suggest": each.suggest})
