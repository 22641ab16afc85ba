from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[bytes]]

CALL = Path(__file__).parents[1] / "golden" / "review" / "insultes.jsonl"
CONSOLES = ["cp1252", "cp850", "ascii"]

COMMANDS = [
    ("replay", str(CALL)),
    ("explain", "--call", str(CALL)),
    ("explain", "vous êtes nulle — ça suffit"),
    ("rehearse",),
    ("rehearse", "attente", "--typed"),
    ("phrasebook", "check", "--help"),
    ("models", "list"),
    ("privacy", "--notice"),
    ("incidents", "list"),
    ("models", "install", "fr", "--file", "né — là.zip"),
    ("replay", "l’appel « du matin ».wav"),
    ("né—là",),
]


@pytest.fixture
def console(tmp_path: Path) -> Run:
    """Run the program in French on a console of some encoding."""

    def run(*args: str, encoding: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "LC_"))}
        here = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "LANG": "fr_FR"}
        told = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "calmdesk", *args]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            env=kept | here | told | more,
            cwd=tmp_path,
            timeout=300,
            check=False,
        )

    return run


@pytest.mark.slow
@pytest.mark.parametrize("encoding", CONSOLES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_console_ends_a_command(console: Run, encoding: str, command: tuple[str, ...]) -> None:
    """Old consoles show every text, in their own encoding, and nothing a file or a pipe should not hold."""
    answers = "Je comprends, c'est long — « œuf »\n".encode(encoding, errors="replace") * 9
    done = console(*command, encoding=encoding, stdin=answers)
    shown = (done.stdout + done.stderr).decode(encoding)
    assert "Traceback" not in shown
    assert "Error" not in shown or done.returncode == 2
    assert "\x1b" not in shown
    assert not any(rubbish in shown for rubbish in ("Ã", "â€", "├"))


def test_an_ascii_console_reads_like_french(console: Run) -> None:
    """Accents go before letters do: a receptionist can still read the sentence."""
    done = console("replay", "né.wav", encoding="ascii")
    assert "ne.wav : ce fichier n'existe pas\n  -> verifiez le nom" in done.stderr.decode("ascii")


def test_json_is_for_programs(console: Run) -> None:
    """A program that reads JSON gets UTF-8 and whole strings from any console; half a character does no harm."""
    line = json.dumps({"id": "1", "text": "« vous êtes nulle » \udc80"}).encode()
    done = console("match", encoding="ascii", stdin=line)
    assert json.loads(done.stdout.decode("utf-8"))["text"] == "« vous êtes nulle » \udc80"


def test_colours_are_refused_and_asked_for(console: Run) -> None:
    """NO_COLOR and a pipe mean plain text; FORCE_COLOR means colours, never a cursor that moves."""
    assert b"\x1b" not in console("models", "list", encoding="utf-8").stdout
    forced = console("models", "list", encoding="utf-8", FORCE_COLOR="1")
    assert b"\x1b[?25l" not in forced.stdout + forced.stderr
    assert b"\x1b[1m" in console("doctor", encoding="utf-8", FORCE_COLOR="1").stdout
    for refused in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\x1b" not in console("doctor", encoding="utf-8", FORCE_COLOR="1", **refused).stdout
