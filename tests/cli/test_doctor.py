from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.tmux import NEEDS_TMUX, Tmux

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

CHECKS = ["python", "terminal", "vosk", "sound", "voice", "model", "phrasebooks", "settings", "folders"]


def test_every_part_is_examined(calmdesk: Run) -> None:
    """Each part once or more, in a fixed order; whatever is not well comes with what mends it."""
    findings = json.loads(calmdesk("doctor", "--json").stdout)
    assert list(dict.fromkeys(finding["check"] for finding in findings)) == CHECKS
    for finding in findings:
        assert finding["says"]
        assert bool(finding["mend"]) == (finding["level"] != "ok")


def test_it_speaks_french(calmdesk: Run) -> None:
    """With --lang fr every line does, and names the model that a French clinic should install."""
    shown = calmdesk("doctor", "--lang", "fr").stdout
    assert "avertissement" in shown
    assert "modèle : seul le petit modèle livré est là" in shown
    assert "-> calmdesk models install fr" in shown
    assert " of " not in shown


def test_a_problem_is_the_exit_code(calmdesk: Run, tmp_path: Path) -> None:
    """A script sees that something must be mended."""
    settings = tmp_path / "settings.toml"
    settings.write_text("[clinic\n", encoding="utf-8")
    done = calmdesk("doctor", CALMDESK_SETTINGS=str(settings))
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if "settings:" in line]
    assert line.startswith("problem")


def test_nothing_is_changed(calmdesk: Run, tmp_path: Path) -> None:
    """Looking leaves nothing behind."""
    calmdesk("doctor")
    assert list(tmp_path.rglob("*calmdesk*")) == []


@pytest.mark.terminal
@NEEDS_TMUX[1]
def test_a_narrow_terminal_breaks_no_word(tmp_path: Path) -> None:
    """At 50 columns a line goes on below its beginning; the words stay whole, and so do commands without blanks."""
    terminal = Tmux()
    home = f"env HOME={tmp_path} XDG_DATA_HOME={tmp_path} XDG_CONFIG_HOME={tmp_path} CALMDESK_UI=fr"
    try:
        terminal.calmdesk("doctor", before=home, width=50, height=80)
        shown = terminal.wait_for("ended with", seconds=120)
    finally:
        terminal.end()
    rows = shown.splitlines()
    advice = next(number for number, row in enumerate(rows) if "-> agrandissez" in row)
    assert rows[advice : advice + 2] == [
        "              -> agrandissez la fenêtre, ou",
        "              réduisez ses lettres",
    ]
