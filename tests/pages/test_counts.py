"""Counts as a picture and as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from calmdesk.pages.counts import SHADES, Counts, Row
from calmdesk.pages.frame import Pages
from calmdesk.pages.stacked import stacked, stacked_names

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
TABLE = '{% from "counts.html" import shown %}{{ shown(counts) }}'


def counts(*rows: tuple[int, ...], others: str = "autres") -> Counts:
    """Return counts with so many kinds as the rows have."""
    parts = tuple(f"sujet {number}" for number in range(len(rows[0])))
    named = tuple(Row(f"semaine {number}", row, (str(sum(row)),)) for number, row in enumerate(rows))
    sums = tuple(map(sum, zip(*rows, strict=True)))
    return Counts("Par semaine", "Semaine", parts, ("tout",), named, Row("Total", sums, (str(sum(sums)),)), others)


def pieces(made: Counts) -> list[tuple[float, str]]:
    """Return the height and the title of each piece of a bar, shade by shade."""
    root = ET.fromstring(str(made.picture))  # noqa: S314  # our own
    drawn = [rect for rect in root.iter(f"{SVG}rect") if "rect" in rect.get("class", "").split()]
    parents = {child: parent for parent in root.iter() for child in parent}
    return [(float(rect.get("height", 0)), str(parents[rect].findtext(f"{SVG}title"))) for rect in drawn]


def test_a_bar_is_as_long_as_its_counts_are_many() -> None:
    """Three are three times one; what is nothing is not drawn; pointing at a piece tells what it is."""
    (three, told), (one, _), (other, last) = pieces(counts((3, 0), (1, 2)))
    assert three == pytest.approx(3 * one)
    assert other == pytest.approx(2 * one)
    assert told == "semaine 0 · sujet 0 · 3"
    assert last == "semaine 1 · sujet 1 · 2"


def test_more_kinds_than_shades_share_the_last() -> None:
    """Nothing is left out of a bar; the legend says so."""
    made = counts(tuple(range(1, 12)))
    assert [name for name, _ in made.legend][-1] == "autres"
    assert len(made.legend) == SHADES
    assert pieces(made)[-1][1] == "semaine 0 · autres · 38"


def test_a_picture_holds_nothing_but_shapes_and_words() -> None:
    """No script, no style, no address: the page's policy allows none; no date, so that pages can be compared."""
    picture = str(counts((1, 2)).picture)
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(picture).iter()}  # noqa: S314  # our own
    assert tags <= {"svg", "g", "rect", "path", "text", "title"}
    assert not re.search(r'style=|href=|<!--|on\w+="', picture)
    assert 'role="img"' in picture
    assert 'aria-label="Par semaine"' in picture
    assert picture == str(counts((1, 2)).picture)


@pytest.mark.parametrize("weeks", [1, 12, 520])
def test_names_below_a_picture_have_room(weeks: int) -> None:
    """However many weeks there are, no more than a dozen are named, and the first one is."""
    root = ET.fromstring(str(counts(*[(1,)] * weeks).picture))  # noqa: S314  # our own
    named = [text.text for text in root.iter(f"{SVG}text") if str(text.text).startswith("semaine")]
    assert named[0] == "semaine 0"
    assert len(named) <= 12


@pytest.mark.parametrize(("highest", "lines"), [(1, 2), (5, 6), (6, 4), (37, 5), (1_000, 6)])
def test_lines_stand_at_round_numbers(highest: int, lines: int) -> None:
    """Whole ones: nobody has half a signal."""
    root = ET.fromstring(str(counts((highest,)).picture))  # noqa: S314  # our own
    axis = next(group for group in root.iter(f"{SVG}g") if str(group.get("class")).startswith("axis y"))
    numbers = [text.text for text in axis.iter(f"{SVG}text")]
    assert len(numbers) == lines
    assert numbers[0] == "0"
    assert int(str(numbers[-1])) >= highest


def test_the_table_says_the_same_in_numbers(tmp_path: Path) -> None:
    """For who cannot see the picture: every count, with the heads of its row and column."""
    (tmp_path / "table.html").write_text(TABLE, encoding="utf-8")
    page = Pages(tmp_path).draw("table.html", "fr", counts=counts((3, 0), (1, 2)))
    assert '<tr><th scope="row">semaine 1</th><td>1</td><td>2</td><td class="end">3</td></tr>' in page
    assert '<tr><th scope="row">Total</th><td>4</td><td>2</td><td class="end">6</td></tr>' in page
    assert '<th scope="col"><span>sujet 1</span></th>' in page


def test_nothing_counted_has_no_picture() -> None:
    """A table of nothing, and no empty frame."""
    assert not counts((0, 0)).any


def test_the_rest_of_a_bar_is_one_part() -> None:
    """In a terminal, too."""
    assert stacked([4, 3, 2, 1], 3) == [4, 3, 3]
    assert stacked([4], 3) == [4, 0, 0]
    assert stacked_names(["a", "b", "c", "d"], 3, "x") == ["a", "b", "x"]
    assert stacked_names(["a", "b"], 3, "x") == ["a", "b"]
