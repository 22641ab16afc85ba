"""The words phrases are made of, and which of them a heard word may be."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.phrasebook.language import Language

SAME_SOUND = 0.97
"""Similarity of two words with one sound key and much the same letters: « payé » and « payer »."""

HOMOPHONE = 0.90
"""Similarity of two words with one sound key and other letters, « chair » for « cher »: enough in a longer phrase."""

_SHORTEST = 5
_CLOSEST = 84.0
_SHARE = _CLOSEST / (200.0 - _CLOSEST)
"""Letters of the shorter of two words over those of the longer one, at least, where the ratio may be that close."""

_LETTERS_COUNT = 0.92
_SAME_LETTERS = 72.0
_REMEMBERED = 4_096


class Lexicon:
    """All words of a set of phrases, by spelling and by sound key.

    A heard word is looked up by spelling, then by sound, then by close letters (rapidfuzz, words of five letters and
    more: « contente » for « content », a slip of the recogniser).
    """

    def __init__(self, by_sound: Mapping[str, Sequence[str]], language: Language) -> None:
        self._sounds = language.sounds
        self._by_sound = by_sound
        self.terms = frozenset(term for terms in by_sound.values() for term in terms)
        self._long = sorted(term for term in self.terms if len(term) >= _SHORTEST)
        self._of_length: dict[int, list[str]] = {}
        self._known: dict[str, dict[str, float]] = {}

    def agrees(self, other: Lexicon, word: str) -> bool:
        """Tell whether a heard word stands for the same words here and in another lexicon, of those that both know."""
        here, there = self.terms_like(word), other.terms_like(word)
        ours = {term: alike for term, alike in here.items() if term in other.terms}
        return ours == {term: alike for term, alike in there.items() if term in self.terms}

    def terms_like(self, word: str) -> dict[str, float]:
        """Return the terms a heard word may stand for, each with its similarity from 0 to 1."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
                self._sounds.forget()
            known = self._known[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        if len(word) >= _SHORTEST:
            for term, score, _ in self._close(word):
                found[term] = _LETTERS_COUNT * score / 100
        for term in self._by_sound.get(self._sounds(word), ()):
            found[term] = SAME_SOUND if fuzz.ratio(_bare(word), _bare(term)) >= _SAME_LETTERS else HOMOPHONE
        if word in self.terms:
            found[word] = 1.0
        return found

    def _close(self, word: str) -> list[tuple[str, float, int]]:
        """Return the terms with almost the same letters; others of a length that cannot reach it are not tried."""
        terms = self._of_length.get(len(word))
        if terms is None:
            least, most = len(word) * _SHARE, len(word) / _SHARE
            terms = self._of_length[len(word)] = [term for term in self._long if least <= len(term) <= most]
        return process.extract(word, terms, scorer=fuzz.ratio, score_cutoff=_CLOSEST, limit=8)


def _bare(word: str) -> str:
    """Return a word without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
