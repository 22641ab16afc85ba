"""Whatever was said in a call, no program that opens an export obeys it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import IncidentError
from calmdesk.incidents.export import HEADS, as_json, write_csv, write_json
from calmdesk.incidents.page import register_page, trends_page
from calmdesk.incidents.texts import Texts
from calmdesk.incidents.trends import Trends
from calmdesk.messages import catalogue
from calmdesk.private_file import private_file
from calmdesk.spreadsheet import BOM
from incidents.made_up import HOSTILE, MONDAY, hostile_incidents, incident

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.incidents.incident import Incident

FRENCH = Texts("fr")
HOSTILE_LISTS = st.lists(hostile_incidents(), max_size=3)
PAGE_LANGUAGES = ("fr", "nl", "en")


def sheet(incidents: list[Incident], delimiter: str = ";") -> str:
    """Return a table as a file holds it."""
    file = io.StringIO(newline="")
    write_csv(incidents, file, FRENCH, delimiter)
    return file.getvalue()


@given(HOSTILE_LISTS, st.sampled_from([";", ",", "\t"]))
def test_no_cell_is_a_formula(made: list[Incident], delimiter: str) -> None:
    """Read with any delimiter, no cell begins as a formula does; every row has all its columns."""
    text = sheet(made, delimiter)
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=delimiter, strict=True))
    assert {len(row) for row in rows} == {len(HEADS)}
    assert len(rows) == len(made) + 1
    for other in ";,\t":
        for row in csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=other):
            assert not [cell for cell in row if cell.strip().startswith(tuple("=+-@＝＋－＠"))]


@given(hostile_incidents())
def test_a_cell_holds_the_whole_text(made: Incident) -> None:
    """But for apostrophes in front of what could be a formula, nothing is lost or added."""
    (_, row) = csv.reader(io.StringIO(sheet([made]).removeprefix(BOM), newline=""), delimiter=";")
    kept = {"exact words": "\n".join(made.words), "description": made.note, "noted by": made.author}
    for head, text in kept.items():
        assert row[HEADS.index(head)].replace("'", "") == text.replace("'", "")


def test_the_table_speaks_french() -> None:
    """Heads, families, dates as in Belgium."""
    heads, row = csv.reader(io.StringIO(sheet([incident(number=4)]).removeprefix(BOM)), delimiter=";")
    assert heads[:4] == ["numéro", "date", "heure", "familles"]
    assert row[:5] == ["4", "23/11/2026", "14:05", "Insulte, Attente", "3"]


@given(HOSTILE_LISTS)
def test_json_gives_everything_back(made: list[Incident]) -> None:
    """One document, of a named format; moments with their zone."""
    file = io.StringIO()
    write_json(made, file)
    document = json.loads(file.getvalue())
    assert (document["format"], document["version"]) == ("calmdesk-incidents", 1)
    assert document["incidents"] == [as_json(each) for each in made]


class Page(HTMLParser):
    """Reads a page as a browser does: its elements with their attributes, and what stands in ``dd`` and ``li``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.told: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag in {"dd", "li"}:
            self.told.append("")

    def handle_endtag(self, tag: str) -> None:
        """Take the end of one."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._open[-1:] == ["style"]:
            self.style += data
        if self._open[-1:] in (["dd"], ["li"]):
            self.told[-1] += data

    @property
    def policy(self) -> str:
        """The page's own Content-Security-Policy."""
        return next(str(attrs["content"]) for tag, attrs in self.elements if attrs.get("http-equiv"))


OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "bdi", "section", "dl", "dt", "dd", "ul",
    "li",
}  # fmt: skip


@given(HOSTILE_LISTS, HOSTILE)
def test_a_page_shows_what_was_said_and_obeys_none_of_it(made: list[Incident], clinic: str) -> None:
    """Only elements of ours, none with a handler or an address; every text is there to read, letter by letter."""
    text = register_page(made, FRENCH, MONDAY, clinic)
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= OURS
    attributes = {name for _, attrs in page.elements for name in attrs}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir"}
    for each in made:
        for told in filter(None, (each.note, each.measures, each.follow_up, each.author)):
            assert told in page.told
        for passage in each.words:
            assert f"« {passage} »" in page.told
    assert all(line.isprintable() or "\N{NO-BREAK SPACE}" in line or "\u202f" in line for line in text.split("\n"))


def test_a_page_runs_nothing_and_fetches_nothing() -> None:
    """Its policy allows its own style, known by its digest, and nothing else."""
    page = Page(register_page([incident()], FRENCH, MONDAY))
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page.policy
    assert "url(" not in page.style
    assert "http" not in page.style


def test_the_register_has_the_form_the_law_asks_for() -> None:
    """Date and description; the worker's identity only where it was given."""
    named = register_page([incident(number=7)], FRENCH, MONDAY, "la clinique du Parc")
    texts = ["Registre de faits de tiers", "la clinique du Parc", "N° 7 : 23/11/2026 14:05", "Description des faits"]
    texts += ["Le client attendait depuis une heure.", "Identité du travailleur", "Léa", "demande directe"]
    assert [text for text in texts if text not in named] == []
    assert "Identité du travailleur</dt>" not in register_page([incident(author="")], FRENCH, MONDAY)


@pytest.mark.parametrize("lang", PAGE_LANGUAGES)
def test_pages_speak_the_reader_s_language(lang: str) -> None:
    """French, Dutch and English: no text of a page is missing in one of them."""
    pages = register_page([incident()], Texts(lang), MONDAY) + register_page([], Texts(lang), MONDAY)
    pages += trends_page(Trends((), (), {}, {}), Texts(lang))
    english = set(re.findall(r'"([A-Z][^"]+)" = "', _catalogue_text()))
    assert len(english) > 10
    if lang != "en":
        assert [text for text in english if text in pages] == []
    assert f'<html lang="{lang}">' in pages


def _catalogue_text() -> str:
    """Return the English texts of pages, as the Dutch catalogue lists them."""
    return "\n".join(f'"{key}" = "' for key, value in catalogue("nl").items() if "{" not in key and key != value)


def test_the_weeks_stand_in_a_picture_and_in_a_table() -> None:
    """A bar and a row for every week; an incident of two families is there twice, and once in the last column."""
    weeks = (MONDAY.date(), MONDAY.date().replace(day=30))
    found = Trends(
        weeks, ("insult", "waiting"), {(weeks[0], "insult"): 3, (weeks[1], "waiting"): 1}, {weeks[0]: 3, weeks[1]: 1}
    )
    text = trends_page(found, FRENCH)
    assert (
        len([tag for tag, attrs in Page(text).elements if tag == "rect" and str(attrs.get("class")).startswith("rect")])
        == 2
    )
    assert "23/11/2026 · Insulte · 3" in text
    assert '<tr><th scope="row">30/11/2026</th><td></td><td>1</td><td class="end">1</td></tr>' in text


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """Only its user can read it; what stood there stays when writing fails, and nothing lies about."""
    path = tmp_path / "registre.csv"
    with private_file(path, IncidentError) as file:
        file.write("un")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(IncidentError, match="there already"), private_file(path, IncidentError):
        raise AssertionError
    with pytest.raises(IncidentError, match="cannot write"), private_file(path, IncidentError, over=True) as file:
        raise OSError(file.write("deux"), "No space left on device")
    assert path.read_text() == "un"
    with private_file(path, IncidentError, over=True) as file:
        file.write("deux")
    assert path.read_text() == "deux"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """No traceback."""
    with (
        pytest.raises(IncidentError, match="cannot write"),
        private_file(tmp_path / "nulle part" / "x.csv", IncidentError),
    ):
        raise AssertionError
