from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import soundfile

from cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]


class Window:
    """A terminal of 80 by 24 with the real program in it, on a tmux server of its own."""

    def __init__(self) -> None:
        self._name = f"calmdesk-keys-{os.getpid()}-{time.monotonic_ns()}"

    def run(self, *args: str, before: str = "") -> None:
        """Start the program, ``before`` in front of it on the shell's line; the window stays when it has ended."""
        command = " ".join([sys.executable, "-m", "calmdesk", *args])
        line = f"export LC_ALL=C.UTF-8; {before} {command}; echo ended with $?; sleep 60"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", line)

    def type(self, *keys: str) -> None:
        """Press keys."""
        self._tmux("send-keys", *keys)

    def wait_for(self, text: str, seconds: float = 30.0) -> str:
        """Return what the window shows as soon as it shows the text."""
        until = time.monotonic() + seconds
        while text not in (shown := self._tmux("capture-pane", "-p")):
            assert time.monotonic() < until, f"{text!r} is not to be seen on:\n{shown}"
            time.sleep(0.1)
        return shown

    def close(self) -> None:
        """End the server and what runs in it."""
        self._tmux("kill-server")

    def _tmux(self, *command: str) -> str:
        done = subprocess.run(["tmux", "-L", self._name, *command], capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture
def window() -> Iterator[Window]:
    """Return a terminal of this test's own."""
    opened = Window()
    yield opened
    opened.close()


def test_d_takes_the_card_away(window: Window) -> None:
    """A real call at real speed: the insult's card with its rung, the key, and the screen is quiet again."""
    window.run("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
    shown = window.wait_for("À dire")
    assert "●○○○○  Insulte" in shown
    window.type("d")
    assert "Insulte" not in window.wait_for("Écoutez simplement.")
    window.type("q")


def test_the_skeleton_is_on_the_screen(window: Window) -> None:
    """Waiting: the card names it, and the five steps stand below with « Nommer » marked."""
    window.run("demo", "--format", "screen")
    shown = window.wait_for("● Nommer")
    assert "○ Accueillir  ● Nommer  ○ Préciser  ○ Proposer deux choix  ○ Confirmer" in shown
    window.type("q")


def test_a_replay_stands_still_and_skips(window: Window) -> None:
    """Space stands still with the card in view and goes on, « ? » tells the keys, « s » runs to the end."""
    window.run("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
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


def test_q_ends_a_replay(window: Window) -> None:
    """« q » gives the terminal back, with the summary on it."""
    window.run("replay", str(ROOT / "calls" / "insultes.wav"), "--speed", "real", "--format", "screen")
    window.wait_for("À l'écoute")
    window.type("q")
    window.wait_for("Phrases proposées")


def test_keys_work_while_stdin_brings_the_sound(window: Window, tmp_path: Path) -> None:
    """The pipe is the telephone, the keyboard is still the keyboard: d takes the card away, q quits."""
    samples, _ = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16", frames=12 * 8000)
    (tmp_path / "call.raw").write_bytes(samples[:, 1].tobytes())
    window.run("listen", "--stdin", "--format", "screen", before=f"(cat {tmp_path}/call.raw; sleep 60) |")
    assert "●○○○○  Insulte" in window.wait_for("À dire")
    window.type("d")
    window.wait_for("Écoutez simplement.")
    window.type("q")
    window.wait_for("Phrases proposées")
