"""Full disks, read-only places and links: a sentence says what is wrong, and what was there is still there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")

HEARD = (
    '{"format": "calmdesk heard", "version": 1}\n'
    '{"type": "final", "at": 2.0, "text": "ça fait une heure", "utterance": 0, "words": [], "side": "client"}\n'
)
SETTINGS = '# mine\n[clinic]\nclinic = "Les Tilleuls"\n'
OWN = 'family = "insult"\nphrases = ["espèce de zouave"]\n'
MARKS = (
    '{"format": "calmdesk-marks", "version": 1, "call": "heard", "lang": "fr", "marks": [{"utterance": 0, "at": 2.0,'
    ' "text": "ça fait une heure", "found": ["waiting"], "right": ["waiting"], "wrong": [], "missing": []}]}'
)
KEEP = "from calmdesk.live.feedback import keep; keep('encore une phrase', 'insult')"
REMEMBER = "from calmdesk.settings import remember; remember({'sound': {'device': 'casque ' * 8}})"
SAVE = """
from pathlib import Path
from calmdesk.call.events import Final
from calmdesk.speech.heard_file import HeardWriter
with HeardWriter(Path({path!r})) as file:
    for number in range(9):
        file.write(Final(float(number), "ça fait une heure", number))
"""
BOUNDARY = """
import sys
from calmdesk.cli import _report
from calmdesk.errors import CalmdeskError
try:
    exec(sys.argv[1])
except CalmdeskError as error:
    sys.exit(_report(error, "fr"))
"""
"""Runs some code as the command line runs a command."""


def environment(home: Path) -> dict[str, str]:
    """Return a user's environment; the limit must hold for calmdesk's files alone, not for compiled code."""
    mine = {"HOME": home, "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config", "PYTHONUTF8": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALMDESK")}
    return (
        kept
        | {name: str(value) for name, value in mine.items()}
        | {"PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": str(home.parent)}
    )


def run(home: Path, *args: str, code: str = "", room: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command, or some code, on a disk that has ``room`` bytes left in any one file."""
    command = ["-c", BOUNDARY, code] if code else ["-m", "calmdesk", *args]
    return subprocess.run(
        [sys.executable, *command],
        env=environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),  # no threads here
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return what was said: a line or two, and an exit code."""
    assert done.returncode not in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("calmdesk: ")]
    assert len(told) == 1, done.stderr
    return told[0]


def tree(home: Path) -> dict[str, bytes]:
    """Return all files with what they hold, those that only keep two programs apart left out."""
    files = (path for path in home.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A clinic that has settings, phrases of its own, noted sentences and a kept call."""
    files = {
        "config/calmdesk/settings.toml": SETTINGS,
        "data/calmdesk/phrasebooks/fr/phrases/insult.toml": OWN,
        "data/calmdesk/feedback.jsonl": '{"text": "a", "labels": [], "wrong": "insult", "noted": "2026-11-20"}\n',
        "heard.jsonl": HEARD,
        "kept.jsonl": HEARD,
        "sheet.csv": "kind;family;text;off\nphrase;insult;bande de zouaves;\n",
        "out.csv": "mine",
        "facts.json": "mine",
        "page.html": "mine",
        "marks.json": MARKS,
        "calls/one.jsonl": HEARD,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


FULL = {
    "phrasebook add": ["phrasebook", "add", "fr", "insult", "espèce de grand zouave", "--force"],
    "phrasebook import": ["phrasebook", "import", "fr", "sheet.csv"],
    "phrasebook export": ["phrasebook", "export", "fr", "out.csv"],
    "phrasebook bench --json": ["phrasebook", "bench", "one.jsonl", "--json", "facts.json"],
    "phrasebook bench --picture": ["phrasebook", "bench", "one.jsonl", "--picture", "picture.png"],
    "review": ["review", "heard.jsonl", "--force", "--out", "page.html"],
    "review --csv": ["review", "heard.jsonl", "--force", "--csv", "out.csv"],
    "replay --review": ["replay", "heard.jsonl", "--force", "--review", "page.html"],
    "annotate --apply": ["annotate", "--apply", "marks.json", "--force", "--out", "kept.jsonl"],
    "rehearse --json": ["rehearse", "attente", "--typed", "--lang", "fr", "--json", "look.json"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FULL)
def test_a_full_disk_costs_nothing(home: Path, name: str) -> None:
    """One sentence; every file is as it was, and no half of one lies beside it."""
    (home / "one.jsonl").write_text('{"text": "bonjour", "labels": []}\n', encoding="utf-8")
    before = tree(home)
    told = refused(run(home, *FULL[name], room=16))
    assert tree(home) == before
    assert Path(FULL[name][-1]).name in told or "insult.toml" in told


@pytest.mark.parametrize("code", [KEEP, REMEMBER])
@pytest.mark.parametrize("room", [0, 90])
def test_what_is_noted_on_a_full_disk_is_noted_whole_or_not_at_all(home: Path, code: str, room: int) -> None:
    """No half line in the noted sentences, no settings cut in two."""
    before = tree(home)
    refused(run(home, code=code, room=room))
    assert tree(home) == before


@pytest.mark.slow
def test_a_batch_on_a_full_disk_names_each_call_and_leaves_no_half_file(home: Path) -> None:
    """What there was stays; what was heard up to then is in a .part, and nothing torn has a result's name."""
    before = tree(home)
    done = run(home, "replay", "calls", "--out", "results", "--jobs", "1", room=100)
    assert done.returncode not in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    assert "results" in done.stdout + done.stderr
    whole = {name: content for name, content in tree(home).items() if content and not name.endswith(".part")}
    assert whole == before


@pytest.mark.parametrize(
    "args",
    [
        ["review", "heard.jsonl", "--out", "link.html"],
        ["rehearse", "attente", "--typed", "--lang", "fr", "--json", "link.html"],
    ],
)
def test_a_link_in_the_place_of_a_look_back_is_refused(home: Path, args: list[str]) -> None:
    """What was said in a call does not go through a link to a place that nobody chose."""
    (home / "link.html").symlink_to(home / "everybody.html")
    assert "link.html" in refused(run(home, *args, room=1 << 24))
    assert not (home / "everybody.html").exists()


def test_what_was_heard_before_the_disk_was_full_stays(home: Path) -> None:
    """The file of an earlier call is untouched, and the new one's .part holds whole lines up to then."""
    done = run(home, code=SAVE.format(path="kept.jsonl"), room=300)
    assert "kept.jsonl" in refused(done)
    assert (home / "kept.jsonl").read_text(encoding="utf-8") == HEARD
    assert (home / "kept.jsonl.part").read_text(encoding="utf-8").startswith(HEARD.splitlines(keepends=True)[0])


def test_a_read_only_place_is_told(home: Path) -> None:
    """Where nothing can be written, the sentence names the place."""
    if not Path("/proc").is_dir():
        pytest.skip("there is no /proc here")
    told = refused(run(home, code=SAVE.format(path="/proc/heard.jsonl"), room=1 << 20))
    assert "/proc/heard.jsonl" in told
    told = refused(run(home, "phrasebook", "export", "fr", "/proc/out.csv", room=1 << 20))
    assert "/proc/out.csv" in told


def test_settings_behind_a_link_are_written_where_they_are(home: Path) -> None:
    """A clinic that keeps its settings elsewhere keeps them there, its link too."""
    real = home / "elsewhere.toml"
    link = home / "config" / "calmdesk" / "settings.toml"
    link.replace(real)
    link.symlink_to(real)
    done = run(home, code=REMEMBER, room=1 << 20)
    assert done.returncode == 0, done.stderr
    assert link.is_symlink()
    assert "casque" in real.read_text(encoding="utf-8")
    assert real.read_text(encoding="utf-8").startswith(SETTINGS)


def test_a_link_in_the_place_of_noted_sentences_is_refused(home: Path) -> None:
    """What a client said does not go to a place that nobody chose."""
    path = home / "data" / "calmdesk" / "feedback.jsonl"
    path.unlink()
    path.symlink_to(home / "everybody.jsonl")
    assert "feedback.jsonl" in refused(run(home, code=KEEP, room=1 << 20))
    assert not (home / "everybody.jsonl").exists()


def test_a_link_in_the_place_of_a_kept_call_is_not_followed(home: Path) -> None:
    """--save-heard puts its own file, private, in the link's place; what the link led to stays."""
    (home / "link.jsonl").symlink_to(home / "kept.jsonl")
    done = run(home, code=SAVE.format(path="link.jsonl"), room=1 << 20)
    assert done.returncode == 0, done.stderr
    assert (home / "kept.jsonl").read_text(encoding="utf-8") == HEARD
    assert (home / "link.jsonl").stat().st_mode & 0o777 == 0o600
    assert not (home / "link.jsonl").is_symlink()
