"""The transducers a decoding graph is made of, as kaldifst builds them: lexicon, grammar, transition ids."""

from __future__ import annotations

import collections
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kaldifst

from demo_fr import phones

if TYPE_CHECKING:
    from demo_fr.lexicon import Pronunciation
    from demo_fr.ngram import Grammar

SILENCE_COST: Final = 1.2
NO_SILENCE_COST: Final = 0.36
"""-log of the probability of a silence between two words, and of none."""
BACK_OFF: Final = "#0"
"""Name of the grammar's back-off symbol among the words."""

_AFTER_SILENCE: Final = 1
_FIRST_FREE: Final = 2
"""Disambiguation symbols: #0 for the grammar's back-off, #1 after a silence, #2 ... for words said alike."""


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc of a transducer, as one line of OpenFst's text form."""

    source: int
    target: int
    input: int
    output: int
    cost: float = 0.0

    def __str__(self) -> str:
        return f"{self.source} {self.target} {self.input} {self.output} {self.cost:.5f}"


def _compiled(arcs: list[Arc], final: dict[int, float]) -> Any:  # noqa: ANN401 - kaldifst has no types
    """Return a transducer; it starts where its first arc does."""
    lines = [*map(str, arcs), *(f"{state} {cost:.5f}" for state, cost in final.items())]
    return kaldifst.compile("\n".join(lines) + "\n", acceptor=False)


def _told_apart(pronunciations: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Add a disambiguation symbol to each word that is said like another, or like the beginning of another.

    Without these the graph could not be made deterministic.
    """
    first = len(phones.KALDI_NAMES) + 1 + _FIRST_FREE
    uses = collections.Counter(pronunciations)
    beginnings = {said[:i] for said in uses for i in range(1, len(said))}
    given: collections.Counter[tuple[int, ...]] = collections.Counter()
    apart = []
    for said in pronunciations:
        if uses[said] > 1 or said in beginnings:
            apart.append((*said, first + given[said]))
            given[said] += 1
        else:
            apart.append(said)
    return apart


def lexicon(entries: list[tuple[str, float, Pronunciation]], word_id: dict[str, int]) -> Any:  # noqa: ANN401 - as above
    """Return L: phones to words, with an optional silence between words."""
    silence = phones.KALDI_ID["SIL"]
    back_off = len(phones.KALDI_NAMES) + 1
    start, between, silent, before_silence = range(4)
    arcs = [Arc(start, between, 0, 0, NO_SILENCE_COST), Arc(start, silent, silence, 0, SILENCE_COST)]
    free = 4
    for (word, probability, _), said in zip(
        entries, _told_apart([phones.positioned(said) for _, _, said in entries]), strict=True
    ):
        here, output, cost = between, word_id[word], -math.log(probability)
        for symbol in said[:-1]:
            arcs.append(Arc(here, free, symbol, output, cost))
            here, output, cost, free = free, 0, 0.0, free + 1
        arcs.append(Arc(here, between, said[-1], output, cost + NO_SILENCE_COST))
        arcs.append(Arc(here, before_silence, said[-1], output, cost + SILENCE_COST))
    arcs.append(Arc(before_silence, silent, silence, 0))
    arcs.append(Arc(silent, between, back_off + _AFTER_SILENCE, 0))
    arcs.append(Arc(between, between, back_off, word_id[BACK_OFF]))
    return _compiled(arcs, {between: 0.0})


def grammar(model: Grammar, word_id: dict[str, int]) -> Any:  # noqa: ANN401 - as above
    """Return G: the language model over word ids."""
    arcs = []
    for arc in model.arcs:
        word = word_id[BACK_OFF if arc.word is None else arc.word]
        arcs.append(Arc(arc.source, arc.target, word, 0 if arc.word is None else word, arc.cost))
    arcs.sort(key=lambda arc: (arc.source != model.start, arc.source))
    return _compiled(arcs, model.final)


class _Expansion:
    """Numbers for the states of the graph: a state of LG together with the phone it was entered by (0: several)."""

    def __init__(self, lg: Any) -> None:  # noqa: ANN401 - as above
        self.arcs: list[Arc] = []
        self.entered: dict[int, set[int]] = {lg.start: {0}}
        for state in range(lg.num_states):
            for arc in kaldifst.ArcIterator(lg, state):
                phone = arc.ilabel if arc.ilabel <= len(phones.KALDI_NAMES) else 0  # 0: a disambiguation symbol
                self.arcs.append(Arc(state, arc.nextstate, phone, arc.olabel, arc.weight.value))
                self.entered.setdefault(arc.nextstate, set()).add(phone)
        self._numbers: dict[tuple[int, int], int] = {}

    def number(self, state: int, phone: int) -> int:
        return self._numbers.setdefault((state, phone), len(self._numbers))

    def common(self, state: int) -> int:
        """Return the number of the state that the arcs of ``state`` leave from."""
        entered = self.entered[state]
        return self.number(state, next(iter(entered)) if len(entered) == 1 else 0)


def with_transition_ids(lg: Any) -> Any:  # noqa: ANN401 - as above
    """Return HCLG: the phones of LG become transition ids, and every phone gets its self-loop.

    An arc of phone p gets the id 2p; the state it leads to loops on 2p-1. That is Kaldi's "reordered" form, which
    its word alignment expects. A state entered by several phones is split, one state each, joined by empty arcs.
    """
    expansion = _Expansion(lg)
    arcs = []
    expansion.number(lg.start, 0)
    for state, entered in expansion.entered.items():
        for phone in sorted(entered - {0}):
            here, common = expansion.number(state, phone), expansion.common(state)
            arcs.append(Arc(here, here, 2 * phone - 1, 0))
            if here != common:
                arcs.append(Arc(here, common, 0, 0))
    for arc in expansion.arcs:
        target = expansion.number(arc.target, arc.input) if arc.input else expansion.common(arc.target)
        arcs.append(Arc(expansion.common(arc.source), target, 2 * arc.input, arc.output, arc.cost))
    arcs.sort(key=lambda arc: arc.source)
    final = {state: lg.final(state).value for state in expansion.entered}
    return _compiled(arcs, {expansion.common(state): cost for state, cost in final.items() if cost != math.inf})
