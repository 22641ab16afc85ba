"""A trainer's marks become sentences that a phrasebook is proved with."""

from __future__ import annotations

import contextlib
import json
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.bench.labelled import read_lines
from calmdesk.errors import ReviewError
from calmdesk.review.marks import Mark, Marks, as_cases, read_marks, to_text
from calmdesk.review.texts import read_texts
from cli.conftest import calmdesk  # noqa: F401  # a fixture
from review.made_up import GOLDEN

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., subprocess.CompletedProcess[str]]

FAMILIES = {"insult", "blame", "waiting"}


def test_labels_are_what_the_sentence_really_holds() -> None:
    """Wrong ones go, missing ones come, and those nobody spoke against stay."""
    mark = Mark(3, 1.0, "texte", found=("insult", "blame"), right=("blame",), wrong=("insult",), missing=("waiting",))
    assert mark.labels == ("blame", "waiting")


def test_one_wrong_cue_of_a_family_does_not_undo_the_right_one() -> None:
    """An utterance with two insults found, one of them rightly, holds an insult; so does one where it was elsewhere."""
    assert Mark(3, 1.0, "texte", found=("insult",), right=("insult",), wrong=("insult",)).labels == ("insult",)
    assert Mark(3, 1.0, "texte", found=("insult",), wrong=("insult",), missing=("insult",)).labels == ("insult",)


def test_marks_come_back_as_they_were_written(tmp_path: Path) -> None:
    """The page and the terminal write one form."""
    marks = Marks("appel.wav", "fr", (Mark(3, 1.5, "bande d'incapables", ("insult",), ("insult",)),))
    path = tmp_path / "m.json"
    path.write_text(to_text(marks), encoding="utf-8")
    assert read_marks(path, FAMILIES) == marks


def test_cases_are_what_the_bench_reads(tmp_path: Path) -> None:
    """A sentence a line, with the families it holds."""
    marks = Marks(
        "a.wav", "fr", (Mark(3, 1.5, "oh «x»", ("insult",), (), ("insult",)), Mark(4, 2, "y", missing=("waiting",)))
    )
    path = tmp_path / "c.jsonl"
    path.write_text("".join(as_cases([marks])), encoding="utf-8")
    assert [(row.id, row.text, row.labels) for row in read_lines(path)] == [
        ("a.wav#3", "oh «x»", frozenset()),
        ("a.wav#4", "y", frozenset({"waiting"})),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no file of marks"),
        ("[" * 100_000, "no file of marks"),
        ('{"format": "other", "version": 1}', "no file of marks"),
        ('{"format": "calmdesk-marks", "version": 2}', "newer calmdesk"),
        ('{"format": "calmdesk-marks", "version": 1, "call": "x", "lang": "fr", "marks": 3}', "`marks`"),
        ('{"format": "calmdesk-marks", "version": 1, "call": "x", "lang": "fr", "marks": [{"text": 1}]}', "`text`"),
        (
            to_text(Marks("", "", (Mark(1, 1.0, "a", missing=("insutl",)),))),
            "insutl",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, text: str, says: str) -> None:
    """A file of another kind, or edited by hand, is refused with its place."""
    path = tmp_path / "m.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError, match=says):
        read_marks(path, FAMILIES)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["text", "at", "found", "utterance"]), inner),
)


@given(_JSON)
def test_no_file_of_marks_brings_a_traceback(tmp_path_factory: pytest.TempPathFactory, marks: object) -> None:
    """Whatever a file claims is taken, or refused in words."""
    path = tmp_path_factory.mktemp("marks") / "m.json"
    table = {"format": "calmdesk-marks", "version": 1, "call": "x", "lang": "fr", "marks": [marks]}
    path.write_text(json.dumps(table), encoding="utf-8")
    with contextlib.suppress(ReviewError):
        read_marks(path, FAMILIES)


def test_who_stops_in_the_middle_keeps_the_rest(calmdesk: Program, tmp_path: Path) -> None:  # noqa: F811  # as above
    """The telephone rings while a trainer annotates: what was said so far is kept."""
    done = calmdesk("annotate", str(GOLDEN / "insultes.jsonl"), "--out", "m.json", stdin="oui\n\n")
    assert done.returncode == 0, done.stderr
    (mark,) = read_marks(tmp_path / "m.json", read_texts("fr").titles).marks
    assert mark.right == ("insult",)


def test_the_answer_just_given_is_kept(calmdesk: Program, tmp_path: Path) -> None:  # noqa: F811  # as above
    """Who stops at the question after an answer has given that answer all the same."""
    done = calmdesk("annotate", str(GOLDEN / "insultes.jsonl"), "--out", "m.json", stdin="oui\n")
    assert done.returncode == 0, done.stderr
    (mark,) = read_marks(tmp_path / "m.json", read_texts("fr").titles).marks
    assert mark.right == ("insult",)


def test_in_the_terminal_card_by_card(calmdesk: Program, tmp_path: Path) -> None:  # noqa: F811  # the fixture
    """Answers on the keyboard become marks, marks become sentences, and the bench measures with them."""
    call = GOLDEN / "insultes.jsonl"
    answers = "bof\nn\n?\ninsutl\ninsult\n" + "\n" * 40
    done = calmdesk("annotate", str(call), "--out", "m.json", stdin=answers, LC_ALL="fr_BE.UTF-8")
    assert done.returncode == 0, done.stderr
    assert "[o/n]" in done.stdout
    assert "Répondez o, n, ou Entrée" in done.stdout
    assert "insutl n'est pas une famille" in done.stdout
    assert done.stdout.count("long_talk (Long récit)") == 2
    assert all(len(line) < 200 for line in done.stdout.splitlines())
    assert stat.S_IMODE((tmp_path / "m.json").stat().st_mode) == 0o600
    done = calmdesk("annotate", "--apply", "m.json", "--out", "cases.jsonl")
    assert done.returncode == 0, done.stderr
    (row,) = read_lines(tmp_path / "cases.jsonl")
    assert "bras cassés" in row.text
    done = calmdesk("phrasebook", "bench", "cases.jsonl")
    assert done.returncode == 0, done.stderr
