"""A text under search: which words of phrases may have been heard where, and the price of passing over each word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.cues.index import Entry, Place
    from calmdesk.cues.lexicon import Lexicon
    from calmdesk.phrasebook.language import Language

_PRICE_SKIPPABLE, _PRICE_LIGHT, _PRICE_OTHER = 0.02, 0.08, 0.25


class Spot(NamedTuple):
    """Where a place fits: the word after it, the weight of its words, and how much of that was lost."""

    end: int
    weight: float
    lost: float


class HeardText:
    """The words of a text with the terms each may stand for."""

    def __init__(self, words: Sequence[str], lexicon: Lexicon, language: Language) -> None:
        self.length = len(words)
        self._heard = [lexicon.terms_like(word) for word in words]
        self.present: dict[str, list[int]] = {}
        for i, terms in enumerate(self._heard):
            for term in terms:
                self.present.setdefault(term, []).append(i)
        self.price = [_price(word, language) for word in words]
        self._terms = frozenset(self.present)
        self._leads: dict[int, list[int]] = {}
        self._spots: dict[int, dict[int, list[Spot]]] = {}

    def terms_from(self, first: int) -> frozenset[str]:
        """Return the terms that may have been heard from word ``first`` on."""
        return frozenset(term for terms in self._heard[first:] for term in terms)

    def leads_at(self, place: Place) -> list[int]:
        """Return the numbers of the words that may be a lead of a place."""
        at = self._leads.get(place.number)
        if at is None:
            at = self._leads[place.number] = [i for term in place.leads & self._terms for i in self.present[term]]
        return at

    def may_hold(self, place: Place) -> bool:
        """Tell whether a word that a place may begin with was heard."""
        return not place.by_first.keys().isdisjoint(self._terms)

    def spots(self, place: Place) -> dict[int, list[Spot]]:
        """Return where a place fits, by first word."""
        spots = self._spots.get(place.number)
        if spots is None:
            spots = self._spots[place.number] = {}
            by_first = place.by_first
            for term in self._terms & by_first.keys():
                for i in self.present[term]:
                    for entry in by_first[term]:
                        spot = self._fit(i, entry)
                        if spot:
                            spots.setdefault(i, []).append(spot)
        return spots

    def _fit(self, i: int, entry: Entry) -> Spot | None:
        """Fit a wording from word ``i`` on; inside it, grammar words may have been lost."""
        gained, at, price = 0.0, i, 0.0
        for word, weight in zip(entry.words, entry.weights, strict=True):
            if at > i and self._passes(at, word):
                price += self.price[at]
                at += 1
            similarity = self._heard[at].get(word) if at < self.length else None
            if similarity is not None:
                gained += weight * similarity
                at += 1
            elif weight >= 1.0:
                return None
        return Spot(at, entry.whole, entry.whole - gained + price)

    def _passes(self, at: int, word: str) -> bool:
        """Tell whether the word at ``at`` may be passed over inside a wording: « vous, madame, êtes »."""
        return at + 1 < self.length and self.price[at] <= _PRICE_SKIPPABLE and word in self._heard[at + 1]


def _price(word: str, language: Language) -> float:
    if word in language.skippable:
        return _PRICE_SKIPPABLE
    return _PRICE_LIGHT if word in language.light else _PRICE_OTHER
