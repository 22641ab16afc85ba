from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.made_up import write_lines
from calmdesk.bench.labelled import check_families, read_cases, read_lines
from calmdesk.errors import HeardFileError, PhrasebookError

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book


def test_lines_are_read_with_their_labels(tmp_path: Path) -> None:
    """Whoever labels sentences gets them back; a line without an id is called by its number."""
    path = write_lines(tmp_path / "a.jsonl", [{"id": "d-1", "text": "ça suffit", "labels": ["insult"]}, "",
                                              {"text": "bonjour", "labels": []}])  # fmt: skip
    first, second = read_lines(path)
    assert (first.id, first.labels, first.harmless) == ("d-1", frozenset({"insult"}), False)
    assert (second.id, second.text, second.harmless) == ("3", "bonjour", True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "line 1: this is not a JSON object"),
        ("{oops", "line 1: this is not a JSON object"),
        ("[" * 100_000, "line 1: this is not a JSON object"),
        ('{"labels": []}', "the field `text` is missing or wrong"),
        ('{"text": "  ", "labels": []}', "the field `text` is missing or wrong"),
        ('{"text": "oui"}', "the field `labels` is missing or wrong"),
        ('{"text": "oui", "labels": [{}]}', "the field `labels` is missing or wrong"),
        ('{"text": "oui", "labels": "insult"}', "the field `labels` is missing or wrong"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str, said: str) -> None:
    """A slip in a file of a thousand lines is found by its line and field."""
    with pytest.raises(HeardFileError, match=said):
        read_lines(write_lines(tmp_path / "a.jsonl", [line]))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A recording given by mistake is said to be no text, not a traceback."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HeardFileError, match="not text in UTF-8"):
        read_lines(path)
    with pytest.raises(HeardFileError, match="cannot read"):
        read_lines(tmp_path / "none.jsonl")


def test_cases_carry_the_family_of_their_file(book: Book) -> None:
    """A phrasebook's own sentences are measured without being labelled twice."""
    cases = {case.id: case for case in read_cases([book.source.folder], book.families)}
    assert cases["insult.match.1"].labels == {"insult"}
    assert cases["insult.no_match.1"].labels == frozenset()


def test_a_case_without_a_text_is_reported_with_its_file(own_book: Book) -> None:
    """An author who writes a case as a number sees in which file."""
    path = own_book.source.folder / "cases" / "blame.toml"
    path.write_text('match = ["oui", 3, {also = ["insult"]}]\nno_match = 4\n', encoding="utf-8")
    with pytest.raises(PhrasebookError, match=r"blame\.toml:1: a sentence is a text") as caught:
        read_cases([own_book.source.folder], own_book.families)
    assert caught.value.details["count"] == 3


def test_a_label_that_is_no_family_is_refused(tmp_path: Path) -> None:
    """A typing mistake in a label would otherwise count as a missed cue for ever."""
    rows = read_lines(write_lines(tmp_path / "a.jsonl", [{"text": "oui", "labels": ["insulte", "blame"]}]))
    with pytest.raises(HeardFileError, match=r"a\.jsonl: no such family: insulte"):
        check_families(rows, {"insult", "blame"}, "a.jsonl")
    check_families(rows, {"insulte", "blame"}, "a.jsonl")
