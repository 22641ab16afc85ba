from __future__ import annotations

import hashlib
import io
import os
import pty
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.doctor import here
from calmdesk.doctor.examine import PROBES, ask
from calmdesk.doctor.finding import Finding, Level
from calmdesk.messages import say
from calmdesk.places import shipped
from calmdesk.speech.catalogue import Sum
from calmdesk.speech.receipt import write_receipt

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.doctor.examine import Probe

BY_NAME = {probe.name: probe for probe in PROBES}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home in which the checks look."""
    for name, folder in {"HOME": "", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    for name in ("CALMDESK_MODEL", "CALMDESK_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a package that fails before the installed one, as a broken installation does."""

    def put(package: str, code: str) -> None:
        folder = tmp_path / "broken"
        folder.mkdir(exist_ok=True)
        (folder / f"{package}.py").write_text(code, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *sys.path]))

    return put


def found(name: str, lang: str = "fr", words: str = "en", **changes: float) -> list[tuple[Level, str, str]]:
    """Return the findings of a check, told."""
    probe: Probe = replace(BY_NAME[name], **changes)  # type: ignore[arg-type]  # only numbers are changed
    return [
        (each.level, say(each.says, each.details, words), say(each.hint, each.details, words))
        for each in ask(probe, lang, words)
    ]


def test_vosk_is_there() -> None:
    """Its version is named."""
    [(level, says, _)] = found("vosk")
    assert (level, says.split()[0]) == (Level.OK, "Vosk")


@pytest.mark.parametrize(
    "code", ["raise OSError('libvosk.so: cannot open shared object file')", "import os; os.abort()", "1 /"]
)
def test_a_broken_vosk_is_a_problem(code: str, broken: Callable[[str, str], None]) -> None:
    """A library that is missing, or ends its process, does not end the doctor."""
    broken("vosk", code)
    [(level, says, mend)] = found("vosk")
    assert level is Level.PROBLEM
    assert says.startswith("this does not work: ")
    assert mend == "python -m pip install --force-reinstall vosk"


def test_a_missing_portaudio_is_a_problem(broken: Callable[[str, str], None]) -> None:
    """On Linux it does not come with the package: the command that installs it is named."""
    broken("sounddevice", "raise OSError('PortAudio library not found')")
    [(level, says, mend)] = found("sound")
    assert (level, says) == (Level.PROBLEM, "the sound library PortAudio is missing")
    assert "apt install libportaudio2" in mend


def test_a_sound_server_that_hangs_does_not_hang_the_doctor(broken: Callable[[str, str], None]) -> None:
    """After its time a check is given up, and what it has started is not waited for."""
    broken(
        "sounddevice",
        "import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])\n"
        "time.sleep(20)",
    )
    [(level, says, _)] = found("sound", seconds=1.5)
    assert (level, says) == (Level.PROBLEM, "no answer within 2 seconds")


@pytest.mark.parametrize("code", ["raise RuntimeError('no engine')", "init = 3", "import os; os._exit(3)"])
def test_a_machine_without_a_voice_is_only_warned(code: str, broken: Callable[[str, str], None]) -> None:
    """Calls need no voice."""
    broken("pyttsx3", code)
    [(level, says, mend)] = found("voice")
    assert level is Level.WARNING
    assert says.startswith("the voice of this machine does not work: ")
    assert mend


def test_a_voice_of_another_language(broken: Callable[[str, str], None]) -> None:
    """An English voice does not read French."""
    broken(
        "pyttsx3",
        "class Voice: id = name = 'english'; languages = [b'\\x05en-gb']\n"
        "class Engine:\n    def getProperty(self, name): return [Voice()]\ninit = Engine",
    )
    [(level, says, _)] = found("voice")
    assert (level, says) == (Level.WARNING, "this machine has no voice that speaks 'fr'")
    assert found("voice", "en")[0][0] is Level.OK


def test_the_model_that_ships_is_a_warning() -> None:
    """It works, and is not for real calls; one command mends that."""
    [(level, says, mend)] = found("model")
    assert (level, mend) == (Level.WARNING, "calmdesk models install fr")
    assert "trying out" in says


def test_no_model_is_a_problem() -> None:
    """A language without a model cannot be heard."""
    [(level, says, mend)] = found("model", "nl")
    assert (level, says) == (Level.PROBLEM, "there is no speech model for nl; there are models for: fr")
    assert mend.startswith("calmdesk models install nl")
    assert found("model", "zz")[0][2] == "calmdesk models list", "there is none to be installed"


def test_a_damaged_model_is_a_problem(tmp_path: Path) -> None:
    """Whatever lies where models lie, the doctor says it."""
    folder = tmp_path / "data" / "calmdesk" / "models" / "fr"
    (folder / "am").mkdir(parents=True)
    [(level, says, mend)] = found("model")
    assert (level, mend) == (Level.PROBLEM, "calmdesk models remove fr")
    assert "is incomplete" in says


@pytest.mark.parametrize("torn", ["am/final.mdl", "graph/HCLG.fst"])
def test_a_torn_model_is_a_problem(torn: str, tmp_path: Path) -> None:
    """Cut off at half of a file, as by a disk that was full: the command that gets it again is named."""
    name = "vosk-model-small-fr-0.22"
    folder = tmp_path / "data" / "calmdesk" / "models" / name
    shutil.copytree(shipped("models") / "demo-fr", folder)
    file = next(path for path in (folder / torn, *sorted(folder.glob("graph/*.fst"))) if path.is_file())
    os.truncate(file, file.stat().st_size // 2)
    [(level, says, mend)] = found("model")
    assert (level, mend) == (Level.PROBLEM, f"calmdesk models install {name} --again")
    assert name in says


def test_a_model_changed_since_its_installation_is_a_problem(tmp_path: Path) -> None:
    """One byte more, which Vosk does not mind."""
    folder = tmp_path / "data" / "calmdesk" / "models" / "fr-clinic"
    shutil.copytree(shipped("models") / "demo-fr", folder)
    files = (path for path in folder.rglob("*") if path.is_file())
    sums = {
        path.relative_to(folder).as_posix(): Sum(path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in files
    }
    write_receipt(folder, sums)
    assert found("model")[0][0] is Level.OK
    with (folder / "README.md").open("a", encoding="utf-8") as readme:
        readme.write("\n")
    assert found("model")[0][:2] == (Level.PROBLEM, "the speech model fr-clinic is damaged: README.md")


def test_settings(tmp_path: Path) -> None:
    """None are fine; wrong ones are told with file and line, in the language that is spoken."""
    assert found("settings")[0][0] is Level.OK
    path = tmp_path / "config" / "calmdesk" / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[clinic]\nvet = "Dr Roux"\n', encoding="utf-8")
    assert found("settings") == [(Level.OK, str(path), "")]
    path.write_text("[clinic]\nvte = 3\n", encoding="utf-8")
    [(level, says, _)] = found("settings")
    assert level is Level.PROBLEM
    assert f"{path}:2: unknown key « vte »" in says
    assert "clé inconnue" in found("settings", words="fr")[0][1]


def test_phrasebooks(tmp_path: Path) -> None:
    """Those that ship can be used; a mistake in the clinic's own phrases is a problem of that language only."""
    assert {level for level, _, _ in found("phrasebooks")} == {Level.OK}
    own = tmp_path / "data" / "calmdesk" / "phrasebooks" / "fr" / "phrases"
    own.mkdir(parents=True)
    (own / "insult.toml").write_text('family = "insult"\nphrases = [3', encoding="utf-8")
    levels = {says.split()[2]: (level, mend) for level, says, mend in found("phrasebooks")}
    assert levels["fr"] == (Level.PROBLEM, "calmdesk phrasebook check fr")
    assert levels["nl"] == (Level.OK, "")


def test_an_unknown_language() -> None:
    """Without phrases for the calls nothing could be advised."""
    [(level, says, _)] = found("phrasebooks", "xx")
    assert (level, says) == (Level.PROBLEM, "no phrasebook for 'xx'")


def test_folders_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the folder should be, or one of somebody else's: with the command that mends it."""
    assert {level for level, _, _ in found("folders")} == {Level.OK}
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    assert (Level.PROBLEM, f"{tmp_path / 'data'} cannot be written") in [each[:2] for each in found("folders")]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_folders_others_can_read(home: Path) -> None:
    """What a clinic documents is nobody else's business; a closed folder above closes those in it."""
    folder = home / "data" / "calmdesk"
    folder.mkdir(parents=True)
    shut = [path for path in (folder, *folder.parents) if not path.stat().st_mode & 0o001]
    if shut[1:]:
        assert found("folders")[0][0] is Level.OK
    outside = Path(os.path.realpath("/tmp")) / f"calmdesk test é {os.getpid()}"  # noqa: S108  # a folder open to all
    outside.mkdir(mode=0o755)
    try:
        assert _folder_warning(outside)
        outside.chmod(0o700)
        assert not _folder_warning(outside)
    finally:
        outside.rmdir()


def _folder_warning(folder: Path) -> bool:
    os.environ["CALMDESK_SETTINGS"] = str(folder / "settings.toml")
    try:
        mends = [mend for _, says, mend in found("folders") if says == f"other users of this machine can read {folder}"]
        assert mends in ([], [f"chmod 700 '{folder}'"])
        return bool(mends)
    finally:
        del os.environ["CALMDESK_SETTINGS"]


def test_python() -> None:
    """Newer and older ones, and those of 32 bits, are told from those Vosk has wheels for."""
    assert [finding.level for finding in here.python((3, 12), 64)] == [Level.OK]
    for version, bits in (((3, 10), 64), ((3, 14), 64), ((3, 12), 32)):
        assert [finding.level for finding in here.python(version, bits)] == [Level.PROBLEM]


def test_an_old_console() -> None:
    """One that writes cp850, into a file: two warnings, each with its way out."""
    findings = list(here.terminal(io.TextIOWrapper(io.BytesIO(), encoding="cp850")))
    assert [finding.level for finding in findings] == [Level.WARNING, Level.WARNING]
    assert all(finding.hint for finding in findings)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(
    ("size", "level"), [((100, 40), Level.OK), ((40, 40), Level.WARNING), ((100, 8), Level.WARNING)]
)
def test_the_size_of_the_terminal(size: tuple[int, int], level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window in which parts of the overlay would be left out is said to be small."""
    monkeypatch.setenv("TERM", "xterm")
    master, slave = pty.openpty()
    try:
        columns, rows = size
        subprocess.run(["stty", "cols", str(columns), "rows", str(rows)], stdin=slave, check=True)
        with os.fdopen(os.dup(slave), "w", encoding="utf-8") as stream:
            assert [finding.level for finding in here.terminal(stream)] == [level]
    finally:
        os.close(master)
        os.close(slave)


def test_a_finding_goes_from_process_to_process() -> None:
    """What is said stays the same."""
    finding = Finding(Level.WARNING, "{folder} has {free} MB of room left", "make room", {"folder": "/x", "free": "3"})
    assert Finding.from_json(finding.as_json("fr")) == finding
