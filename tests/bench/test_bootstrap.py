from __future__ import annotations

import pytest
from hypothesis import given, settings

from bench.made_up import outcome
from bench.test_scores import OUTCOMES
from calmdesk.bench.bootstrap import difference, figures
from calmdesk.bench.scores import Outcome, score


def some(right: int, wrong: int, quiet: int = 0, fired: int = 0) -> list[Outcome]:
    """Return outcomes of one family, and harmless ones."""
    return [
        *(outcome(f"r{n}", "insult", "insult") for n in range(right)),
        *(outcome(f"w{n}", "insult", "blame") for n in range(wrong)),
        *(outcome(f"q{n}", "", "") for n in range(quiet)),
        *(outcome(f"f{n}", "", "insult") for n in range(fired)),
    ]


@settings(max_examples=25)
@given(OUTCOMES)
def test_every_figure_lies_in_its_interval(outcomes: list[Outcome]) -> None:
    """The table never shows « 0.93 0.94-0.97 », and its figures are those of the counts."""
    found, counts = figures(outcomes), score(outcomes)
    assert found.precision.value == pytest.approx(counts.precision)
    assert found.recall.value == pytest.approx(counts.recall)
    assert found.f1.value == pytest.approx(counts.f1)
    for figure in (found.precision, found.recall, found.f1, found.fired):
        if figure:
            assert 0 <= figure.low <= figure.high <= 1
            assert figure.low - 0.35 <= figure.value <= figure.high + 0.35


def test_two_runs_agree() -> None:
    """Nobody gets a better interval by trying again."""
    assert figures(some(8, 2, 5, 1)) == figures(some(8, 2, 5, 1))


def test_more_sentences_give_a_narrower_interval() -> None:
    """Ten times the sentences: an interval about three times as narrow."""
    few, many = figures(some(16, 4)).precision, figures(some(160, 40)).precision
    assert few.value == many.value == 0.8
    assert 2 < (few.high - few.low) / (many.high - many.low) < 5
    assert many.low == pytest.approx(0.8 - 1.96 * (0.8 * 0.2 / 200) ** 0.5, abs=0.02)


def test_a_clean_record_is_not_taken_for_certainty() -> None:
    """Thirty sentences without a mistake do not prove a precision of 1: about three in thirty could have gone wrong."""
    found = figures(some(30, 0, quiet=30))
    assert found.precision.low == pytest.approx(30 / 33)
    assert found.recall.low == pytest.approx(30 / 33)
    assert found.fired is not None
    assert found.fired.value == 0.0
    assert found.fired.high == pytest.approx(0.1)


def test_false_cards_are_counted_by_the_hour() -> None:
    """Two false cards in six minutes are twenty in an hour; without time there is no rate."""
    found = figures([outcome(str(n), "", "insult" if n < 2 else "", seconds=36.0) for n in range(10)])
    assert found.false_cards_per_hour is not None
    assert found.false_cards_per_hour.value == pytest.approx(20.0)
    assert found.false_cards_per_hour.low < 20 < found.false_cards_per_hour.high
    assert figures([outcome("1", "", "insult", seconds=0.0)]).false_cards_per_hour is None


def test_a_family_has_figures_of_its_own() -> None:
    """What happens to other families does not touch it; the shares of whole sentences are left to all of them."""
    found = figures([outcome("1", "insult blame", "insult"), outcome("2", "", "waiting")], "insult")
    assert (found.precision.value, found.recall.value) == (1.0, 1.0)
    assert found.fired is None


def test_nothing_measured_gives_no_figures() -> None:
    """An empty file is no reason to crash."""
    assert figures([]).fired is None


def test_a_difference_is_drawn_in_pairs() -> None:
    """Two runs that fail on the same sentences differ by nothing for sure, however much each of them would vary."""
    run = some(10, 10)
    same = difference(run, run, "precision")
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    worse = difference(some(10, 10), [*some(20, 0)], "recall")
    assert worse.value == pytest.approx(-0.5)
    assert worse.high < 0
