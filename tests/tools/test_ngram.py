from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Tool = Callable[[str], ModuleType]

WORDS = ("je", "vous", "rappelle", "attends")


@given(
    sentences=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=8),
    history=st.lists(st.sampled_from(WORDS), max_size=2),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_words_the_next_ones_add_up_to_certainty(
    tool: Tool, sentences: list[list[str]], history: list[str]
) -> None:
    """The model neither loses nor invents probability."""
    ngram = tool("ngram")
    model = ngram.NGram([(words, 1.0) for words in sentences], set(WORDS), least=0)
    total = sum(model.probability(word, tuple(history)) for word in (*WORDS, ngram.END))
    assert total == pytest.approx(1.0, abs=0.01)


def test_a_sentence_it_has_read_is_likelier_than_one_it_has_not(tool: Tool) -> None:
    """That is what the language model is for."""
    model = tool("ngram").NGram([(["je", "vous", "rappelle"], 1.0)] * 3, set(WORDS))
    read, _ = model.perplexity([["je", "vous", "rappelle"]])
    unread, _ = model.perplexity([["rappelle", "je", "attends"]])
    assert read < unread / 2


def test_unknown_words_are_counted(tool: Tool) -> None:
    """A word outside the vocabulary shows in the report instead of crashing the build."""
    model = tool("ngram").NGram([(["je"], 1.0)], {"je"})
    assert model.perplexity([["je", "poireaute"]])[1] == 1


def test_the_automaton_follows_the_probabilities(tool: Tool) -> None:
    """The graph's cost of a sentence is the model's."""
    ngram = tool("ngram")
    model = ngram.NGram([(["je", "vous", "rappelle"], 1.0), (["je", "vous", "attends"], 1.0)], set(WORDS))
    grammar = model.grammar()
    state, cost = grammar.start, 0.0
    for word in ("je", "vous", "rappelle"):
        arc = next(arc for arc in grammar.arcs if arc.source == state and arc.word == word)
        state, cost = arc.target, cost + arc.cost
    cost += grammar.final[state]
    perplexity, _ = model.perplexity([["je", "vous", "rappelle"]])
    assert cost == pytest.approx(4 * math.log(perplexity))
