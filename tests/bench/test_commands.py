"""The commands as a trainer types them, on the real French phrasebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import tomli
from click.testing import CliRunner

from bench.made_up import write_lines, write_script
from calmdesk import places
from calmdesk.cli import bench as machine
from calmdesk.cli.phrasebook_bench import bench, learn, tune
from calmdesk.cli.proving import rates_of
from calmdesk.errors import CalmdeskError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import click

ROWS = [
    {"id": "d-1", "text": "vous êtes une bande d'incapables", "labels": ["insult"]},
    {"id": "d-2", "text": "ça fait une heure que j'attends au téléphone", "labels": ["waiting"]},
    {"id": "n-1", "text": "bonjour je voudrais un rendez-vous pour le vaccin", "labels": []},
    {"id": "n-2", "text": "à quelle heure ouvrez-vous demain", "labels": []},
]


def run(command: click.Command, *args: object) -> str:
    """Run a command and return what it printed; expected mistakes are raised."""
    result = CliRunner().invoke(command, [str(arg) for arg in args], standalone_mode=False, catch_exceptions=False)
    return result.output


@pytest.mark.parametrize(
    ("command", "args", "said"),
    [
        (bench, ["--gate"], "--gate needs something to compare with"),
        (bench, ["--noise", "0.1,2"], "--noise takes word error rates"),
        (bench, ["--noise", "lots"], "--noise takes word error rates"),
        (bench, ["--picture", "run.doc"], "no picture can be written"),
        (bench, ["--held-out", "7/5"], "--held-out does not understand"),
        (bench, ["none.jsonl"], "no such file"),
        (bench, ["--lang", "xx"], "no phrasebook for 'xx'"),
        (bench, ["--against", "none.json"], "cannot read"),
        (tune, [], "tuning needs sentences of its own"),
        (learn, ["--lang", "xx"], "no phrasebook for 'xx'"),
    ],
)
def test_mistakes_are_said_before_anything_is_measured(command: click.Command, args: list[str], said: str) -> None:
    """A slip in an option costs a second, not a minute."""
    with pytest.raises(CalmdeskError, match=said):
        run(command, *args)


def test_rates_are_read_with_their_limits() -> None:
    """« 0.1,0.2 » are two levels, nothing is none; a rate of 1 would leave nothing to hear."""
    assert rates_of("0.1, 0.2") == [0.1, 0.2]
    assert rates_of("") == []
    for text in ("0", "1.0", "nan", "-0.1"):
        with pytest.raises(UsageError):
            rates_of(text)


@pytest.mark.slow
def test_a_phrasebook_is_proved_end_to_end(tmp_path: Path) -> None:
    """Sentences and a script in; table, facts and a closed or open gate out."""
    rows = write_lines(tmp_path / "rows.jsonl", ROWS)
    script = write_script(
        tmp_path / "call.json", ("client", "vous êtes une bande d'incapables", "insult"), ("desk", "bonjour", ""),
        ("client", "bonjour je viens demain", ""),
    )  # fmt: skip
    last = tmp_path / "last.json"
    text = run(bench, rows, script, "--calls", "--noise", "0.2", "--json", last, "-v")
    table = json.loads(last.read_text(encoding="utf-8"))
    assert "toutes les familles" in text
    assert "tours étiquetés suivis d'une de leurs fiches : 1 sur 1" in text
    assert len(table["levels"]) == 2
    assert table["levels"][0]["overall"]["right"] >= 2
    assert "comparé à last.json" in run(bench, rows, script, "--against", last, "--gate")
    assert "comparé à" in run(bench, rows, "--against", places.shipped("phrasebooks") / "fr", "--gate")


@pytest.mark.slow
def test_a_recording_is_judged_by_its_script() -> None:
    """A shipped call through real recognition: most of its cues are found in their turns."""
    text = run(bench, places.shipped("calls") / "insultes.wav")
    assert "enregistrement" in text
    line = next(line for line in text.splitlines() if line.startswith("toutes les familles"))
    assert float(line.split()[6]) >= 0.5


@pytest.mark.slow
def test_thresholds_are_sought_and_not_written_unasked(tmp_path: Path) -> None:
    """``tune`` shows what it recommends; language.toml changes only with --write."""
    path = places.shipped("phrasebooks") / "fr" / "language.toml"
    before = path.read_bytes()
    text = run(tune, write_lines(tmp_path / "rows.jsonl", ROWS), "--precision", "0.5")
    assert "conseillé" in text
    assert path.read_bytes() == before
    assert tomli.loads(before.decode())


@pytest.mark.slow
def test_the_machine_is_measured() -> None:
    """Each goal stands beside its figure, and a slow machine is no failure."""
    assert "goal 0.1 ms or less" in run(machine.command, "advice")
    text = run(machine.command, "matching")
    assert "goal 2 ms or less" in text
    assert "goal 0.3 s or less" in text
    assert "extractOne WRatio" in text
    text = run(machine.command, "speed", places.shipped("calls") / "insultes.wav", "--repeats", 1)
    assert "goal 1.1 or less" in text
    assert "goal 80 MB or less" in text
    text = run(machine.command, "stability", places.shipped("calls") / "insultes.wav")
    assert "0.2 s" in text


def test_help_needs_nothing_heavy() -> None:
    """``--help`` of these commands loads neither numpy nor rapidfuzz nor rich."""
    code = "import sys, calmdesk.cli.bench, calmdesk.cli.phrasebook_bench; print(*sys.modules)"
    path = os.pathsep.join(map(str, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert not {"numpy", "rapidfuzz", "rich", "vosk", "matplotlib"} & set(done.stdout.split())
