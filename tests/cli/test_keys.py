from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
import soundfile

from cli.conftest import ROOT
from support.tmux import NEEDS_TMUX, Tmux

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = NEEDS_TMUX


def test_d_takes_the_card_away(window: Tmux) -> None:
    """A real call at real speed: the insult's card with its rung, the key, and the screen is quiet again."""
    window.calmdesk("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
    shown = window.wait_for("À dire")
    assert "●○○○○  Insulte" in shown
    window.type("d")
    assert "Insulte" not in window.wait_for("Écoutez simplement.")
    window.type("q")


def test_the_skeleton_is_on_the_screen(window: Tmux) -> None:
    """Waiting: the card names it, and the five steps stand below with « Nommer » marked."""
    window.calmdesk("demo", "--format", "screen")
    shown = window.wait_for("● Nommer")
    assert "○ Accueillir  ● Nommer  ○ Préciser  ○ Proposer deux choix  ○ Confirmer" in shown
    window.type("q")


def test_a_replay_stands_still_and_skips(window: Tmux) -> None:
    """Space stands still with the card in view and goes on, « ? » tells the keys, « s » runs to the end."""
    window.calmdesk("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
    window.wait_for("À dire")
    window.type("Space")
    shown = window.wait_for("En pause")
    assert "À dire" in shown
    assert "espace reprendre" in shown
    window.type("?")
    assert "v dit" not in window.wait_for("s passer   ")
    window.type("?", "?", "Space")
    window.wait_for("À l'écoute")
    window.type("s")
    assert "Appels" not in window.wait_for("Phrases proposées")


def test_q_ends_a_replay(window: Tmux) -> None:
    """« q » gives the terminal back, with the summary on it."""
    window.calmdesk("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
    window.wait_for("À l'écoute")
    window.type("q")
    window.wait_for("Phrases proposées")


def test_keys_work_while_stdin_brings_the_sound(window: Tmux, tmp_path: Path) -> None:
    """The pipe is the telephone, the keyboard is still the keyboard: d takes the card away, q quits."""
    samples, _ = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16", frames=12 * 8000)
    (tmp_path / "call.raw").write_bytes(samples[:, 1].tobytes())
    window.calmdesk("listen", "--stdin", "--format", "screen", before=f"(cat {tmp_path}/call.raw; sleep 60) |")
    assert "●○○○○  Insulte" in window.wait_for("À dire")
    window.type("d")
    window.wait_for("Écoutez simplement.")
    window.type("q")
    window.wait_for("Phrases proposées")


@pytest.fixture
def desk(window: Tmux, tmp_path: Path) -> Tmux:
    """Return a terminal in which the insults of the shipped call are heard, in an empty home."""
    samples, _ = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16", frames=18 * 8000)
    (tmp_path / "call.raw").write_bytes(samples[:, 1].tobytes())
    home = f"export HOME={tmp_path} XDG_DATA_HOME={tmp_path}/data XDG_CONFIG_HOME={tmp_path}/config;"
    window.calmdesk("listen", "--stdin", "--feedback", before=f"{home} (cat {tmp_path}/call.raw; sleep 90) |")
    window.wait_for("Traitement sans effet")
    return window


def test_a_call_at_the_desk_is_in_the_receptionist_s_hands(desk: Tmux, tmp_path: Path) -> None:
    """Another sentence, said, the animal's name, an incident, a private moment, the end with its three lines."""
    said = desk.wait_for("À dire").split("À dire")[1].split("Pourquoi")[0]
    desk.type("n")
    until = time.monotonic() + 10
    while said in desk.wait_for("À dire"):
        assert time.monotonic() < until, "n brings no other sentence"
    desk.type("v")
    desk.wait_for("✓ Traitement sans effet")
    desk.type("a")
    desk.wait_for("Nom de l'animal")
    desk.type("F", "i", "l", "o", "u", "Enter")
    desk.wait_for("les phrases disent maintenant Filou")
    desk.type("i", "Enter")
    desk.wait_for("l'incident est noté")
    desk.type("Space")
    assert "brutus" not in desk.wait_for("PAUSE : rien n'est écouté")
    desk.type("Space")
    desk.wait_for("À l'écoute")
    desk.type("r")
    over = desk.wait_for("Appel terminé")
    assert "1 × insulte" in over
    assert "Prêt pour le prochain appel." in over
    desk.type("q")
    desk.wait_for("Appels : 1")
    assert sorted(path.name for path in (tmp_path / "data").rglob("*") if path.is_file()) == ["incidents.sqlite"]


def test_a_wrong_card_is_kept_where_the_clinic_has_asked_for_it(desk: Tmux, tmp_path: Path) -> None:
    """X takes the card away and keeps the client's sentence for tuning, and nothing else."""
    desk.type("x")
    desk.wait_for("gardé pour les réglages")
    desk.type("q")
    desk.wait_for("Appels : 1")
    (kept,) = (tmp_path / "data").rglob("feedback.jsonl")
    (line,) = kept.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["wrong"] == "treatment_failure"
    assert "gratte" in json.loads(line)["text"]
