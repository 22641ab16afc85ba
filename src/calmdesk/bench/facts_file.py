"""A run's facts as JSON: for other programs, and to be compared with the next run (fields: ``docs/bench.md``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from calmdesk.bench.json_files import labels_field, parse_object, read_text, wrong_field
from calmdesk.bench.labelled import Labelled
from calmdesk.bench.scores import Outcome
from calmdesk.errors import HeardFileError
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.report import Level, Report

FORMAT = "calmdesk bench"
VERSION = 1
_DIGITS = 6


def write_facts(report: Report, path: Path) -> None:
    """Write a run's facts.

    Raises:
        HeardFileError: the file cannot be written.
    """
    text = json.dumps(_rounded(facts(report)), ensure_ascii=False, indent=1, allow_nan=False)
    try:
        write_whole(path, f"{text}\n".encode())
    except OSError as error:
        raise HeardFileError("cannot write {path}: {reason}", path=path, reason=error) from None


def read_outcomes(path: Path) -> list[Outcome]:
    """Return what came out of each row, without noise, in a run whose facts were kept.

    Raises:
        HeardFileError: the file cannot be read, is of another kind or newer.
    """
    table = parse_object(read_text(path), path)
    version = table.get("version") if table.get("format") == FORMAT else None
    if isinstance(version, int) and version > VERSION:
        raise HeardFileError("{path} was written by a newer calmdesk", hint="update calmdesk to read it", path=path)
    if version != VERSION:
        raise HeardFileError(
            "{path} holds no facts of an earlier run", hint="such a file is made with --json", path=path
        )
    levels = table.get("levels")
    rows = levels[0].get("rows") if isinstance(levels, list) and levels and isinstance(levels[0], dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong_field(path, 1, "levels")
    return [_outcome(row, path) for row in rows]


def facts(report: Report) -> dict[str, Any]:
    """Return everything a run has found as a table of plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": report.language,
        "book": report.book,
        "digest": report.digest,
        "seed": report.seed,
        "held_out": report.held_out,
        "estimated_times": report.estimated,
        "taught_by_these": report.taught,
        "measured": [asdict(each) for each in report.measured],
        "levels": [_level(each) for each in report.levels],
        "counted_calls": [asdict(each) for each in report.counted],
        "calls": [asdict(each) for each in report.calls],
        "slips": [asdict(each) for each in report.slips],
        "curve": [asdict(each) for each in report.curve],
        "comparison": asdict(report.comparison) if report.comparison else None,
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "noise": level.noise,
        "word_error_rate": level.word_error_rate,
        "overall": asdict(level.score) | asdict(level.figures),
        "f1_change": asdict(level.f1_change) if level.f1_change else None,
        "harmless": level.harmless,
        "harmless_fired": level.fired,
        "false_cards": level.false_cards,
        "hours": level.hours,
        "families": {
            name: asdict(family.score) | {key: asdict(getattr(family.figures, key)) for key in _OF_A_FAMILY}
            for name, family in level.families.items()
        },
        "confusion": level.confusion,
        "rows": [_row(outcome) for outcome in level.outcomes],
    }


_OF_A_FAMILY = ("precision", "recall", "f1")


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.row.id,
        "text": outcome.row.text,
        "labels": sorted(outcome.row.labels),
        "found": sorted(outcome.found),
        "cards": list(outcome.cards),
        "seconds": outcome.seconds,
        "heard": outcome.heard,
    }


def _outcome(table: dict[str, Any], path: Path) -> Outcome:
    name, text, seconds = table.get("id"), table.get("text"), table.get("seconds")
    if not isinstance(name, str) or not isinstance(text, str):
        raise wrong_field(path, 1, "rows")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise wrong_field(path, 1, "seconds")
    found = labels_field({"labels": table.get("found")}, path, 1)
    cards = labels_field({"labels": table.get("cards")}, path, 1) and tuple(table["cards"])
    row = Labelled(name, text, labels_field(table, path, 1))
    return Outcome(row, found, tuple(cards), float(seconds), str(table.get("heard", "")))


def _rounded(value: Any) -> Any:  # noqa: ANN401  # JSON is anything
    match value:
        case float():
            return round(value, _DIGITS)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _:
            return value
