from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.reports import proved
from bench.test_table import tell
from calmdesk.bench import picture
from calmdesk.bench.evidence import CurvePoint
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book

matplotlib = pytest.importorskip("matplotlib")


@pytest.mark.parametrize(("name", "begins"), [("run.png", b"\x89PNG"), ("run.svg", b"<?xml")])
def test_a_run_is_drawn(book: Book, tmp_path: Path, name: str, begins: bytes) -> None:
    """One picture with the curve and the confusions, as a file a browser or a letter takes."""
    report = proved(book)
    both = (*report.curve, CurvePoint(0.8, 0.9, 0.7, second_opinion=True))
    picture.draw(replace(report, curve=both), tmp_path / name, tell)
    drawn = (tmp_path / name).read_bytes()
    assert drawn.startswith(begins)
    assert len(drawn) > 10_000


def test_drawing_leaves_no_trace(book: Book, tmp_path: Path) -> None:
    """A program that also draws finds matplotlib as it left it."""
    before = dict(matplotlib.rcParams)
    picture.draw(proved(book), tmp_path / "run.svg", tell)
    assert dict(matplotlib.rcParams) == before


def test_a_name_that_cannot_be_drawn_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody waits for a minute of measuring to learn that .doc is no picture."""
    with pytest.raises(UsageError, match="no picture can be written"):
        picture.check(tmp_path / "run.doc")
    picture.check(tmp_path / "run.SVG")


def test_a_folder_that_is_missing_is_said(book: Book, tmp_path: Path) -> None:
    """The mistake is one line, not a traceback."""
    with pytest.raises(UsageError, match="cannot write"):
        picture.draw(proved(book), tmp_path / "no" / "run.svg", tell)
