"""Two phrasebooks on the same saved calls: what a trainer sees change."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calmdesk.phrasebook import folders
from calmdesk.review.many.compare import CardAt, Comparison, Kind, compare
from calmdesk.review.many.compare_exports import COLUMNS, write_csv
from calmdesk.review.many.page import compare_page
from calmdesk.review.many.texts import read_texts
from calmdesk.spreadsheet import BOM
from review.made_up import HOSTILE
from review.many.generated import write_call, write_calls
from review.many.program import ended, start
from review.many.test_trends import Tags

if TYPE_CHECKING:
    from pathlib import Path

PROCESSOR_SECONDS = 120
"""For a thousand calls: a minute of two cores, whatever else the machine does."""


def card(at: float, name: str = "waiting.1") -> CardAt:
    """Return a card."""
    return CardAt(at, name.partition(".")[0], name, ("ça", "fait", "une", "heure"))


def changes(before: list[CardAt], after: list[CardAt]) -> list[tuple[Kind, float]]:
    """Return what changed, and when."""
    return [(change.kind, change.at) for change in compare("call", before, after).changes]


def test_cards_that_stay_are_no_change() -> None:
    """Up to a second, a card is where it was."""
    assert changes([card(10.0), card(60.0)], [card(11.0), card(59.5)]) == []


def test_cards_appear_vanish_and_move() -> None:
    """A card of the same family within twenty seconds has moved; else one has gone and another come."""
    assert changes([card(10.0)], [card(15.0)]) == [(Kind.MOVES, 10.0)]
    assert changes([card(10.0)], []) == [(Kind.VANISHES, 10.0)]
    assert changes([card(10.0)], [card(10.0), card(40.0, "insult.1")]) == [(Kind.APPEARS, 40.0)]
    assert changes([card(10.0)], [card(70.0)]) == [(Kind.VANISHES, 10.0), (Kind.APPEARS, 70.0)]


def test_one_more_card_does_not_make_the_later_ones_seem_changed() -> None:
    """The deck then gives each later cue its next sentence: the same moment, and told apart from a new card."""
    before = [card(30.0, "waiting.1"), card(90.0, "waiting.2")]
    after = [card(10.0, "waiting.1"), card(30.0, "waiting.2"), card(90.0, "waiting.3")]
    assert changes(before, after) == [(Kind.APPEARS, 10.0), (Kind.ANOTHER, 30.0), (Kind.ANOTHER, 90.0)]


def test_the_page_shows_what_was_said_as_text() -> None:
    """Words, names of cards and of calls do no harm."""
    comparison = Comparison("<b>A</b>", "B\x1b[2J")
    evil = CardAt(5.0, "<i>family", "<script>1</script>.1", ("<script>alert(1)</script>", "\u202eabc"))
    comparison.add(compare("<img src=x>.jsonl", [], [evil]))
    page = compare_page(comparison, read_texts("fr"))
    assert not Tags(page).tags & {"script", "img", "b", "i"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not {"\x1b", "\u202e"} & set(page)


@given(st.text(max_size=40))
@example(HOSTILE)
@example("\udcff=1+1")
def test_no_text_gets_out_of_its_place(text: str) -> None:
    """Whatever a call, a card and a client's words are called: the table has its cells, and none is a formula."""
    made = Comparison(text, text)
    made.add(compare(text, [], [CardAt(5.0, text, text, tuple(text.split()))]))
    file = StringIO(newline="")
    write_csv(made, file)
    head, row = csv.reader(StringIO(file.getvalue().removeprefix(BOM), newline=""), delimiter=";", strict=True)
    assert (tuple(head), len(row)) == (COLUMNS, len(COLUMNS))
    assert not [cell for cell in row if cell.strip().startswith(tuple("=+-@"))]
    assert all(letter.isprintable() or letter in "\u00a0\u202f" for cell in row for letter in cell)
    page = compare_page(made, read_texts("fr"))
    assert Tags(page).tags == Tags(compare_page(plain_one(), read_texts("fr"))).tags
    page.encode()


def plain_one() -> Comparison:
    """Return a comparison in which nothing is strange."""
    made = Comparison("fr", "fr")
    made.add(compare("call", [], [card(5.0)]))
    return made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder of own phrases: one that no phrasebook has."""
    folder = tmp_path / "own" / "fr"
    (folder / "phrases").mkdir(parents=True)
    text = 'family = "waiting"\nphrases = ["la girafe attend toujours"]\n'
    (folder / "phrases" / "waiting.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Return two saved calls and a broken one."""
    folder = tmp_path / "calls"
    folder.mkdir()
    write_call(folder / "=giraffe.heard.jsonl", ["bonjour madame", "écoutez la girafe attend toujours"])
    write_call(folder / "other.heard.jsonl", ["bonjour madame", "je voudrais un rendez-vous"])
    (folder / "broken.jsonl").write_text('{"format": "else"}\n', encoding="utf-8")
    return folder


@pytest.mark.slow
def test_own_phrases_bring_their_card(calls: Path, own: Path, tmp_path: Path) -> None:
    """In the table, as JSON, as CSV and on the page; in the other call nothing changes, the broken one is named."""
    page = tmp_path / "page.html"
    arguments = ("compare", "--a", "fr", "--b", own, calls)
    code, table, told = ended(start(*arguments, "--page", page, home=tmp_path))
    assert code == 11, told
    assert "1 of 3 calls could not be heard" in told
    assert "apparaît" in table
    assert "waiting.1" in table
    assert "C'est long" in table
    assert "broken.jsonl" in table
    shown = page.read_text(encoding="utf-8")
    assert "la girafe attend toujours" in shown
    assert "C&#39;est long" in shown
    _, said, _ = ended(start(*arguments, "--json", home=tmp_path))
    facts = json.loads(said)
    assert (facts["calls"], facts["unread"], facts["totals"]["appears"]) == (2, ["broken.jsonl"], 1)
    assert facts["changed"][0]["changes"][0]["b"]["family"] == "waiting"
    _, said, _ = ended(start(*arguments, "--csv", home=tmp_path))
    rows = list(csv.DictReader(StringIO(said.removeprefix(BOM)), delimiter=";"))
    assert [(row["call"], row["change"], row["a_at"]) for row in rows] == [("'=giraffe.heard.jsonl", "appears", "")]


@pytest.mark.slow
def test_a_phrasebooks_folder_and_a_language_are_books_too(calls: Path, tmp_path: Path) -> None:
    """The folder of the language is the language: nothing changes. What is neither is refused."""
    folder = folders.shipped_root() / "fr"
    code, said, told = ended(start("compare", "--a", "fr", "--b", folder, calls, "--json", home=tmp_path))
    assert code == 11, told
    assert json.loads(said)["changed"] == []
    code, _, told = ended(start("compare", "--a", "fr", "--b", "nowhere", calls, home=tmp_path))
    assert code == 2
    assert "no language and no folder" in told
    code, _, told = ended(start("compare", "--a", "fr", "--b", calls, calls, home=tmp_path))
    assert code == 2
    assert "no phrases in" in told


@pytest.mark.slow
def test_a_thousand_calls_are_compared_in_flat_memory(own: Path, tmp_path: Path) -> None:
    """Within the minute on two free cores; a hundred calls need as much memory as a thousand."""
    few, many = write_calls(tmp_path / "few", 100), write_calls(tmp_path / "many", 1_000)
    small, _ = _spent("compare", "--a", "fr", "--b", own, few, "--json", home=tmp_path)
    large, seconds = _spent("compare", "--a", "fr", "--b", own, many, "--json", home=tmp_path)
    assert large < small + 40_000_000
    assert seconds < PROCESSOR_SECONDS


def _spent(*arguments: str | Path, home: Path) -> tuple[int, float]:
    """Run the program; return the most memory it or a worker of it held, and the processor seconds of all of them."""
    import resource  # noqa: PLC0415  # not on Windows

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code, _, told = ended(start(*arguments, home=home))
    assert code == 0, told
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_maxrss * 1024, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
