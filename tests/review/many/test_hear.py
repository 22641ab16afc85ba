"""Transcribe once, and what many recordings cost: the commands as a trainer gives them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from calmdesk.review.many.kept import FACTS, read_facts
from calmdesk.speech.heard_file import read_heard
from review.many.program import ended, start

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def two(twelve: Path, tmp_path: Path) -> Path:
    """Return a folder with two of the recordings."""
    folder = tmp_path / "calls"
    folder.mkdir()
    for call in sorted(twelve.glob("*.*"))[:2]:
        shutil.copy(call, folder)
    return folder


def test_hear_saves_what_is_heard_once(two: Path, tmp_path: Path) -> None:
    """Beside the folder, for its owner alone; the second time nothing is left to do, and both can be compared."""
    code, said, told = ended(start("hear", two, "--jobs", "1", home=tmp_path))
    assert code == 0, told
    assert "2 calls heard" in said
    out = tmp_path / "calls-heard"
    saved = sorted(out.glob("*.heard.jsonl"))
    assert [len(list(read_heard(path))) > 3 for path in saved] == [True, True]
    assert {path.stat().st_mode & 0o777 for path in saved} == {0o600}
    facts = [read_facts(path) for path in out.glob(f"*{FACTS}")]
    assert [each and (each.cues, each.advising) for each in facts] == [((), ""), ((), "")]
    _, said, _ = ended(start("hear", two, home=tmp_path))
    assert "0 calls heard, 2" in said
    code, said, told = ended(start("compare", "--a", "fr", "--b", "fr", out, home=tmp_path))
    assert code == 0, told
    assert "Appels comparés\N{NO-BREAK SPACE}: 2" in said


def test_the_bench_tells_both_figures(two: Path, tmp_path: Path) -> None:
    """Processor time beside bare Vosk, time by the clock with one worker and with two, Vosk's own program beside."""
    code, said, told = ended(start("bench", "batch", two, "--repeats", "1", home=tmp_path))
    assert code == 0, told
    assert "batch / bare Vosk: " in said
    assert "times as fast (goal 1.8 or more" in said
    assert "vosk-transcriber" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("replay", "calls"), "needs a place for the results"),
        (("replay", "calls", "calls", "--out", "out"), "takes one folder"),
        (("replay", "calls", "--out", "calls"), "cannot lie among the calls"),
        (("replay", "empty", "--out", "out"), "no recording below"),
        (("replay", "calls/x.wav", "--jobs", "2"), "are for a folder of calls"),
        (("compare", "--a", "fr", "--b", "fr", "empty"), "no saved heard events"),
    ],
)
def test_what_cannot_be_meant_is_said(two: Path, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    """A slip of the fingers gets a sentence and exit code 2, before anything is heard."""
    (tmp_path / "empty").mkdir()
    named = [str(tmp_path / each) if each.split("/")[0] in {"calls", "empty", "out"} else each for each in arguments]
    code, _, told = ended(start(*named, home=tmp_path))
    assert code == 2
    assert says in told
    assert sorted(path.suffix for path in two.iterdir()) == sorted(path.suffix for path in two.glob("2026*"))
