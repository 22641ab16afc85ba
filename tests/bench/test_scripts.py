from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.made_up import write_script
from calmdesk.bench.scripts import PAUSE, WORDS_A_SECOND, read_script
from calmdesk.call.events import Side
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from pathlib import Path


def test_times_that_are_missing_are_estimated(tmp_path: Path) -> None:
    """A script written at a desk has no times: 2.6 words a second and a short pause between turns."""
    path = write_script(tmp_path / "a.json", ("desk", "bonjour à vous", ""), ("client", "oui", "insult"))
    script = read_script(path)
    assert not script.timed
    assert script.turns[0].start == PAUSE
    assert script.turns[0].end == pytest.approx(PAUSE + 3 / WORDS_A_SECOND)
    assert script.turns[1].start == pytest.approx(script.turns[0].end + PAUSE)


def test_times_that_are_there_are_kept(tmp_path: Path) -> None:
    """The script of a recording says when each turn is spoken."""
    path = write_script(tmp_path / "a.json", ("desk", "bonjour", ""), ("client", "oui", ""), timed=True)
    script = read_script(path)
    assert script.timed
    assert [(turn.start, turn.end) for turn in script.turns] == [(0.0, 4.0), (5.0, 9.0)]


def test_only_the_clients_turns_are_sentences(tmp_path: Path) -> None:
    """The desk's own words are never held against a phrasebook; a turn is called by its place in the call."""
    path = write_script(tmp_path / "a.json", ("desk", "bonjour", ""), ("client", "oui", "blame"))
    script = read_script(path)
    assert [(row.id, row.labels) for row in script.rows] == [("a:2", frozenset({"blame"}))]
    assert [turn.side for turn in script.turns] == [Side.DESK, Side.CLIENT]


@pytest.mark.parametrize(
    ("turns", "field"),
    [
        (None, "turns"),
        ([3], "turns"),
        ([{"speaker": "client"}], "text"),
        ([{"speaker": "nobody", "text": "oui"}], "speaker"),
        ([{"speaker": [], "text": "oui"}], "speaker"),
        ([{"speaker": "client", "text": "oui", "labels": [1]}], "labels"),
        ([{"speaker": "client", "text": "oui", "start": -1, "end": 2}], "start"),
        ([{"speaker": "client", "text": "oui", "start": 0, "end": True}], "end"),
        ([{"speaker": "client", "text": "oui", "start": 9, "end": 10},
          {"speaker": "client", "text": "oui", "start": 0, "end": 1}], "end"),
    ],
)  # fmt: skip
def test_a_script_that_is_wrong_is_named(tmp_path: Path, turns: object, field: str) -> None:
    """Whoever writes a script by hand sees which field is wrong."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    with pytest.raises(HeardFileError, match=f"`{field}`"):
        read_script(path)
