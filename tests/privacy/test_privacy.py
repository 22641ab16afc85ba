"""`calmdesk privacy` as a clinic and its adviser use it."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from calmdesk.errors import PhrasebookError
from calmdesk.live.feedback import keep
from calmdesk.phrasebook.files import Problems
from calmdesk.places import PACKAGE, shipped
from calmdesk.privacy.exposure import readable_by_others
from calmdesk.privacy.notice import SLOT, read_all_notice, read_notice
from calmdesk.settings import remember
from cli.conftest import calmdesk

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]

__all__ = ["calmdesk"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
LANGUAGES = sorted(path.parent.name for path in shipped("phrasebooks").glob("*/privacy.toml"))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a folder that everybody may pass through; pytest's are private, and made so again by each of its runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o711)
        yield path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the user's data folder, with nothing in it yet; everybody may pass through all folders above."""
    folder = tmp_path / "data" / "calmdesk"
    folder.mkdir(parents=True)
    return folder


def put(path: Path, mode: int) -> Path:
    """Make a file with these permissions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x" * 3_000, encoding="utf-8")
    path.chmod(mode)
    return path


def facts(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return what --json printed, with the stores by name."""
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "stores": {store["name"]: store for store in found["stores"]}}


def test_a_new_installation_keeps_nothing(calmdesk: Run) -> None:
    """Before anybody has asked for anything there is nothing, and it is said in plain French."""
    done = calmdesk("privacy", "--check", LANG="fr_BE.UTF-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" : rien (") == 5
    assert "Ni son ni mot d'un appel" in done.stdout
    assert "--save-heard" in done.stdout


def test_what_is_kept_is_told_with_how_to_remove_it(calmdesk: Run, data: Path) -> None:
    """Where, how much, since when; the command that is shown removes it."""
    old = put(data / "phrasebooks" / "fr" / "phrases" / "insult.toml", 0o600)
    os.utime(old, (0, 86_400 * 365))
    put(data / "incidents.sqlite", 0o600)
    put(data / "incidents.sqlite-wal", 0o600)
    stores = facts(calmdesk("privacy", "--json"))["stores"]
    assert (stores["phrasebooks"]["files"], stores["phrasebooks"]["since"]) == (1, "1971-01-01")
    assert (stores["incidents"]["files"], stores["incidents"]["bytes"]) == (2, 6_000)
    assert stores["incidents"]["remove"] == "calmdesk incidents purge --all"
    assert stores["feedback"]["remove"] is None
    shown = calmdesk("privacy", "--lang", "nl").stdout
    assert "uw eigen zinnenboeken: 1 bestand(en), 3 kB, sinds 1971-01-01" in shown


def test_a_file_nobody_knows_of_is_told_too(calmdesk: Run, data: Path) -> None:
    """What lies in calmdesk's folder is told, even if calmdesk did not put it there; the others are not removed."""
    put(data / "notes.txt", 0o600)
    put(data / "feedback.jsonl", 0o600)
    others = facts(calmdesk("privacy", "--json"))["stores"]["others"]
    assert others["files"] == 1
    assert "notes.txt" in others["remove"]
    assert "feedback" not in others["remove"]


def test_what_killed_commands_left_is_told_until_it_is_swept(calmdesk: Run, data: Path, tmp_path: Path) -> None:
    """A form of an incident, a folder for a moment, a half-written file: told, private or not, and purged."""
    temporary = tmp_path / "temporary"
    old = time.time() - 3_600
    form, moment = data / "calmdesk-form", temporary / "calmdesk-moment"
    for folder in (form, moment):
        put(folder / "content" / "words", 0o600)
        (folder / ".in-use").touch(mode=0o600)
    beside = put(data / ".feedback.jsonl.12345678", 0o600)
    for path in (form, moment, beside):
        os.utime(path, (old, old))
    stores = facts(calmdesk("privacy", "--json", TMPDIR=str(temporary)))["stores"]
    assert (stores["left"]["files"], stores["left"]["remove"]) == (4, "calmdesk purge")
    assert stores["feedback"]["files"] == 1
    assert "others" not in stores
    shown = calmdesk("privacy", "--lang", "fr", TMPDIR=str(temporary)).stdout
    assert "ce qu'ont laissé des commandes interrompues brutalement : 4 fichier(s)" in shown
    calmdesk("purge", TMPDIR=str(temporary))
    assert [path for path in (form, moment, beside) if path.exists()] == []


@pytest.mark.slow
def test_whatever_commands_keep_is_told(calmdesk: Run, data: Path, tmp_path: Path) -> None:
    """Every file that commands have made in the user's folders is of a kind that is named, with a way to remove it."""
    asked = [
        ("phrasebook", "new", "fr"),
        ("phrasebook", "add", "fr", "insult", "c'est (une honte|honteux) tout ça", "--force"),
        ("incidents", "add", "--note", "cris au comptoir"),
        ("models", "tune", "demo-fr", "--pause", "0.8"),
    ]
    for args in asked:
        done = calmdesk(*args)
        assert done.returncode == 0, done.stderr
    remember({"sound": {"desk_device": "casque"}}, tmp_path / ".config" / "calmdesk" / "settings.toml")
    keep("ça fait une heure", "insult", data / "feedback.jsonl")
    found = facts(calmdesk("privacy", "--json"))
    assert "others" not in found["stores"]
    told = {name: store["files"] for name, store in found["stores"].items()}
    assert all(told.values()), told
    assert all(store["remove"] for store in found["stores"].values())
    made = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert sum(told.values()) == len(made)


PLACES = {
    r"\buser_data\(": {
        *("places.py", "privacy/stores.py", "privacy/report.py", "cli/keeping.py", "doctor/probes.py"),
        *("incidents/address.py", "incidents/connect.py", "incidents/form.py", "live/feedback.py"),
        *("phrasebook/folders.py", "speech/models.py"),
    },
    r"\buser_(config|cache|log|state|documents|runtime)_": {"places.py"},
    r"\btempfile\b": {
        *("scratch.py", "whole_file.py", "overlay/quiet.py", "speech/plain_paths.py", "speech/shelf.py"),
        *("doctor/probes.py", "doctor/examine.py"),
    },
}
"""Who asks for a place of the user's, or of the system's, to put something."""


@pytest.mark.parametrize("words", PLACES)
def test_a_new_place_to_keep_something_is_noticed(words: str) -> None:
    """Who adds a place sees here to it that `privacy.stores` tells of it, or that nothing stays there."""
    texts = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert {name for name, text in texts.items() if re.search(words, text)} == PLACES[words]


@posix
def test_check_fails_where_others_may_read(calmdesk: Run, data: Path) -> None:
    """A file that a colleague's account could open is named, with the command that closes it; it then passes."""
    exposed = put(data / "feedback.jsonl", 0o644)
    put(data / "incidents.sqlite", 0o600)
    done = calmdesk("privacy", "--check", LANG="fr_BE.UTF-8")
    assert done.returncode == 1
    assert str(exposed) in done.stdout.split("D'AUTRES")[1]
    assert f"chmod -R go-rwx {exposed}" in done.stdout
    assert calmdesk("privacy").returncode == 0
    found = facts(calmdesk("privacy", "--json"))
    assert found["private"] is False
    assert found["stores"]["feedback"]["readable_by_others"] == [str(exposed)]
    exposed.chmod(0o600)
    assert calmdesk("privacy", "--check").returncode == 0


@posix
def test_a_private_folder_keeps_what_is_in_it_private(data: Path) -> None:
    """Whoever may not pass through a folder cannot read the files in it, whatever their own permissions are."""
    path = put(data / "feedback.jsonl", 0o644)
    assert readable_by_others(path)
    data.chmod(0o700)
    assert not readable_by_others(path)
    data.chmod(0o710)
    assert readable_by_others(path), "the group may"
    path.chmod(0o604)
    assert not readable_by_others(path), "the group may pass, the rest may read: nobody may do both"
    assert not readable_by_others(data / "nowhere")


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_looked_into_does_not_pass(calmdesk: Run, data: Path) -> None:
    """What nobody can see is not called private."""
    hidden = data / "phrasebooks" / "fr"
    hidden.mkdir(parents=True)
    hidden.chmod(0)
    done = calmdesk("privacy", "--check")
    hidden.chmod(0o700)
    assert done.returncode == 1
    assert str(hidden) in done.stdout


def test_incidents_are_looked_for_where_the_clinic_keeps_them(calmdesk: Run, tmp_path: Path) -> None:
    """Another file, or a server, that the settings name."""
    elsewhere = put(tmp_path / "share" / "incidents.sqlite", 0o600)
    stores = facts(calmdesk("privacy", "--json", CALMDESK_INCIDENTS_DATABASE=str(elsewhere)))["stores"]
    assert (stores["incidents"]["path"], stores["incidents"]["files"]) == (str(elsewhere), 1)
    server = "postgresql://calmdesk:secret@db.clinic/incidents"
    done = calmdesk("privacy", CALMDESK_INCIDENTS_DATABASE=server)
    assert "db.clinic" in done.stdout
    assert "secret" not in done.stdout


@posix
def test_what_calmdesk_makes_itself_passes(calmdesk: Run, data: Path) -> None:
    """A clinic's own phrasebook and its incidents are for their owner from the start, with the usual umask."""
    before = os.umask(0o022)
    try:
        assert calmdesk("phrasebook", "new", "fr").returncode == 0
        assert calmdesk("incidents", "add", "--note", "cris au comptoir").returncode == 0
    finally:
        os.umask(before)
    done = calmdesk("privacy", "--check")
    assert done.returncode == 0, done.stdout
    assert stat.S_IMODE((data / "incidents.sqlite").stat().st_mode) == 0o600


def test_an_incident_is_kept_without_what_tells_who_it_was(calmdesk: Run) -> None:
    """Noted or changed, its texts lose names and numbers, which is said; --no-redact keeps them."""
    add = ("incidents", "add", "--lang", "fr", "--author", "Inès", "--words")
    done = calmdesk(*add, "je m'appelle jean dupont et vous allez voir", "--note", "rappelle au 0472/23.45.67")
    assert "masqués" in done.stderr
    assert "masqués" not in calmdesk(*add, "espèce de cruche", "--note", "attendait depuis 40 minutes").stderr
    calmdesk(*add, "je m'appelle jean dupont", "--no-redact")
    calmdesk("incidents", "edit", "2", "--lang", "fr", "--follow-up", "M. Dupont s'est excusé")
    kept = json.loads(calmdesk("incidents", "export", "-", "--format", "json").stdout)
    texts = json.dumps(kept, ensure_ascii=False)
    assert "je m'appelle [nom] et vous allez voir" in texts
    assert "rappelle au [téléphone]" in texts
    assert "M. [nom] s'est excusé" in texts
    assert texts.count("jean dupont") == 1
    assert "Inès" in texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_notice_can_be_said_and_posted(calmdesk: Run, lang: str) -> None:
    """Short enough to say in some breaths, with the clinic's name; the clinic is sent to its adviser."""
    shown = calmdesk("privacy", "--notice", "--lang", lang).stdout
    notice = read_notice(lang).named("Clinique du Parc")
    assert len(notice.spoken.split()) <= 60
    assert "Clinique du Parc" in notice.spoken
    assert notice.posted.startswith("Clinique du Parc")
    assert SLOT not in notice.spoken + notice.posted + shown
    assert notice.adviser in shown


def test_every_phrasebook_that_ships_has_a_notice() -> None:
    """Nobody has to write one from nothing."""
    assert {path.parent.name for path in shipped("phrasebooks").glob("*/language.toml")} == set(LANGUAGES)


def test_the_clinics_own_notice_comes_first(calmdesk: Run, data: Path) -> None:
    """A clinic whose adviser has changed the text has it printed; a slip in it is named with its line."""
    own = data / "phrasebooks" / "fr" / "privacy.toml"
    own.parent.mkdir(parents=True)
    own.write_text('clinic = "chez nous"\nspoken = "Bonjour."\nposted = "Avis"\nadviser = "ok"\n', encoding="utf-8")
    assert "Bonjour." in calmdesk("privacy", "--notice").stdout
    own.write_text('clinic = "chez nous"\nspoken = 7\n', encoding="utf-8")
    done = calmdesk("privacy", "--notice")
    assert done.returncode == PhrasebookError.exit_code
    assert "privacy.toml:2" in done.stderr


def test_a_notice_lacking_a_text_is_no_notice(tmp_path: Path) -> None:
    """An author learns of all that is missing at once."""
    path = tmp_path / "privacy.toml"
    path.write_text('clinic = "x"\nspoken = " "\n', encoding="utf-8")
    problems = Problems()
    read_all_notice(path, problems)
    assert len(problems.errors) == 3


def test_an_unknown_language_is_named(calmdesk: Run) -> None:
    """As everywhere else."""
    done = calmdesk("privacy", "--lang", "tlh")
    assert done.returncode == PhrasebookError.exit_code
    assert "tlh" in done.stderr
