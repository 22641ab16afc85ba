"""The table for spreadsheets: what is exported and read back is what it was."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.edit import own_text
from calmdesk.phrasebook.folders import Source
from calmdesk.phrasebook.problems import Problems
from calmdesk.phrasebook.sheet.cells import BOM, COLUMNS, DELIMITERS, Row, join, read_sheet, sheet_text, split
from calmdesk.phrasebook.sheet.plan import plan_import
from calmdesk.phrasebook.sheet.rows import rows_of
from calmdesk.phrasebook.sheet.write import BACKUP, write_plan
from phrasebook.small_book import SmallBook

FAMILIES = ("insult", "blame", "waiting")
OWN = """# Nos phrases à nous.
family = "insult"
cooldown = 99

phrases = [
  "espèce de {mots}",
  { say = "quelle bande", instead_of = "bande de {mots}", strict = 0.9 },
]
off = ["<vous_etes> [des] {mots}"]
not = ["c'est pour rire"]
"""


def source_of(book: SmallBook) -> Source:
    """Return where a small book lies."""
    own = book.own_folder if book.own_folder.is_dir() else None
    return Source("xx", book.folder, book.folder.parent / "families.toml", own)


def exported(book: SmallBook, delimiter: str = ";") -> list[Row]:
    """Export a small book to ``sheet.csv`` and return the rows."""
    rows = list(rows_of(source_of(book), FAMILIES))
    sheet_of(book).write_text(BOM + sheet_text(rows, delimiter), encoding="utf-8", newline="")
    return rows


def sheet_of(book: SmallBook) -> Path:
    """Return the sheet of a small book."""
    return book.folder.parent / "sheet.csv"


def import_sheet(book: SmallBook) -> list[str]:
    """Read ``sheet.csv`` back; return what is wrong, or else the names of the files that changed."""
    problems = Problems()
    rows = read_sheet(sheet_of(book), problems)
    plan = plan_import(rows, source_of(book), problems)
    if problems.errors:
        return [str(problem).replace(f"{book.folder.parent}/", "") for problem in problems.errors]
    return [str(path.relative_to(book.own_folder)) for path in write_plan(plan, book.own_folder)]


def write_rows(book: SmallBook, rows: list[Row]) -> None:
    """Write ``sheet.csv`` anew."""
    sheet_of(book).write_text(sheet_text(rows), encoding="utf-8", newline="")


def own_files(book: SmallBook) -> dict[str, str]:
    """Return the clinic's files."""
    return {str(path.relative_to(book.own_folder)): path.read_text() for path in book.own_folder.rglob("*.toml")}


@pytest.mark.parametrize("delimiter", DELIMITERS.values())
def test_what_is_not_edited_changes_nothing(book: SmallBook, delimiter: str) -> None:
    """Exporting and importing leaves every file of the clinic's as it is, to the byte."""
    book.own("phrases/insult.toml", OWN)
    book.own("cards/blame.toml", 'off = ["blame.1"]\n[[cards]]\nsay = "Oui ?"\nwhy = "x"\navoid = "y"\nrung = 2')
    book.own("cases/blame.toml", 'match = [{ text = "c\'est vous", also = ["insult"] }]\nno_match = ["c\'est moi"]')
    before = own_files(book)
    exported(book, delimiter)
    assert import_sheet(book) == []
    assert own_files(book) == before


def test_a_row_says_what_a_clinic_made_of_a_shipped_phrase(book: SmallBook) -> None:
    """One line a phrase: as it counts, with the words it shipped with beside it."""
    book.own("phrases/insult.toml", OWN)
    rows = [row for row in exported(book) if row["kind"] == "phrase"]
    assert [(row["text"], row.get("off", ""), row["origin"], row["original"]) for row in rows] == [
        ("<vous_etes> [des] {mots}", "x", "shipped", "<vous_etes> [des] {mots}"),
        ("quelle bande", "", "shipped", "bande de {mots}"),
        ("espèce de {mots}", "", "own", "espèce de {mots}"),
    ]


def test_rows_are_added_changed_and_switched_off(book: SmallBook) -> None:
    """What a spreadsheet user did by hand stands in the clinic's folder; the shipped folder is not touched."""
    shipped = {path: path.read_text() for path in book.folder.rglob("*.toml")}
    rows = exported(book)
    rows[0]["off"] = "x"
    rows[1]["text"] = "quelle bande de {mots}"
    rows[1]["strict"] = "0,9"
    card = next(row for row in rows if row["kind"] == "card" and row["family"] == "blame")
    card["say"] = ""
    card["text"] = "Je comprends."
    rows.append({"kind": "phrase", "family": "blame", "text": "c'est vous"})
    rows.append({"kind": "match", "family": "blame", "text": "c'est vous hein", "also": "insult"})
    write_rows(book, rows)
    assert import_sheet(book) == ["phrases/insult.toml", "cards/blame.toml", "phrases/blame.toml", "cases/blame.toml"]
    assert tomli.loads(own_files(book)["phrases/insult.toml"]) == {
        "family": "insult",
        "phrases": [{"instead_of": "bande de {mots}", "say": "quelle bande de {mots}", "strict": 0.9}],
        "off": ["<vous_etes> [des] {mots}"],
    }
    assert book.templates() == ["quelle bande de {mots}"]
    assert book.templates("blame") == ["c'est vous"]
    assert {path: path.read_text() for path in book.folder.rglob("*.toml")} == shipped


def test_undoing_a_change_in_the_sheet_takes_it_back(book: SmallBook) -> None:
    """A row that reads as it ships again leaves nothing behind in the clinic's file."""
    book.own("phrases/insult.toml", OWN)
    rows = exported(book)
    for row in rows:
        if row["origin"] == "shipped" and row["kind"] == "phrase":
            row |= {"text": row["original"], "off": "", "strict": ""}
    write_rows(book, rows)
    assert import_sheet(book) == ["phrases/insult.toml"]
    data = tomli.loads(own_files(book)["phrases/insult.toml"])
    assert (data["phrases"], data["cooldown"], "off" in data) == (["espèce de {mots}"], 99, False)


def test_the_file_before_is_kept_and_so_is_its_head(book: SmallBook) -> None:
    """An import that one regrets can be taken back."""
    path = book.own("phrases/insult.toml", OWN)
    rows = [row for row in exported(book) if row.get("text") != "espèce de {mots}"]
    rows.append({"kind": "phrase", "family": "insult", "text": "tête de {mots}"})
    write_rows(book, rows)
    import_sheet(book)
    assert path.with_name(path.name + BACKUP).read_text() == OWN
    assert path.read_text().startswith("# Nos phrases à nous.\n")


def test_a_row_that_is_deleted_changes_nothing(book: SmallBook) -> None:
    """A filtered or shortened sheet cannot lose a phrase by accident."""
    book.own("phrases/insult.toml", OWN)
    rows = exported(book)
    write_rows(book, rows[:1])
    assert import_sheet(book) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kind": "frase"}, "« frase » is no kind of row; known are: phrase, not, family, card, match, no_match"),
        ({"family": "insulte"}, "« insulte » is not a family of families.toml"),
        ({"text": "rappel(er|ez)"}, "a bracket stands inside a word"),
        ({"text": ""}, "the phrase says nothing"),
        ({"strict": "fort"}, "« strict » must be a number from 0 to 1"),
        ({"kind": "card", "text": "Calme."}, "card 'blame': « why » is missing"),
        ({"kind": "match", "text": ""}, "the sentence is empty"),
        ({"kind": "no_match", "also": "blame"}, "a must-not-match sentence cannot hold its own family"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_changed(book: SmallBook, row: Row, told: str) -> None:
    """Whoever edits the sheet finds the row in it; the good rows wait until all are good."""
    book.own("phrases/insult.toml", OWN)
    before = own_files(book)
    good = {"kind": "phrase", "family": "blame", "text": "c'est vous"}
    write_rows(book, [*exported(book), good, good | row])
    last = sheet_of(book).read_text(encoding="utf-8-sig").count("\n")
    errors = import_sheet(book)
    assert errors
    assert all(line.startswith(f"sheet.csv:{last}: ") for line in errors)
    assert any(told in line for line in errors)
    assert own_files(book) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the columns kind, family, text are missing"),
        (b"kind;family\nphrase;blame\n", "the columns text are missing"),
        (b"kind;family;text;colour\n", "there is no column"),
        (b'kind;family;text\nphrase;blame;"never closed\n', "this row is broken"),
    ],
)
def test_a_sheet_that_is_none_is_refused(book: SmallBook, content: bytes, told: str) -> None:
    """Another file, or half of one, changes nothing."""
    sheet_of(book).write_bytes(content)
    assert any(told in line for line in import_sheet(book))


def test_a_sheet_saved_in_an_old_encoding_is_refused(book: SmallBook) -> None:
    """Excel's plain « CSV » loses letters: it says which one to choose."""
    sheet_of(book).write_bytes("kind;family;text\nphrase;blame;à vous\n".encode("cp1252"))
    with pytest.raises(PhrasebookError, match="not text in UTF-8") as caught:
        import_sheet(book)
    assert "CSV UTF-8" in caught.value.hint


def test_a_sheet_that_is_not_there_is_said(book: SmallBook) -> None:
    """A name mistyped is no traceback."""
    with pytest.raises(PhrasebookError, match="there is no such file"):
        import_sheet(book)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CELLS = st.dictionaries(st.sampled_from(COLUMNS), TEXTS)


@given(st.lists(CELLS.map(lambda row: row | {"kind": "phrase"}), max_size=5), st.sampled_from(sorted(DELIMITERS)))
def test_every_cell_comes_back_as_it_was(rows: list[Row], delimiter: str) -> None:
    """Quotation marks, line breaks, semicolons, a leading « = » and anything else one can type survive the sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        path.write_bytes((BOM + sheet_text(rows, DELIMITERS[delimiter])).encode())
        problems = Problems()
        read = [dict(row.cells) for row in read_sheet(path, problems)]
    assert not problems.found
    assert read == [{column: row.get(column, "") for column in COLUMNS} for row in rows]


@given(st.lists(TEXTS.filter(str.strip)))
def test_several_texts_in_a_cell_come_back(texts: list[str]) -> None:
    """« not » and « anchors » are lists: one line a text, whatever stands in it."""
    assert split(join(texts)) == texts


@given(st.lists(TEXTS, min_size=1, max_size=1))
def test_no_cell_can_be_taken_for_a_formula(texts: list[str]) -> None:
    """A spreadsheet must not run what a phrase begins with."""
    (_, row) = csv.reader(io.StringIO(sheet_text([{"text": texts[0]}]), newline=""), delimiter=";")
    assert row[COLUMNS.index("text")][:1] not in {"=", "+", "-", "@", "\t", "\r"}


WORDS = st.lists(
    st.sampled_from(["nul", "vous", "têtes", "d'âne", '"', "é", "{mots}", "#", "=1"]), min_size=1, max_size=4
)
PLAIN = WORDS.map(" ".join).filter(lambda text: any(letter.isalpha() for letter in text))
PHRASES = st.one_of(
    PLAIN,
    st.fixed_dictionaries(
        {"say": PLAIN},
        optional={
            "strict": st.floats(0, 1).map(lambda number: round(number, 3)),
            "not": st.lists(PLAIN, min_size=1, max_size=2),
            "anchors": st.lists(PLAIN, min_size=1, max_size=2),
            "requires_negation": st.just(value=True),
            "instead_of": st.sampled_from(["bande de {mots}", "gone"]),
        },
    ),
)
OWN_BOOKS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"phrases": st.lists(PHRASES, max_size=4), "not": st.lists(PLAIN, max_size=2), "off": st.lists(PLAIN, max_size=2)}
)


def without_twins(lists: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return a clinic's lists with each text once: a check warns of the second, and a sheet forgets it."""
    return {
        key: list({entry if isinstance(entry, str) else entry["say"]: entry for entry in entries}.values())
        for key, entries in lists.items()
    }


@settings(deadline=None, max_examples=60)
@given(OWN_BOOKS)
def test_any_clinics_file_survives_the_round_trip(lists: dict[str, list[Any]]) -> None:
    """Whatever a clinic has written, exporting and importing at once leaves its file as it is."""
    with tempfile.TemporaryDirectory() as folder:
        book = SmallBook(Path(folder))
        path = book.own("phrases/insult.toml", own_text("", "insult", {}, lists))
        before = path.read_text()
        exported(book)
        assert import_sheet(book) == []
        assert path.read_text() == before


@settings(deadline=None, max_examples=60)
@given(OWN_BOOKS.map(without_twins))
def test_a_sheet_alone_brings_a_clinics_file_back(lists: dict[str, list[Any]]) -> None:
    """On a new computer the sheet is enough: nothing of the clinic's phrases is missing."""
    with tempfile.TemporaryDirectory() as folder:
        book = SmallBook(Path(folder))
        path = book.own("phrases/insult.toml", own_text("", "insult", {}, lists))
        before = book.templates()
        rows = exported(book)
        path.unlink()
        import_sheet(book)
        assert book.templates() == before
        assert exported(book) == rows
