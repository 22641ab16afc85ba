"""A small back-off n-gram language model with interpolated Witten-Bell smoothing."""

from __future__ import annotations

import collections
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BEGIN, END = "<s>", "</s>"
_UNSEEN: Final = 1e-9
_LEAST_BACK_OFF_MASS: Final = 1e-4

History = tuple[str, ...]
_Counts = dict[History, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc of the grammar: from state to state with a word (None: back off), at a cost of -log(probability)."""

    source: int
    target: int
    word: str | None
    cost: float


@dataclass(frozen=True, slots=True)
class Grammar:
    """The model as an automaton: its start state, its arcs, and the cost of ending in a state."""

    start: int
    arcs: list[Arc]
    final: dict[int, float]


class NGram:
    """The probabilities of words after the words before them.

    Args:
        sentences: words of each sentence, and its weight.
        vocabulary: words to know; others are skipped in the sentences.
        order: 3 for trigrams.
        least: smallest weighted count at which an n-gram of the highest order is kept.
    """

    def __init__(
        self, sentences: Iterable[tuple[Sequence[str], float]], vocabulary: set[str], order: int = 3, least: float = 0.9
    ) -> None:
        self.order = order
        self._back_off: dict[History, float] = {}
        counts = _count(sentences, vocabulary, order)
        self._tables: list[_Counts] = [{(): _unigrams(counts[0].get((), {}), vocabulary)}]
        for n in range(1, order):
            self._tables.append({})
            keep = least if n == order - 1 else 0.0
            for history, row in counts[n].items():
                self._learn(history, row, keep)

    def _learn(self, history: History, row: dict[str, float], keep: float) -> None:
        kept = {word: count for word, count in row.items() if count >= keep}
        shorter = history[1:]
        if not kept or shorter not in self._tables[len(shorter)]:
            return
        total, kinds = sum(row.values()), float(len(row))
        lower = {word: self.probability(word, shorter) for word in kept}
        interpolation = kinds / (total + kinds)
        table = {word: count / (total + kinds) + interpolation * lower[word] for word, count in kept.items()}
        left = max(1 - sum(table.values()), _LEAST_BACK_OFF_MASS)
        self._back_off[history] = left / max(1 - sum(lower.values()), _LEAST_BACK_OFF_MASS)
        self._tables[len(history)][history] = table

    def probability(self, word: str, history: History) -> float:
        """Return the probability of a word after a history of at most ``order`` - 1 words."""
        row = self._tables[len(history)].get(history, {})
        if word in row:
            return row[word]
        if not history:
            return _UNSEEN
        return self._back_off.get(history, 1.0) * self.probability(word, history[1:])

    def perplexity(self, sentences: Iterable[Sequence[str]]) -> tuple[float, int]:
        """Return the perplexity over the known words of some sentences, and how many words are unknown."""
        total, known, unknown = 0.0, 0, 0
        for words in sentences:
            sequence = (BEGIN, *words, END)
            for i in range(1, len(sequence)):
                if sequence[i] in self._tables[0][()]:
                    total += math.log(self.probability(sequence[i], sequence[max(0, i - self.order + 1) : i]))
                    known += 1
                else:
                    unknown += 1
        return math.exp(-total / max(known, 1)), unknown

    def grammar(self) -> Grammar:
        """Return the model as an automaton with one state for each history."""
        states = {history: number for number, history in enumerate(h for table in self._tables for h in table)}

        def after(history: History) -> int:
            history = history[-(self.order - 1) :]
            while history not in states:
                history = history[1:]
            return states[history]

        arcs, final = [], {}
        for history, here in states.items():
            for word, probability in self._tables[len(history)][history].items():
                if word == END:
                    final[here] = -math.log(probability)
                else:
                    arcs.append(Arc(here, after((*history, word)), word, -math.log(probability)))
            if history:
                arcs.append(Arc(here, after(history[1:]), None, -math.log(self._back_off[history])))
        return Grammar(after((BEGIN,)), arcs, final)


def _count(sentences: Iterable[tuple[Sequence[str], float]], vocabulary: set[str], order: int) -> list[_Counts]:
    counts: list[_Counts] = [collections.defaultdict(lambda: collections.defaultdict(float)) for _ in range(order)]
    for words, weight in sentences:
        sequence = (BEGIN, *(word for word in words if word in vocabulary), END)
        for i in range(1, len(sequence)):
            for n in range(min(order, i + 1)):
                counts[n][sequence[i - n : i]][sequence[i]] += weight
    return counts


def _unigrams(row: dict[str, float], vocabulary: set[str]) -> dict[str, float]:
    """Return word probabilities, a little of it shared out evenly so that every word can be heard."""
    total, spare = sum(row.values()), max(0.3 * len(row), 1.0)
    even = spare / (len(vocabulary) + 1)
    return {word: (row.get(word, 0.0) + even) / (total + spare) for word in [*sorted(vocabulary), END]}
