"""The transcript for spreadsheets, players and other programs."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.review.exports import FORMS, LONGEST_LINE
from calmdesk.review.texts import read_texts
from review.made_up import hostile_call, shipped_call

if TYPE_CHECKING:
    from calmdesk.review.facts import ReviewFacts


def written(form: str, facts: ReviewFacts) -> str:
    """Return an export as text."""
    file = io.StringIO(newline="")
    FORMS[form](facts, read_texts("fr"), file)
    return file.getvalue()


def read_srt(facts: ReviewFacts) -> list[srt.Subtitle]:
    """Return the SubRip subtitles as a kept library reads them."""
    return list(srt.parse(written("srt", facts)))  # type: ignore[no-untyped-call]  # srt has no types


def read_vtt(facts: ReviewFacts) -> list[webvtt.Caption]:
    """Return the WebVTT subtitles as a kept library reads them."""
    return list(webvtt.from_string(written("vtt", facts)).captions)


def test_a_table_for_spreadsheets() -> None:
    """A row an utterance, with what was noticed in it."""
    facts = shipped_call("insultes")
    rows = list(csv.reader(io.StringIO(written("csv", facts).removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == len(facts.utterances) + 1
    row = next(row for row in rows if "bande d'incapables" in row[2])
    assert row[0] == "00:00:29,760"
    assert row[1] == "Client"
    assert row[3] == "Insulte, Reproche"
    row = next(row for row in rows if "belle gourde" in row[2])
    assert " | Si vous continuez" in row[4], "two cards, told apart"


@given(st.text(alphabet="=+-@\t\r\n ;,\"'a1(", min_size=1, max_size=20))
def test_no_cell_is_a_formula(text: str) -> None:
    """What a caller says is never computed by the trainer's spreadsheet."""
    for row in csv.reader(io.StringIO(written("csv", hostile_call(text)).removeprefix("\ufeff")), delimiter=";"):
        assert not [cell for cell in row if re.match(r"[\s\"']*[=+\-@]", cell) and not cell.startswith("'")]


@pytest.mark.parametrize("name", ["insultes", "rendez-vous"])
def test_subtitles_that_players_read(name: str) -> None:
    """Both kinds of subtitles hold every word, in order, in lines short enough to read."""
    facts = shipped_call(name)
    from_srt = [(line.start.total_seconds(), line.content) for line in read_srt(facts)]
    from_vtt = [(line.start_in_seconds, line.text) for line in read_vtt(facts)]
    assert len(from_srt) == len(from_vtt)
    words = " ".join(text.split(": ", 1)[1].replace("\n", " ") for _, text in from_srt)
    assert words.split() == [word.text for each in facts.utterances for word in each.words]
    assert max(len(text) for _, text in from_vtt) <= LONGEST_LINE
    assert [start for start, _ in from_srt] == sorted(start for start, _ in from_srt)


def test_hostile_words_break_no_subtitle() -> None:
    """A caller who spells out a tag or an arrow stays inside one subtitle."""
    facts = hostile_call("a --> b <i>x</i> WEBVTT")
    assert "-->" not in read_srt(facts)[0].content
    for line in read_vtt(facts):
        assert "&lt;i&gt;x&lt;/i&gt;" in line.raw_text


def test_json_holds_all_facts() -> None:
    """Other programs get everything the page tells."""
    table = json.loads(written("json", shipped_call("insultes")))
    assert table["format"] == "calmdesk-review"
    assert {"utterances", "cues", "cards", "wordings", "talk", "ladder", "envelopes"} <= set(table)
