"""The main job: a recorded call in, calm sentences out, through the real model."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import ROOT, lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

GOLDEN = ROOT / "tests" / "golden" / "calls"


def labels_at(call: str, at: float) -> set[str]:
    """Return the families of the client turns that a moment belongs to: during the turn, or up to 2 s after it."""
    turns = json.loads((ROOT / "calls" / f"{call}.json").read_text(encoding="utf-8"))["turns"]
    near = [turn for turn in turns if turn["speaker"] == "client" and turn["start"] <= at <= turn["end"] + 2.0]
    return {label for turn in near for label in turn["labels"]}


def cards(events: list[dict[str, Any]]) -> list[tuple[float, str]]:
    """Return time and family of the cards."""
    return [(event["at"], event["family"]) for event in events if event["type"] == "card"]


def test_the_demo_shows_right_cards_only(calmdesk: Run) -> None:
    """At least five cards, each for something the client says in that moment, and none that is wrong."""
    shown = cards(lines(calmdesk("demo", "--format", "jsonl", "--speed", "max")))
    assert len(shown) >= 5
    assert [(at, family) for at, family in shown if family not in labels_at("rendez-vous", at)] == []


@pytest.mark.parametrize("call", ["rendez-vous", "insultes"])
def test_a_call_brings_the_cards_it_brought_before(calmdesk: Run, call: str) -> None:
    """Recognition may shift a card by a moment; families and order are the golden log's (UPDATE_GOLDEN=1 writes it)."""
    shown = cards(lines(calmdesk("replay", str(ROOT / "calls" / f"{call}.wav"), "--format", "jsonl")))
    kept = GOLDEN / f"{call}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(kept.read_text(encoding="utf-8"))
    assert [family for _, family in shown] == [family for _, family in expected]
    assert [at for at, _ in shown] == pytest.approx([at for at, _ in expected], abs=0.5)


def test_saved_heard_events_are_the_same_call_again(calmdesk: Run, tmp_path: Path) -> None:
    """Transcribe once, tune often: the saved events bring the same cues and cards, without audio or model."""
    kept = tmp_path / "call.jsonl"
    live = lines(
        calmdesk("replay", str(ROOT / "calls" / "insultes.wav"), "--format", "jsonl", "--save-heard", str(kept))
    )
    assert kept.stat().st_mode & 0o777 == 0o600
    again = lines(calmdesk("replay", str(kept), "--format", "jsonl", CALMDESK_MODEL="/nowhere"))
    told = [event for event in live if event["type"] in {"cue", "card", "partial", "final"}]
    assert [event for event in again if event["type"] in {"cue", "card", "partial", "final"}] == told


def test_a_saved_call_does_not_tell_who_called(calmdesk: Run, tmp_path: Path) -> None:
    """Names are hidden in the file, which still brings nearly the same cards; --no-redact keeps them."""
    call = str(ROOT / "calls" / "rendez-vous.wav")
    live = lines(calmdesk("replay", call, "--format", "jsonl", "--save-heard", "hidden.jsonl"))
    calmdesk("replay", call, "--format", "jsonl", "--save-heard", "open.jsonl", "--no-redact")
    hidden, plain = ((tmp_path / name).read_text(encoding="utf-8") for name in ("hidden.jsonl", "open.jsonl"))
    assert "monique" in plain
    assert "monique" not in hidden
    assert "[nom]" in hidden
    again = lines(calmdesk("replay", "hidden.jsonl", "--format", "jsonl", CALMDESK_MODEL="/nowhere"))
    assert [family for _, family in cards(again)] == [family for _, family in cards(live)]


def test_nothing_is_kept_unless_asked(calmdesk: Run, tmp_path: Path) -> None:
    """A replay leaves no file behind."""
    lines(calmdesk("replay", str(ROOT / "calls" / "insultes.wav"), "--format", "jsonl"))
    assert list(tmp_path.rglob("*")) == []


def test_plain_lines_are_french_and_say_which_model_listens(calmdesk: Run) -> None:
    """In a pipe: no escape sequence, the sentence to say, and a word about the small model."""
    done = calmdesk("demo")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "petit modèle" in done.stdout
    assert "À dire" in done.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["replay", "nowhere.wav"], 3, "nowhere.wav"),
        (["replay", "nowhere.jsonl"], 6, "nowhere.jsonl"),
        (["replay", "--model", "nowhere", "CALL"], 4, "nowhere"),
        (["replay", "--save-heard", "x.jsonl", "CALL", "CALL"], 2, "--save-heard"),
        (["demo", "--lang", "tlh"], 5, "tlh"),
        (["replay"], 2, "FILE"),
    ],
)
def test_a_mistake_is_one_line_what_and_one_line_how(calmdesk: Run, args: list[str], code: int, said: str) -> None:
    """No traceback, an exit code of its own, the file or word that is wrong."""
    done = calmdesk(*[str(ROOT / "calls" / "insultes.wav") if arg == "CALL" else arg for arg in args])
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_speak_french_on_a_french_desk(calmdesk: Run) -> None:
    """--lang fr, or a French system, brings French errors."""
    for done in (
        calmdesk("replay", "--lang", "fr", "nowhere.wav"),
        calmdesk("replay", "nowhere.wav", LANG="fr_BE.UTF-8"),
    ):
        assert "→" in done.stderr
        assert "introuvable" in done.stderr or "n'existe pas" in done.stderr or "pas de fichier" in done.stderr
