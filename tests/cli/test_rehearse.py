"""`calmdesk rehearse`, as a trainee uses it: typed, recorded, spoken into a microphone, and on a terminal."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING

import pytest
import soundfile

from calmdesk.call.events import SAMPLE_RATE, Side
from speech.recordings import cut, voice
from support.tmux import Tmux
from support.whisper_rig import HEADSET, Rig, needs_voice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

CALM = ("rendez-vous", 55.4, 64.0)
"""« … Je comprends que ça vous mette en colère. Je cherche ce qui s'est passé. »"""

OFFER = ("rendez-vous", 82.8, 91.3)
"""« Je peux vous proposer midi moins dix … Qu'est-ce qui vous arrange ? »"""

HARD = ("insultes", 36.0, 39.2)
"""« Mais ce n'est pas moi qui ai fait l'ordonnance, monsieur. »"""


def recorded(path: Path, said: tuple[str, float, float]) -> str:
    """Write a stretch of the desk's voice of a shipped call as a file of its own; return its name."""
    call, start, end = said
    soundfile.write(path, cut(voice(Side.DESK, call), start, end), SAMPLE_RATE, subtype="PCM_16")
    return str(path)


def test_the_scenarios_are_listed(calmdesk: Run) -> None:
    """Without a name: every scenario with its title."""
    done = calmdesk("rehearse")
    assert done.returncode == 0
    assert "attente" in done.stdout
    assert "Quarante minutes dans la salle d'attente" in done.stdout


def test_a_talk_that_is_typed(calmdesk: Run, tmp_path: Path) -> None:
    """Two calming answers: the client softens, the look back quotes the words; nothing is left on the disk."""
    done = calmdesk("rehearse", "attente", "--typed", stdin="Je comprends, c'est long.\nUn quart d'heure dehors ?\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Le client est apaisé" in done.stdout
    assert "reconnu : « Je comprends », « c'est long »" in done.stdout
    assert "aidait ici : « Un quart d'heure », « dehors »" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_defensive_talk_is_looked_back_at(calmdesk: Run, tmp_path: Path) -> None:
    """The client hangs up; each word to avoid comes with another one, and with the card; the facts are the owner's."""
    answers = "C'est toujours comme ça, madame.\nCe n'est pas moi, calmez-vous.\n"
    done = calmdesk("rehearse", "attente", "--typed", "--json", "look.json", stdin=answers)
    assert "La conversation a été coupée." in done.stdout
    assert "à éviter : « toujours » → « plus fréquemment »" in done.stdout
    assert "la fiche aurait été" in done.stdout
    path = tmp_path / "look.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [turn["then_client"] for turn in json.loads(path.read_text(encoding="utf-8"))["turns"]] == ["harder"] * 2


def test_a_narrow_terminal(calmdesk: Run) -> None:
    """Signs that French sets off with a space stay with their word; what is added to a point stands under it."""
    done = calmdesk("rehearse", "attente", "--typed", stdin="Mais calmez-vous !\nToujours ?\n", COLUMNS="44")
    rows = done.stdout.splitlines()
    assert [row for row in rows if row.strip().startswith(("!", "?", ":", ";", "»"))] == []
    assert [row for row in rows if row.rstrip().endswith("«")] == []
    assert all(len(row) <= 44 for row in rows)
    point = next(number for number, row in enumerate(rows) if "calmez-vous » →" in row)
    assert rows[point + 1].startswith("    ")


def test_q_ends_it(calmdesk: Run) -> None:
    """A trainee who has had enough is not held; no answer, no remark."""
    done = calmdesk("rehearse", "attente", "--typed", stdin="q\n")
    assert done.returncode == 0
    assert "Entraînement arrêté avant la fin." in done.stdout
    assert "aucune réponse n'a été donnée" in done.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("atente", "--typed"), "il n'y a pas de scénario 'atente' en 'fr'"),
        (("attente", "a.wav"), "les réponses enregistrées se donnent après --file"),
        (("attente", "--typed", "--file", "a.wav"), "--typed et --file ne vont pas ensemble"),
        (("attente", "--file", "nowhere.wav"), "nowhere.wav"),
    ],
)
def test_what_cannot_be_meant(calmdesk: Run, args: tuple[str, ...], says: str) -> None:
    """One sentence says what is wrong, before anything begins; no traceback."""
    done = calmdesk("rehearse", *args, "--lang", "fr")
    assert done.returncode in {2, 3}
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_scenario_of_the_clinic(calmdesk: Run, tmp_path: Path) -> None:
    """The clinic's own scenario is read from its folder; what is wrong is told with its line, by the check too."""
    folder = tmp_path / "data" / "calmdesk" / "phrasebooks" / "fr" / "rehearsals"
    folder.mkdir(parents=True)
    text = '\ntitle = "x"\nsituation = "x"\npresses = "x"\n[[turns]]\nid = "a"\nsays = "x"\ncalm = "b"\nhard = "a"\n'
    (folder / "ours.toml").write_text(text, encoding="utf-8")
    done = calmdesk("rehearse", "ours", "--typed")
    assert done.returncode == 5
    assert "ours.toml:8: « calm » leads to « b », which is neither a turn nor an end" in done.stderr
    listed = calmdesk("rehearse")
    assert (listed.returncode, listed.stderr) == (5, done.stderr)
    assert "attente" in listed.stdout
    assert "\nours" not in listed.stdout
    checked = calmdesk("phrasebook", "check", "fr")
    assert checked.returncode == 5
    assert "ours.toml:8: « calm » leads to « b »" in checked.stdout


def test_a_line_that_is_not_what_it_claims(calmdesk: Run, tmp_path: Path) -> None:
    """An author who calls a harmless line an insult is told so: no card would come in the call."""
    folder = tmp_path / "data" / "calmdesk" / "phrasebooks" / "fr" / "rehearsals"
    folder.mkdir(parents=True)
    ends = "".join(
        f'[[ends]]\nid = "{name}"\nkind = "{kind}"\nsays = "Voilà."\n'
        for name, kind in (("b", "resolved"), ("c", "hung_up"))
    )
    head = 'title = "x"\nfamily = "insult"\nsituation = "x"\npresses = "x"\n'
    turn = '[[turns]]\nid = "a"\nsays = "Il fait beau."\ncalm = "b"\nhard = "c"\n'
    text = head + turn + ends
    (folder / "ours.toml").write_text(text, encoding="utf-8")
    checked = calmdesk("phrasebook", "check", "fr")
    assert checked.returncode == 5
    assert "ours.toml:7: the client's line is not found as « insult »" in checked.stdout


@pytest.mark.slow
def test_recorded_answers(calmdesk: Run, tmp_path: Path) -> None:
    """Recordings, recognised for real: the understanding one softens, the defensive ones make the client hang up."""
    good = [recorded(tmp_path / "1.wav", CALM), recorded(tmp_path / "2.wav", OFFER)]
    done = calmdesk("rehearse", "attente", "--silent", "--file", *good, "--json", "good.json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads((tmp_path / "good.json").read_text(encoding="utf-8"))
    assert found["end"] == "resolved"
    assert found["turns"][0]["acknowledged"] == ["je comprends"]
    assert found["turns"][1]["choices"]
    bad = [recorded(tmp_path / "3.wav", HARD)] * 2
    done = calmdesk("rehearse", "attente", "--silent", "--file", *bad, "--json", "bad.json")
    found = json.loads((tmp_path / "bad.json").read_text(encoding="utf-8"))
    assert found["end"] == "hung_up"
    assert all(turn["words_to_avoid"] and turn["then_client"] == "harder" for turn in found["turns"])


def until(output: IO[str], text: str) -> str:
    """Return what a program prints up to a line that holds ``text``."""
    read = ""
    for line in output:
        read += line
        if text in line:
            return read
    raise AssertionError(f"{text!r} never came:\n{read}")


@pytest.mark.device
@pytest.mark.slow
@needs_voice
def test_a_talk_aloud(rig: Rig, tmp_path: Path) -> None:
    """The client is heard in the headset; two answers into the microphone, a pause after each, and all is well."""
    wavs = [recorded(tmp_path / "1.wav", CALM), recorded(tmp_path / "2.wav", OFFER)]
    own = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "calmdesk", "rehearse", "attente", "--device", "deskmic", "--headset", HEADSET]
    with (
        rig.listening() as heard,
        subprocess.Popen(
            command, env={**rig.environment, **own}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as program,
    ):
        assert program.stdout
        for wav in wavs:
            until(program.stdout, "à vous")
            time.sleep(1)
            rig.server.play(tmp_path / wav)
        rest = until(program.stdout, "Retour sur les mots")
        program.stdout.read()
    assert program.returncode == 0
    assert "Le client est apaisé" in rest
    assert heard.seconds > 10


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("ending", [("q", "Enter"), ("C-c",), ("C-d",)], ids=["q", "Ctrl-C", "Ctrl-D"])
def test_on_a_terminal(ending: tuple[str, ...]) -> None:
    """Typed on a real terminal: the prompt, the client's next words, the look back, however it is ended."""
    terminal = Tmux()
    try:
        terminal.calmdesk("rehearse", "attente", "--typed", width=100, height=50)
        terminal.wait_for("à vous >", seconds=60)
        terminal.type("Je comprends, c'est long.", "Enter")
        terminal.wait_for("Elle tremble, Nala", seconds=60)
        terminal.type(*ending)
        terminal.wait_for("Entraînement arrêté avant la fin.", seconds=60)
        terminal.wait_for("reconnu : « Je comprends », « c'est long »", seconds=60)
        terminal.wait_for("ended with 0")
    finally:
        terminal.end()
