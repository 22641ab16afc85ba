from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.made_up import outcome
from calmdesk.bench.gate import RegressionError, compare
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.bench.scores import Outcome


def run(found: int, fired: int = 0, rows: int = 40) -> list[Outcome]:
    """Return a run in which so many of the labelled sentences were found, and so many harmless ones fired."""
    return [
        *(outcome(f"d{n}", "insult", "insult" if n < found else "") for n in range(rows)),
        *(outcome(f"n{n}", "", "blame" if n < fired else "") for n in range(rows)),
    ]


@pytest.mark.parametrize(("now", "passes"), [(30, True), (29, True), (28, True), (26, False), (10, False), (40, True)])
def test_the_gate_closes_when_more_is_missed_than_chance_explains(now: int, passes: bool) -> None:  # noqa: FBT001  # pytest
    """One or two sentences more or less are chance; four that all fall the same way are not."""
    comparison = compare(run(now), run(30), "yesterday")
    assert (comparison.worse == ()) is passes
    assert passes or comparison.worse == ("recall",)


def test_the_gate_guards_precision_and_harmless_sentences() -> None:
    """Cards that should not come close the gate, even when more is found."""
    comparison = compare(run(40, fired=12), run(30), "yesterday")
    assert comparison.worse == ("precision", "fired")
    with pytest.raises(RegressionError, match="worse than yesterday: precision, fired") as caught:
        comparison.raise_if_worse()
    assert caught.value.exit_code == 7


def test_a_better_run_passes() -> None:
    """A gate is no reason not to improve."""
    compare(run(30), run(20, fired=10), "yesterday").raise_if_worse()


def test_only_rows_of_both_runs_are_compared() -> None:
    """Sentences that were added, or labelled anew, are no regression; they are counted."""
    now, before = run(30), run(30)
    now.append(outcome("new", "insult", ""))
    now[0] = replace(now[0], row=replace(now[0].row, labels=frozenset({"blame"})))
    comparison = compare(now, before, "yesterday")
    assert (comparison.rows, comparison.left_out) == (79, 3)
    assert comparison.worse == ()


def test_runs_that_share_nothing_cannot_be_compared() -> None:
    """A gate over other sentences would always be open: that is said, not passed."""
    with pytest.raises(UsageError, match="share no sentence"):
        compare(run(3), [outcome("other", "insult", "insult")], "yesterday")
