from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bench.reports import proved
from calmdesk.bench.facts_file import facts, read_outcomes, write_facts
from calmdesk.bench.gate import compare
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book


def test_a_run_that_was_kept_can_be_compared_with(book: Book, tmp_path: Path) -> None:
    """Today's run against yesterday's file: all rows are found again, and nothing has changed."""
    report = proved(book)
    write_facts(report, tmp_path / "last.json")
    comparison = compare(report.clean.outcomes, read_outcomes(tmp_path / "last.json"), "last.json")
    assert (comparison.rows, comparison.left_out, comparison.worse) == (6, 0, ())
    assert all(change.value == pytest.approx(0, abs=1e-3) for change in comparison.changes.values())


def test_the_facts_are_plain_values(book: Book, tmp_path: Path) -> None:
    """Other programs read every figure with its interval, without knowing Python."""
    path = tmp_path / "last.json"
    write_facts(proved(book), path)
    table = json.loads(path.read_text(encoding="utf-8"))
    clean = table["levels"][0]
    assert (table["format"], table["version"], table["language"]) == ("calmdesk bench", 1, "fr")
    assert set(clean["overall"]["precision"]) == {"value", "low", "high"}
    assert clean["rows"][0]["labels"] == ["insult"]
    assert table["levels"][1]["f1_change"]["value"] <= 0
    assert table["comparison"]["worse"] == []
    assert {point["second_opinion"] for point in table["curve"]} == {False}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "calmdesk heard"}, "holds no facts"),
        ({"version": 99}, "newer calmdesk"),
        ({"version": "1"}, "holds no facts"),
        ({"levels": []}, "`levels`"),
        ({"levels": [{"rows": [1]}]}, "`levels`"),
        ({"levels": [{"rows": [{"id": 1}]}]}, "`rows`"),
        ({"levels": [{"rows": [{"id": "1", "text": "a", "seconds": "2"}]}]}, "`seconds`"),
        ({"levels": [{"rows": [{"id": "1", "text": "a", "seconds": 2, "found": "x"}]}]}, "`labels`"),
    ],
)
def test_a_file_that_is_no_run_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    """Given the wrong file, the gate says so instead of passing."""
    path = tmp_path / "last.json"
    path.write_text(json.dumps({"format": "calmdesk bench", "version": 1} | change), encoding="utf-8")
    with pytest.raises(HeardFileError, match=said):
        read_outcomes(path)


def test_facts_that_cannot_be_written_are_said(book: Book, tmp_path: Path) -> None:
    """A folder that is not there is named, after the table was shown."""
    with pytest.raises(HeardFileError, match="cannot write"):
        write_facts(proved(book), tmp_path / "no" / "last.json")
    assert facts(proved(book))["slips"]
