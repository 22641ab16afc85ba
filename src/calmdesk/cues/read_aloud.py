"""Is a card's sentence being read aloud? Its words are looked for, in their order, in what was heard."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ALIKE = 75.0
"""From 0 to 100: two words this alike are taken for one, misheard."""

_GAP = 3
"""Words that may be lost, changed or put in between two words that are read."""

_REMEMBERED = 256
"""Words: those of a long utterance, which is heard again with every word it grows by."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of what was heard that is the sentence: the places heard, and the sentence's words they stand for."""

    heard: tuple[int, ...]
    words: frozenset[int]

    def holds(self, first: int, last: int) -> bool:
        """Tell whether the places from ``first`` to ``last`` lie inside."""
        return self.heard[0] <= first and last <= self.heard[-1]


class Sentence:
    """A sentence that may be read aloud: its words, plain, and how much each weighs (its letters)."""

    def __init__(self, text: str) -> None:
        self._words = [word for raw in text.split() if (word := _plain(raw))]
        self._known = dict.fromkeys(self._words)
        self._word_like = lru_cache(_REMEMBERED)(self._look_up)

    def passages(self, heard: Sequence[str]) -> list[Passage]:
        """Return the stretches of the words heard that follow the sentence, in order."""
        taken = [self._word_like(word) for word in heard]
        runs: list[list[tuple[int, int]]] = []
        for word, place in _common(self._words, taken):
            if runs and place - runs[-1][-1][1] <= _GAP and word - runs[-1][-1][0] <= _GAP:
                runs[-1].append((word, place))
            else:
                runs.append([(word, place)])
        return [Passage(tuple(place for _, place in run), frozenset(word for word, _ in run)) for run in runs]

    def share(self, words: frozenset[int]) -> float:
        """Return how much of the sentence these words are, from 0 to 1; long words say more than short ones."""
        letters = sum(map(len, self._words))
        return sum(len(self._words[word]) for word in words) / letters if letters else 0.0

    def _look_up(self, word: str) -> str | None:
        """Return the sentence's word that was heard, perhaps with a mistake in it."""
        heard = _plain(word)
        if heard in self._known:
            return heard
        best = process.extractOne(heard, self._known.keys(), scorer=ratio, score_cutoff=ALIKE) if heard else None
        return best[0] if best else None


def _common(words: Sequence[str], heard: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Yield the places of the words both have in the same order."""
    for step in LCSseq.opcodes(words, [word or "" for word in heard]):
        if step.tag == "equal":
            yield from zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)


def _plain(word: str) -> str:
    """Return the word's letters without case and accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if letter.isalnum())
