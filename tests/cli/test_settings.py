"""`calmdesk settings`, with a real editor: a small program that writes what a person would have typed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.settings.secret import without_password
from support.tmux import NEEDS_TMUX, Tmux

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]

GOOD = '# à nous\n[clinic]\nvet = "le docteur Roux"\n'
WRONG = '[clinic]\nvte = "le docteur Roux"\n'
HOME_FILE = Path(".config/calmdesk/settings.toml")

posix = pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the settings of the test's home are; they are not there yet."""
    return tmp_path / HOME_FILE


@pytest.fixture
def editor(tmp_path: Path) -> Callable[..., str]:
    """Make an editor that writes one text after the other, each time it is opened, and return what VISUAL names."""

    def make(*texts: str | bytes, code: int = 0) -> str:
        folder = tmp_path / "éditeur à nous"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (folder / str(number)).write_bytes(text if isinstance(text, bytes) else text.encode())
        program = folder / "écrire.py"
        program.write_text(
            "import pathlib, sys\n"
            "here = pathlib.Path(__file__).parent\n"
            "assert sys.argv[1] == '--wait'\n"
            "draft = pathlib.Path(sys.argv[2])\n"
            "with (here / 'seen').open('ab') as seen: seen.write(draft.read_bytes() + b'\\0')\n"
            "texts = sorted(here.glob('[0-9]'))\n"
            "if texts: texts[0].replace(draft)\n"
            f"sys.exit({code})\n",
            encoding="utf-8",
        )
        return f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} --wait"

    return make


def seen(tmp_path: Path) -> list[str]:
    """Return what the editor has shown, each time it was opened."""
    return (tmp_path / "éditeur à nous" / "seen").read_text(encoding="utf-8").split("\0")[:-1]


def test_the_first_time_everything_is_explained(
    calmdesk: Run, editor: Callable[..., str], tmp_path: Path, file: Path
) -> None:
    """A French clinic reads French comments; closed as it is, the file is there and sets nothing."""
    done = calmdesk("settings", "edit", VISUAL=editor(), LANG="fr_FR.UTF-8")
    assert (done.returncode, done.stdout) == (0, f"rien n'a été changé : {file}\n")
    [shown] = seen(tmp_path)
    assert "# le nom de la clinique\n#clinic = " in shown
    assert file.read_text(encoding="utf-8") == shown
    assert sorted(path.name for path in file.parent.iterdir()) == ["settings.toml"]


@posix
def test_the_file_is_its_owner_s_alone(calmdesk: Run, editor: Callable[..., str], file: Path) -> None:
    """An address in it may hold a password."""
    calmdesk("settings", "edit", VISUAL=editor(GOOD))
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]


def test_what_was_typed_holds(calmdesk: Run, editor: Callable[..., str], file: Path) -> None:
    """Edited, saved, in force, word by word; EDITOR is asked where VISUAL is not set."""
    done = calmdesk("settings", "edit", EDITOR=editor(GOOD))
    assert (done.returncode, done.stdout) == (0, f"the settings are changed: {file}\n")
    assert file.read_text(encoding="utf-8") == GOOD
    shown = calmdesk("settings", "show").stdout
    [line] = [line for line in shown.splitlines() if line.startswith("clinic.vet")]
    assert line.split("  ")[0] == "clinic.vet"
    assert '"le docteur Roux"' in line
    assert line.rstrip().endswith("settings.toml, line 3")


@pytest.mark.parametrize("text", [WRONG, "[clinic\n", b'[clinic]\nvet = "le m\xe9decin"\n', 'vet = "x"'])
def test_a_mistake_does_not_count_and_is_not_lost(
    text: str | bytes, calmdesk: Run, editor: Callable[..., str], tmp_path: Path, file: Path
) -> None:
    """The settings stay as they were, the text is kept, and the next `edit` goes on with it."""
    file.parent.mkdir(parents=True)
    file.write_text(GOOD, encoding="utf-8")
    done = calmdesk("settings", "edit", VISUAL=editor(text))
    draft = file.with_name("settings.draft.toml")
    assert done.returncode == 8
    assert str(draft) in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_text(encoding="utf-8") == GOOD
    assert draft.read_bytes() == (text if isinstance(text, bytes) else text.encode())
    assert calmdesk("settings", "check").returncode == 0

    draft.write_text(draft.read_bytes().decode(errors="replace"), encoding="utf-8")
    again = calmdesk("settings", "edit", VISUAL=editor(GOOD.replace("Roux", "Maes")))
    assert again.returncode == 0
    assert "you go on with the text" in again.stderr
    assert seen(tmp_path)[-1] == draft_text(text)
    assert "Maes" in file.read_text(encoding="utf-8")
    assert not draft.exists()


def draft_text(text: str | bytes) -> str:
    """Return a text as the next editor shows it."""
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def test_an_editor_that_fails_changes_nothing(calmdesk: Run, editor: Callable[..., str], file: Path) -> None:
    """Given up in the editor: nothing is left behind; what was written already is kept."""
    done = calmdesk("settings", "edit", VISUAL=editor(code=1))
    assert done.returncode == 2
    assert "Editing failed" in done.stderr
    assert list(file.parent.iterdir()) == []
    calmdesk("settings", "edit", VISUAL=editor(GOOD, code=1))
    assert [path.name for path in file.parent.iterdir()] == ["settings.draft.toml"]


@pytest.mark.parametrize("name", ["no-such-editor", "'"])
def test_an_editor_that_is_not_there_is_named(name: str, calmdesk: Run) -> None:
    """With the variable that names another one."""
    done = calmdesk("settings", "edit", VISUAL=name, LANG="fr_FR.UTF-8")
    assert done.returncode == 2
    assert "votre éditeur a échoué : " in done.stderr
    assert "VISUAL" in done.stderr


def test_an_editor_that_takes_the_draft_away(calmdesk: Run, file: Path) -> None:
    """The settings are not emptied by it."""
    file.parent.mkdir(parents=True)
    file.write_text(GOOD, encoding="utf-8")
    done = calmdesk("settings", "edit", VISUAL="rm")
    assert (done.returncode, done.stdout) == (0, f"nothing was changed: {file}\n")
    assert file.read_text(encoding="utf-8") == GOOD


def test_what_another_command_has_changed_meanwhile_is_not_lost(
    calmdesk: Run, editor: Callable[..., str], file: Path
) -> None:
    """`listen --remember` in another window while the editor is open: neither text is thrown away."""
    file.parent.mkdir(parents=True)
    file.write_text(GOOD, encoding="utf-8")
    remembered = f"{GOOD}[sound]\ndevice = 'Jabra'\n"
    (file.parent / "remembered").write_text(remembered, encoding="utf-8")
    script = file.with_name("meanwhile.sh")
    script.write_text(f'cp "{file.parent}/remembered" "{file}"\n{editor(GOOD + "# plus")} "$1"\n', encoding="utf-8")
    done = calmdesk("settings", "edit", VISUAL=f"sh {script}")
    assert done.returncode == 8
    assert "meanwhile" in done.stderr
    assert file.read_text(encoding="utf-8") == remembered
    assert file.with_name("settings.draft.toml").read_text(encoding="utf-8") == GOOD + "# plus"


@posix
def test_a_link_stays_a_link(calmdesk: Run, editor: Callable[..., str], tmp_path: Path, file: Path) -> None:
    """A clinic may keep its settings on a share."""
    (tmp_path / "share").mkdir()
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "share" / "nos réglages.toml")
    assert calmdesk("settings", "edit", VISUAL=editor(GOOD)).returncode == 0
    assert file.is_symlink()
    assert (tmp_path / "share" / "nos réglages.toml").read_text(encoding="utf-8") == GOOD


@posix
def test_a_folder_that_cannot_be_written_is_named(calmdesk: Run, editor: Callable[..., str], tmp_path: Path) -> None:
    """A file where the folder should be: its path and the reason, no traceback."""
    (tmp_path / ".config").write_text("", encoding="utf-8")
    done = calmdesk("settings", "edit", VISUAL=editor(GOOD))
    assert done.returncode == 8
    assert str(tmp_path / HOME_FILE) in done.stderr


def test_where_the_file_is(calmdesk: Run, tmp_path: Path, file: Path) -> None:
    """For scripts: the path and nothing else, also of a file that is not there."""
    assert calmdesk("settings", "path").stdout == f"{file}\n"
    other = str(tmp_path / "autre" / "réglages.toml")
    assert calmdesk("settings", "path", CALMDESK_SETTINGS=other).stdout == f"{other}\n"


def test_another_file_is_made_where_it_was_named(calmdesk: Run, editor: Callable[..., str], tmp_path: Path) -> None:
    """CALMDESK_SETTINGS names one that is not there yet: every command says so, `edit` makes it."""
    other = tmp_path / "autre" / "réglages.toml"
    assert calmdesk("settings", "show", CALMDESK_SETTINGS=str(other)).returncode == 8
    assert calmdesk("settings", "edit", VISUAL=editor(GOOD), CALMDESK_SETTINGS=str(other)).returncode == 0
    assert calmdesk("settings", "show", CALMDESK_SETTINGS=str(other)).returncode == 0


def test_mistakes_are_named(calmdesk: Run, file: Path) -> None:
    """`check` names each with its line, and a script sees the exit code; without a file all is well."""
    assert calmdesk("settings", "check").returncode == 0
    file.parent.mkdir(parents=True)
    file.write_text(WRONG + "[advice]\nconnection = 1\n", encoding="utf-8")
    done = calmdesk("settings", "check", LANG="fr_FR.UTF-8")
    assert done.returncode == 8
    assert f"{file}:2: clé inconnue « vte »" in done.stderr
    assert f"{file}:4: connection vaut true" in done.stderr
    assert "calmdesk settings edit" in done.stderr


def test_programs_read_what_holds(calmdesk: Run, file: Path) -> None:
    """JSON says of each key the value, where it comes from and what could stand above; TOML is a file again."""
    file.parent.mkdir(parents=True)
    file.write_text(GOOD, encoding="utf-8")
    named = {"CALMDESK_CALLS_SILENCE": "45", "CALMDESK_SOUND_DEVICE": "Casque « é »"}
    facts = json.loads(calmdesk("settings", "show", "--format", "json", **named).stdout)
    by_name = {f"{each['table']}.{each['key']}": each for each in facts["settings"]}
    assert facts["path"] == str(file)
    assert [by_name["clinic.vet"][name] for name in ("value", "source", "line")] == ["le docteur Roux", "file", 3]
    assert [by_name["calls.silence"][name] for name in ("value", "source", "line")] == [45, "environment", None]
    assert [by_name["sound.device"][name] for name in ("variable", "option")] == ["CALMDESK_SOUND_DEVICE", "--device"]
    told = tomllib.loads(calmdesk("settings", "show", "--format", "toml", **named).stdout)
    assert {f"{table}.{key}": value for table, keys in told.items() for key, value in keys.items()} == {
        name: each["value"] for name, each in by_name.items()
    }


@pytest.mark.parametrize("form", ["table", "json", "toml"])
def test_a_password_is_not_shown(form: str, calmdesk: Run) -> None:
    """Who looks over the shoulder sees the server, not the password."""
    shown = calmdesk(
        "settings", "show", "--format", form, CALMDESK_INCIDENTS_DATABASE="postgresql://desk:s3cret@db.clinic/calmdesk"
    ).stdout
    assert "db.clinic" in shown
    assert "s3cret" not in shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("postgresql://desk:s3/c@ret@db/calmdesk", "postgresql://desk:***@db/calmdesk"),
        ("postgresql://desk@db/calmdesk?PassWord=s3cret&port=1", "postgresql://desk@db/calmdesk?PassWord=***&port=1"),
        ("postgresql:/desk:s3cret@db/calmdesk", "postgresql:/desk:***@db/calmdesk"),
        ("desk:s3cret@db/calmdesk", "desk:***@db/calmdesk"),
        ("host=db password='s3 \\' cret' user=desk", "host=db password=*** user=desk"),
        ("postgresql://desk@db:5432/calmdesk", "postgresql://desk@db:5432/calmdesk"),
        ("C:\\Users\\lea@db\\incidents.sqlite", "C:\\Users\\lea@db\\incidents.sqlite"),
        ("sqlite:///C:/lea@db/incidents.sqlite", "sqlite:///C:/lea@db/incidents.sqlite"),
        ("/srv/lea:x@db/incidents.sqlite", "/srv/lea:x@db/incidents.sqlite"),
    ],
)
def test_a_password_is_known_where_it_was_written_wrong(written: str, shown: str) -> None:
    """Unescaped, as an option, without a scheme: masked; a path with the same signs in it stays."""
    assert without_password(written) == shown


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no such terminals")
def test_the_path_plays_no_tricks_on_a_terminal(tmp_path: Path) -> None:
    """A folder's name that clears the screen: shown harmless to a person, as it is to a script, escaped as JSON."""
    home = tmp_path / "a\x1b[2J\u202eb"
    home.write_text(GOOD, encoding="utf-8")
    environment = os.environ | {"CALMDESK_SETTINGS": str(home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "calmdesk", "settings"]
    ours, theirs = os.openpty()
    subprocess.run([*command, "path"], env=environment, stdout=theirs, check=True)
    assert os.read(ours, 4096).decode().strip() == str(tmp_path / "ab")
    os.close(ours)
    os.close(theirs)
    told = [
        subprocess.run([*command, *more], env=environment, capture_output=True, encoding="utf-8", check=True).stdout
        for more in (["path"], ["show", "--format", "json"])
    ]
    assert told[0] == f"{home}\n"
    assert json.loads(told[1])["path"] == str(home)
    assert not {"\x1b", "\u202e"} & {*told[1]}


def test_an_option_stands_above_a_variable(calmdesk: Run) -> None:
    """The last word has who gives the command."""
    named = {"CALMDESK_INCIDENTS_AUTHOR": "Léa"}
    assert calmdesk("incidents", "add", "--note", "cris", **named).returncode == 0
    assert calmdesk("incidents", "add", "--note", "cris", "--author", "Noé", **named).returncode == 0
    listed = calmdesk("incidents", "export", "-", "--format", "json").stdout
    assert "Léa" in listed
    assert "Noé" in listed


@pytest.mark.slow
def test_killed_at_any_moment_the_settings_are_whole(editor: Callable[..., str], tmp_path: Path, file: Path) -> None:
    """The old text or the new one, never half of one; thirty times, at moments spread over the whole run."""
    texts = [f"{GOOD}# {'x' * 200_000}{number}\n" for number in range(2)]
    file.parent.mkdir(parents=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "XDG"))}
    for attempt in range(30):
        file.write_text(texts[0], encoding="utf-8")
        environment = {**clean, "HOME": str(tmp_path), "VISUAL": editor(texts[1])}
        process = subprocess.Popen(
            [sys.executable, "-m", "calmdesk", "settings", "edit"], env=environment, stdin=subprocess.DEVNULL
        )
        time.sleep(0.02 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert file.read_text(encoding="utf-8") in texts
        file.with_name("settings.draft.toml").unlink(missing_ok=True)


@pytest.fixture
def terminal() -> Iterator[Tmux]:
    """Return a terminal of this test's own."""
    opened = Tmux()
    yield opened
    opened.end()


@pytest.mark.terminal
@NEEDS_TMUX[1]
def test_a_mistake_is_mended_at_once(terminal: Tmux, editor: Callable[..., str], tmp_path: Path, file: Path) -> None:
    """On a terminal it asks; Enter opens the editor with the same text, and then it holds."""
    home = f"HOME={tmp_path} XDG_CONFIG_HOME={tmp_path}/.config LC_ALL=fr_FR.UTF-8 PYTHONUTF8=1"
    terminal.calmdesk("settings", "edit", before=f"env {home} VISUAL={shlex.quote(editor(WRONG, GOOD))}", width=250)
    assert "clé inconnue « vte »" in terminal.wait_for("Entrée : corriger maintenant")
    terminal.type("Enter")
    terminal.wait_for("les réglages sont changés")
    terminal.wait_for("ended with 0")
    assert file.read_text(encoding="utf-8") == GOOD
    assert seen(tmp_path)[1] == WRONG


@pytest.mark.terminal
@NEEDS_TMUX[1]
@pytest.mark.parametrize(("key", "code"), [("q", 8), ("C-c", 130), ("C-d", 130)])
def test_a_mistake_can_wait(
    key: str, code: int, terminal: Tmux, editor: Callable[..., str], tmp_path: Path, file: Path
) -> None:
    """Q, Ctrl-C, Ctrl-D: the settings are as they were, the text is kept."""
    home = f"HOME={tmp_path} XDG_CONFIG_HOME={tmp_path}/.config"
    terminal.calmdesk("settings", "edit", before=f"env {home} VISUAL={shlex.quote(editor(WRONG))}", width=250)
    terminal.wait_for("leave it for later")
    terminal.type(key, *(["Enter"] if key == "q" else []))
    terminal.wait_for(f"ended with {code}")
    assert not file.exists()
    assert file.with_name("settings.draft.toml").read_text(encoding="utf-8") == WRONG
