"""``calmdesk incidents`` as it is used: the real program, its own home, its own clock."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from calmdesk.incidents.address import address
from calmdesk.incidents.incident import Incident
from calmdesk.incidents.store import Incidents
from support.terminal import on_a_terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

FRENCH = {"LANG": "fr_BE.UTF-8", "TZ": "Europe/Brussels"}
PASSPHRASE = "cheval correct pile agrafe"  # noqa: S105  # of made-up incidents
LAST_WEEK = (datetime.now().astimezone() - timedelta(days=7)).strftime("%d/%m/%Y")


@pytest.fixture
def incidents(calmdesk: Run) -> Run:
    """Run ``calmdesk incidents`` on a French machine."""

    def run(*args: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return calmdesk("incidents", *args, stdin=stdin, **(FRENCH | environment))

    return run


@pytest.fixture
def two(incidents: Run, tmp_path: Path) -> Run:
    """Run the same, where two incidents were noted."""
    last_week = datetime.strptime(f"{LAST_WEEK} 14:05", "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo(FRENCH["TZ"]))
    words = ("vous êtes nulle", "=cmd|calc")
    families = ("insult", "waiting")
    with Incidents(address(str(file_in(tmp_path)))) as kept:
        first = Incident(at=last_week, families=families, rung=3, words=words, note="Attente d'une heure.")
        kept.add(replace(first, measures="Avertissement.", author="Léa"))
        kept.add(Incident(at=datetime.now().astimezone(), families=("flirting",), note="Propos déplacés."))
    return incidents


def file_in(tmp_path: Path) -> Path:
    """Return where the incidents of the test's user lie."""
    return tmp_path / "data" / "calmdesk" / "incidents.sqlite"


def test_nothing_is_kept_until_something_is_noted(incidents: Run, tmp_path: Path) -> None:
    """Looking makes no file."""
    for words in (["list"], ["show", "1"], ["trends"], ["purge"], ["export", "x.csv"]):
        done = incidents(*words)
        assert (done.returncode, done.stderr) == (0, "aucun incident n'a encore été noté ici\n")
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").rglob("*.sqlite"))
    assert not (tmp_path / "x.csv").exists()


def test_an_incident_is_noted_with_options(incidents: Run, tmp_path: Path) -> None:
    """By title or name, with a date as people write it; the file is its user's alone."""
    given = [
        "--at",
        f"{LAST_WEEK} 14h05",
        "--family",
        "Insulte",
        "--family",
        "waiting",
        "--words",
        "un",
        "--words",
        "deux",
    ]
    assert incidents("add", *given).stdout == "incident 1 noté\n"
    shown = incidents("show", "1").stdout
    assert f"{LAST_WEEK} 14:05" in shown
    assert "Insulte, Attente" in shown
    assert re.search(r"« un »\n +« deux »", shown)
    assert stat.S_IMODE(file_in(tmp_path).stat().st_mode) == 0o600


@pytest.mark.slow
def test_what_was_noted_is_listed_and_shown(two: Run) -> None:
    """In French: titles of the families, the rung, the exact words."""
    listed = two("list").stdout
    assert "Insulte, Attente" in listed
    assert f"{LAST_WEEK} 14:05" in listed
    shown = two("show", "1").stdout
    assert re.search(r"marche +3 \(demande directe\)", shown)
    assert re.search(r"mots exacts +« vous êtes nulle »\n +« =cmd|calc »", shown)
    assert re.search(r"noté par +Léa", shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (["--family", "Insulte"], ["1"]),
        (["--rung", "1"], ["1"]),
        (["--since", "today"], ["2"]),
        (["--until", LAST_WEEK], ["1"]),
        (["--family", "fear"], []),
        (["--most", "1"], ["2"]),
    ],
)
def test_lists_are_filtered(two: Run, filters: list[str], numbers: list[str]) -> None:
    """By family, rung and day; the last ones only."""
    today = datetime.now().astimezone().strftime("%Y-%m-%d")
    listed = two("list", *(today if word == "today" else word for word in filters), TZ=time.tzname[0]).stdout
    assert re.findall(r"^ *(\d+) +\d\d/", listed, re.MULTILINE) == numbers


@pytest.mark.slow
def test_an_unknown_family_is_told_the_known_ones(incidents: Run) -> None:
    """By name and title, in French."""
    done = incidents("add", "--family", "insolence")
    assert done.returncode == 2
    assert "il n'y a pas de famille insolence" in done.stderr
    assert "insult (Insulte)" in done.stderr


REFUSED = {
    "--at 11/23/2026 10:00 --note x": "ce moment n'existe pas",
    "--at 01/01/2999 10:00 --note x": "dans le futur",
    "--at 01/01/2001 10:00 --note x": "supprimé aussitôt",
    "": "rien à noter",
    "--measures x": "rien à noter",
}


@pytest.mark.slow
@pytest.mark.parametrize("given", REFUSED)
def test_a_mistake_is_said_and_nothing_is_noted(incidents: Run, given: str) -> None:
    """Dates, and an incident without content."""
    words = re.findall(r"--\S+|[^-\s][^-]*[^-\s]|x", given)
    done = incidents("add", *words)
    assert done.returncode in {2, 9}
    assert REFUSED[given] in done.stderr
    assert "aucun incident" in incidents("list").stderr


@pytest.mark.slow
def test_an_incident_is_changed(two: Run) -> None:
    """What is given takes the place of what was; the rest stays."""
    assert two("edit", "1", "--follow-up", "Lettre envoyée.", "--author", "").stdout == "incident 1 modifié\n"
    shown = two("show", "1").stdout
    assert "Lettre envoyée." in shown
    assert "Léa" not in shown
    assert "vous êtes nulle" in shown
    assert two("edit", "1", "--follow-up", "Lettre envoyée.").stdout == "incident 1 inchangé\n"
    assert two("edit", "7", "--note", "x").returncode == 9


@pytest.mark.slow
def test_exports_are_written_for_oneself(two: Run, tmp_path: Path) -> None:
    """CSV, JSON and the register; 0600; not over another file unless asked."""
    for name in ("r.csv", "r.json", "r.html"):
        assert two("export", name).returncode == 0
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert "'=cmd|calc" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert [each["number"] for each in json.loads((tmp_path / "r.json").read_text())["incidents"]] == [1, 2]
    assert "Registre de faits de tiers" in (tmp_path / "r.html").read_text()
    assert two("export", "r.csv").returncode == 9
    assert two("export", "r.csv", "--force", "--family", "fear").returncode == 0
    assert two("export", "r.txt").returncode == 2


@pytest.mark.slow
def test_a_name_can_be_left_out_of_an_export(two: Run) -> None:
    """The worker's identity is the worker's to give."""
    given = json.loads(two("export", "-", "--format", "json").stdout)["incidents"]
    withheld = json.loads(two("export", "-", "--format", "json", "--no-author").stdout)["incidents"]
    assert [each["author"] for each in given] == ["Léa", ""]
    assert [each["author"] for each in withheld] == ["", ""]


@pytest.mark.slow
def test_trends_are_a_table_and_a_chart(two: Run, tmp_path: Path) -> None:
    """On the terminal, as JSON, as a page."""
    shown = two("trends").stdout
    assert "semaine du" in shown
    assert "█" in shown
    counted = json.loads(two("trends", "--json").stdout)
    assert [each["incidents"] for each in counted] == [0, 0, 0, 0, 0, 0, 1, 1]
    assert counted[-2]["families"] == {"insult": 1, "waiting": 1}
    assert two("trends", "--page", "t.html").returncode == 0
    assert "<svg" in (tmp_path / "t.html").read_text()


@pytest.mark.slow
def test_what_is_purged_is_gone(two: Run, tmp_path: Path) -> None:
    """Asked for first; with --yes at once; no word is left in the file."""
    assert "personne à qui demander" in two("purge", "--all").stderr
    assert "--before" in two("purge", "--all", "--number", "1").stderr
    assert b"nulle" in file_in(tmp_path).read_bytes()
    assert two("purge", "--number", "1", "--yes").stdout == "1 incident(s) supprimé(s), 1 restant(s)\n"
    assert b"nulle" not in file_in(tmp_path).read_bytes()
    assert two("purge", "--before", "2020-01-01", "--yes").stdout == "0 incident(s) supprimé(s), 1 restant(s)\n"
    assert two("purge", "--all", "--yes").stdout == "1 incident(s) supprimé(s), 0 restant(s)\n"
    assert b"Propos" not in file_in(tmp_path).read_bytes()


@pytest.mark.slow
def test_what_is_too_old_goes_by_itself(incidents: Run, tmp_path: Path) -> None:
    """Whichever command begins; the settings say how old."""
    long_ago = (datetime.now().astimezone() - timedelta(days=500)).strftime("%d/%m/%Y 10:00")
    for name, given in (("ancien", ["--at", long_ago]), ("récent", [])):
        assert incidents("add", "--note", name, *given).returncode == 0
    assert "ancien" in incidents("list").stdout
    settings = tmp_path / "settings.toml"
    settings.write_text("[incidents]\nkeep_years = 1\n")
    done = incidents("list", CALMDESK_SETTINGS=str(settings))
    assert "1 incident(s) de plus de 1 ans supprimé(s)" in done.stderr
    assert "récent" in done.stdout
    assert "ancien" not in incidents("list").stdout
    assert b"ancien" not in file_in(tmp_path).read_bytes()


@pytest.mark.slow
def test_encrypted_incidents_need_their_passphrase(two: Run, tmp_path: Path) -> None:
    """Lists do, trends do not; the wrong one is said; it can be taken away again."""
    key = {"CALMDESK_PASSPHRASE": PASSPHRASE}
    assert "mettez la phrase de passe" in two("encrypt").stderr
    assert "trop courte" in two("encrypt", **(key | {"CALMDESK_PASSPHRASE": "court"})).stderr
    assert "2 incident(s) chiffré(s)" in two("encrypt", **key).stdout
    assert b"nulle" not in file_in(tmp_path).read_bytes()
    assert "les incidents sont chiffrés" in two("list").stderr
    assert "n'ouvre pas" in two("list", **(key | {"CALMDESK_PASSPHRASE": "une autre phrase"})).stderr
    assert "vous êtes nulle" in two("show", "1", **key).stdout
    assert two("trends").returncode == 0
    assert "2 incident(s) déchiffré(s)" in two("decrypt", **key).stdout
    assert "vous êtes nulle" in two("show", "1").stdout


@pytest.mark.slow
def test_texts_speak_the_language_that_is_asked_for(two: Run) -> None:
    """Dutch tables on a French machine."""
    assert "Belediging" in two("list", "--lang", "nl").stdout
    assert "letterlijke woorden" in two("show", "1", "--lang=nl").stdout
    for other in ("en", "sw", "../fr"):
        shown = two("show", "1", "--lang", other).stdout
        assert "exact words" in shown
        assert "Insult, Waiting" in shown


@pytest.mark.slow
def test_what_stands_in_the_database_cannot_play_tricks(two: Run, tmp_path: Path) -> None:
    """A file that somebody else has written into: no escape sequence reaches the terminal."""
    connection = sqlite3.connect(file_in(tmp_path))
    connection.execute("UPDATE incidents SET note = ?, author = ?", ("\x1b[2J\u202eeffacé", "\x9b31m"))
    connection.commit()
    connection.close()
    for words in (["list"], ["show", "1"], ["export", "-", "--format", "csv"], ["export", "-", "--format", "html"]):
        printed = two(*words).stdout.removeprefix("\ufeff")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed.replace("\r\n", "\n"))


@pytest.mark.slow
def test_a_link_is_not_followed(incidents: Run, tmp_path: Path) -> None:
    """An error in two lines, no traceback, and the file behind it stays empty."""
    file_in(tmp_path).parent.mkdir(parents=True)
    target = tmp_path / "target"
    target.touch()
    file_in(tmp_path).symlink_to(target)
    done = incidents("add", "--note", "x")
    assert done.returncode == 9
    assert "est un lien" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b""


def typed(tmp_path: Path, lines: list[str], *args: str, **environment: str) -> str:
    """Run ``calmdesk incidents`` in a terminal, type lines as questions come, and return what was on the screen."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "LC_", "LANG"))}
    clean |= FRENCH | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONUTF8": "1", **environment}
    return on_a_terminal([sys.executable, "-m", "calmdesk", "incidents", *args], clean, lines)


def test_it_asks_question_by_question(incidents: Run, tmp_path: Path) -> None:
    """In French; an answer that cannot be understood is asked for again, not lost."""
    answers = ["hier", f"{LAST_WEEK} 9h30", "insolence", "5, menace", "9", "4", "sale truc", "je vais venir", "",
               "Le client crie.", "Prévenu le chef.", "", "Léa"]  # fmt: skip
    screen = typed(tmp_path, answers, "add")
    assert "ce n'est pas une date" in screen
    assert "il n'y a pas de famille insolence" in screen
    assert "incident 1 noté" in screen
    shown = incidents("show", "1").stdout
    for text in (f"{LAST_WEEK} 09:30", "Insulte, Menace", "4 (avertissement)", "« sale truc »", "« je vais venir »",
                 "Le client crie.", "Prévenu le chef.", "Léa"):  # fmt: skip
        assert text in shown


@pytest.mark.slow
def test_the_passphrase_is_asked_unseen(two: Run, tmp_path: Path) -> None:
    """Twice when it is set, once afterwards; it never stands on the screen."""
    screen = typed(tmp_path, [PASSPHRASE, PASSPHRASE], "encrypt") + typed(tmp_path, [PASSPHRASE], "show", "1")
    assert "2 incident(s) chiffré(s)" in screen
    assert "vous êtes nulle" in screen
    assert "les incidents sont chiffrés" in two("list").stderr


@pytest.mark.slow
def test_the_editor_changes_an_incident(two: Run, tmp_path: Path) -> None:
    """A slip in the form is told, and the form opened again with everything that was typed."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "form = pathlib.Path(sys.argv[-1])\n"
        "assert form.parent.stat().st_mode & 0o777 == 0o700\n"
        "text = form.read_text()\n"
        "broken = text.replace('note = \"', 'note = ')\n"
        "form.write_text(broken if broken != text else text.replace('note = ', 'note = \"Corrigé : '))\n"
    )
    screen = typed(tmp_path, ["o"], "edit", "1", VISUAL=f"{sys.executable} {editor}")
    assert "pas du TOML valable" in screen
    assert "incident 1 modifié" in screen
    assert "Corrigé : Attente d'une heure." in two("show", "1").stdout
    assert not list((tmp_path / "data" / "calmdesk").glob("calmdesk-*"))


@pytest.mark.slow
def test_purging_asks_first(two: Run, tmp_path: Path) -> None:
    """Once, with the number; « non » keeps everything."""
    assert "Supprimer définitivement 2 incident(s)" in typed(tmp_path, ["n"], "purge", "--all")
    assert "Insulte" in two("list").stdout
    assert "2 incident(s) supprimé(s)" in typed(tmp_path, ["oui"], "purge", "--all")
