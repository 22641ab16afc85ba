from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bench.reports import proved
from calmdesk.bench.calls import CallTable, TurnResult, Verdict
from calmdesk.bench.gate import Comparison
from calmdesk.bench.report import CountedCall, Report
from calmdesk.bench.row_tables import call_tables, slip_lines
from calmdesk.bench.table import report_tables
from calmdesk.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from calmdesk.bench.book import Book


def tell(template: str, **details: object) -> str:
    """Return English."""
    return template.format(**details)


def tell_french(template: str, **details: object) -> str:
    """Return French."""
    return say(template, details, "fr")


def shown(items: Iterable[RenderableType], width: int = 80) -> str:
    """Return what a terminal shows."""
    console = Console(width=width, highlight=False, markup=False, record=True, quiet=True)
    console.quiet = False
    with console.capture() as capture:
        for item in items:
            console.print(item)
    return capture.get()


@pytest.fixture(scope="module")
def report(book: Book) -> Report:
    """Return a small run."""
    return proved(book)


def test_the_table_shows_each_family_and_their_sum(report: Report) -> None:
    """Precision, recall and F1 with their intervals, and the wrong cues counted."""
    lines = shown(report_tables(report, tell)).splitlines()
    assert "phrasebook fr · 6 rows" in lines[0]
    waiting = next(line for line in lines if line.startswith("waiting"))
    assert waiting.split()[:6] == ["waiting", "2", "1.00", "0.25-1.00", "0.50", "0.00-1.00"]
    everything = next(line for line in lines if line.startswith("all families"))
    assert everything.split()[2:4] == ["5", "0.75"]
    assert any(line.startswith("harmless sentences fired: 0 of 2 = 0.0%") for line in lines)
    assert any(line.startswith("false cards per hour of call:") for line in lines)
    assert any("2.6 words a second" in line for line in lines)


def test_every_table_fits_eighty_columns(report: Report) -> None:
    """A terminal of 80 columns breaks no line of figures."""
    text = shown(report_tables(report, tell), 200)
    assert max(map(len, map(str.rstrip, text.splitlines()))) <= 80


def test_the_fall_under_noise_stands_beside_its_goal(report: Report) -> None:
    """At 20 % word errors F1 may fall by 0.12."""
    lines = shown(report_tables(report, tell)).splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("word errors"))
    assert "≥ -0.12" in lines[head + 2]
    assert "goal" not in lines[head + 1]


def test_a_regression_is_called_by_its_name(report: Report) -> None:
    """Whoever runs the gate sees which figure has become worse, and against what."""
    changes = replace(report.comparison, worse=("recall",)) if report.comparison else None
    text = shown(report_tables(replace(report, comparison=changes), tell))
    assert next(line for line in text.splitlines() if line.startswith("recall")).rstrip().endswith("worse")
    assert "compared with last.json, on 6 rows" in text
    assert isinstance(changes, Comparison)
    assert "-0.0 " not in text


def test_calls_without_a_script_are_counted(report: Report) -> None:
    """Cards per hour, and of which families; nobody claims to know which are right."""
    counted = replace(report, counted=(CountedCall("a.jsonl", 120.0, {"insult": 2}), CountedCall("b.jsonl", 0.0, {})))
    text = shown(report_tables(counted, tell))
    assert "a.jsonl" in text
    assert "60.0" in text


def test_cases_that_taught_the_opinion_are_no_proof(report: Report) -> None:
    """Figures on sentences the second opinion has learned by heart carry a warning."""
    assert "expect less" in shown(report_tables(replace(report, taught=True), tell))
    assert "expect less" not in shown(report_tables(report, tell))


def test_rows_that_went_wrong_are_explained(report: Report) -> None:
    """What fired, what came near and what stopped it; nothing in a sentence can upset the terminal."""
    text = shown(slip_lines(report.slips, tell))
    assert "d-4  [blame]" in text
    assert "fired: insult" in text
    assert "missed: blame" in text
    assert "vous êtes nul" in text
    assert "\x1b" not in text


def test_played_calls_end_with_their_shares() -> None:
    """Each turn with its labels and card, then the two figures against their goals."""
    turns = (
        TurnResult(2, 8.0, "vous êtes des incapables et des " * 5, ("blame", "insult"), "insult", Verdict.SHOWN),
        TurnResult(4, 75.0, "bonjour", (), "insult", Verdict.QUIET),
        TurnResult(6, 80.0, "oui", ("waiting",), "", Verdict.NONE),
    )
    lines = shown(call_tables([CallTable("call-a", "un appel", turns)], tell)).splitlines()
    assert any("1:15" in line and line.rstrip().endswith("quiet") and "insult" not in line for line in lines)
    assert any("followed by a card of theirs: 1 of 2 = 50.0% (goal 90%: not" in line for line in lines)
    assert any("without a new card: 1 of 1 = 100.0% (goal 97%: reached)" in line for line in lines)
    assert max(map(len, lines)) <= 80
    assert shown(call_tables([], tell)) == ""


def test_tables_are_there_in_french(report: Report) -> None:
    """A clinic reads its tables in its language; no heading is left in English."""
    text = shown([*report_tables(report, tell_french), *slip_lines(report.slips, tell_french)])
    for english in ("family", "wrong", " rows", "harmless", "missed", "fired", "found was", "change"):
        assert english not in text, english
