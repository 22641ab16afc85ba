"""Lays phrases over a text word by word and scores how well they fit.

The score is the weight of the phrase's words that were heard (times their similarity), less a price for foreign words
in between, over the weight of all its words. Content words must be heard; grammar words may be lost.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from calmdesk.cues.heard_text import HeardText
from calmdesk.cues.index import REACH, Index
from calmdesk.cues.lexicon import Lexicon
from calmdesk.phrasebook.branch import GAP_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from calmdesk.cues.index import Row, Step, Table
    from calmdesk.phrasebook.language import Language


@dataclass(frozen=True, slots=True)
class Found:
    """A branch laid over a text: ``places`` are the numbers of the words that belong to it."""

    number: int
    score: float
    places: tuple[int, ...]

    @property
    def first(self) -> int:
        """Number of the first word."""
        return self.places[0]

    @property
    def last(self) -> int:
        """Number of the last word."""
        return self.places[-1]


@dataclass(slots=True)
class Memory:
    """What was found in a text so far: when it grows, only phrases that its new words touch are laid again."""

    words: tuple[str, ...] = ()
    found: dict[int, Found] = field(default_factory=dict)


class _State(NamedTuple):
    """A partly laid row: weight lost, weight of its words so far, the words used, whether free words may follow."""

    lost: float
    whole: float
    used: tuple[int, ...]
    free: bool


class Aligner:
    """Finds branches in texts.

    Args:
        table: what to look for; ``Found.number`` is the number of a row.
        language: weights and sounds.
    """

    def __init__(self, table: Table, language: Language) -> None:
        self._language = language
        self._index = Index(table, language)
        self.lexicon = Lexicon(table["sounds"], language)

    def only(self, rows: Collection[int]) -> Aligner:
        """Return an aligner that finds some of the rows as this one does, and no others."""
        part = copy(self)
        part._index = self._index.only(rows)  # noqa: SLF001  # its own kind
        return part

    def may_find(self, words: Iterable[str]) -> bool:
        """Tell whether one of some words, in whatever order, may lead to a row."""
        return any(self._index.is_led_by(self.lexicon.terms_like(word)) for word in words)

    def find(self, words: Sequence[str], least: float | Sequence[float], memory: Memory) -> list[Found]:
        """Return the best fit of each branch that scores at least ``least``.

        Args:
            words: the text, normalised.
            least: the lowest score, 0 to 1, or that of each row; the same for all calls with one memory.
            memory: what was found in an earlier form of this text; brought up to date. A new one for a text by itself.
        """
        text = HeardText(words, self.lexicon, self._language)
        known = _same_words(memory.words, words)
        found = {row: fit for row, fit in memory.found.items() if fit.last < known}
        for row in self._index.candidates(text, known):
            fit = _lay(row, text, least if isinstance(least, float) else least[row.number])
            if fit is not None:
                found[row.number] = fit
        memory.words, memory.found = tuple(words), found
        return [found[number] for number in sorted(found)]


def _same_words(before: Sequence[str], now: Sequence[str]) -> int:
    """Return how many words at the start are the same."""
    for i, (one, other) in enumerate(zip(before, now, strict=False)):
        if one != other:
            return i
    return min(len(before), len(now))


def _lay(row: Row, text: HeardText, least: float) -> Found | None:
    """Lay a row over the text; keep the best state for each word at which it may have ended so far."""
    affordable = (1.0 - least) * row.most
    if sum(place.least for place in row.must if not text.may_hold(place)) > affordable:
        return None
    states: dict[int, _State] = {-1: _State(0.0, 0.0, (), free=False)}
    for step in row.steps:
        states = _take(states, text, step, affordable)
        if not states:
            return None
    complete = [(1.0 - state.lost / state.whole, state.used) for end, state in states.items() if end >= 0]
    if not complete:
        return None
    score, used = max(complete)
    return Found(row.number, min(1.0, score), used) if score >= least else None


def _take(states: dict[int, _State], text: HeardText, step: Step, affordable: float) -> dict[int, _State]:
    """Return the states after one more step of a row, those that can still reach the score."""
    place, spots = step.place, text.spots(step.place)
    after: dict[int, _State] = {}
    for end, (lost, whole, used, was_free) in states.items():
        free = was_free or step.gap
        if step.optional:
            _keep(after, end, _State(lost, whole, used, free))
        elif not place.anchor and lost + place.least <= affordable:
            _keep(after, end, _State(lost + place.least, whole + place.least, used, free))
        reach = GAP_WORDS if free else REACH
        for start in spots if end < 0 else range(end, min(end + reach + 1, text.length)):
            for spot in spots.get(start, ()):
                price = 0.0 if end < 0 or free else sum(text.price[end:start])
                more = lost + spot.lost + price
                if more <= affordable:
                    taken = (*used, *range(start, spot.end))
                    _keep(after, spot.end, _State(more, whole + spot.weight, taken, free=False))
    return after


def _keep(states: dict[int, _State], end: int, state: _State) -> None:
    """Keep the better of two ways to the same word: what lost less, then what says more."""
    known = states.get(end)
    if known is None or (state.lost, -state.whole) < (known.lost, -known.whole):
        states[end] = state
