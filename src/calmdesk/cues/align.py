"""Lays phrases over a text word by word and scores how well they fit.

The score is the weight of the phrase's words that were heard (times their similarity), less a price for foreign words
in between, over the weight of all its words. Content words must be heard; grammar words may be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.cues.index import Index
from calmdesk.cues.lexicon import Lexicon
from calmdesk.phrasebook.branch import GAP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.cues.index import Place, Step, Table
    from calmdesk.phrasebook.language import Language

_REACH = 2
"""How many foreign words may stand between two words of a phrase where its author put no gap."""

_PRICE_SKIPPABLE, _PRICE_LIGHT, _PRICE_OTHER = 0.02, 0.08, 0.25


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
class _State:
    """A partly laid row: weight gained, weight it could have gained, price paid, words used."""

    gained: float
    whole: float
    price: float
    used: tuple[int, ...]

    @property
    def score(self) -> float:
        return (self.gained - self.price) / self.whole if self.whole else 0.0


_Spot = tuple[int, int, float, float]
"""Where a place fits: first word, end, weight times similarity, weight."""


class Aligner:
    """Finds branches in texts.

    Args:
        table: what to look for; ``Found.number`` is the number of a row.
        language: weights and sounds.
    """

    def __init__(self, table: Table, language: Language) -> None:
        self._language = language
        self._index = Index(table, language)
        self._lexicon = Lexicon(table["sounds"], language)

    def find(self, words: Sequence[str], least: float) -> list[Found]:
        """Return the best fit of each branch that scores at least ``least``."""
        text = _Text(words, self._lexicon, self._language)
        found = []
        for row in self._index.candidates(text.present):
            state = _lay(self._index.steps(row), text)
            if state is not None and state.score >= least:
                found.append(Found(row, min(1.0, state.score), state.used))
        return found


class _Text:
    """One text under search: which terms may have been heard where, and the price of passing over each word."""

    def __init__(self, words: Sequence[str], lexicon: Lexicon, language: Language) -> None:
        self.length = len(words)
        self.heard = [lexicon.terms_like(word) for word in words]
        self.present: dict[str, list[int]] = {}
        for i, terms in enumerate(self.heard):
            for term in terms:
                self.present.setdefault(term, []).append(i)
        self.price = [_price(word, language) for word in words]
        self._spots: dict[int, dict[int, list[_Spot]]] = {}

    def spots(self, place: Place) -> dict[int, list[_Spot]]:
        """Return where a place fits, by first word."""
        spots = self._spots.get(id(place))
        if spots is None:
            spots = self._spots[id(place)] = {}
            by_first = place.by_first
            for term in self.present.keys() & by_first.keys():
                for i in self.present[term]:
                    for wording, weights, whole in by_first[term]:
                        spot = self._fit(i, wording, weights, whole)
                        if spot:
                            spots.setdefault(i, []).append(spot)
        return spots

    def _fit(self, i: int, wording: tuple[str, ...], weights: tuple[float, ...], whole: float) -> _Spot | None:
        """Fit a wording from word ``i`` on; inside it, grammar words may have been lost."""
        gained, at = 0.0, i
        for word, weight in zip(wording, weights, strict=True):
            similarity = self.heard[at].get(word) if at < self.length else None
            if similarity is not None:
                gained += weight * similarity
                at += 1
            elif weight >= 1.0:
                return None
        return i, at, gained, whole


def _price(word: str, language: Language) -> float:
    if word in language.skippable:
        return _PRICE_SKIPPABLE
    return _PRICE_LIGHT if word in language.light else _PRICE_OTHER


def _lay(row: Sequence[Step], text: _Text) -> _State | None:
    """Lay a row over the text; keep the best state for each word at which it may have ended so far."""
    states: dict[int, _State] = {-1: _State(0.0, 0.0, 0.0, ())}
    for step in row:
        states = _take(states, text, step)
        if not states:
            return None
    complete = [state for end, state in states.items() if end >= 0]
    return max(complete, key=lambda state: state.score, default=None)


def _take(states: dict[int, _State], text: _Text, step: Step) -> dict[int, _State]:
    """Return the states after one more step of a row."""
    place, spots = step.place, text.spots(step.place)
    reach = GAP_WORDS if step.gap else _REACH
    after: dict[int, _State] = {}
    for end, state in states.items():
        if step.optional:
            _keep(after, end, state)
        elif not place.anchor:
            _keep(after, end, _State(state.gained, state.whole + place.least, state.price, state.used))
        starts = spots if end < 0 else range(end, min(end + reach + 1, text.length))
        for start in starts:
            for first, stop, gained, weight in spots.get(start, ()):
                price = 0.0 if end < 0 or step.gap else sum(text.price[end:first])
                used = (*state.used, *range(first, stop))
                _keep(after, stop, _State(state.gained + gained, state.whole + weight, state.price + price, used))
    return after


def _keep(states: dict[int, _State], end: int, state: _State) -> None:
    """Keep the better of two ways to the same word."""
    known = states.get(end)
    if known is None or state.gained - state.price - state.whole > known.gained - known.price - known.whole:
        states[end] = state
