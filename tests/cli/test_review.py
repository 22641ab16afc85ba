"""`calmdesk review` and `replay --review`, as a trainer calls them."""

from __future__ import annotations

import json
import re
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.call.events import Final, Side
from calmdesk.places import shipped
from calmdesk.speech.heard_file import HeardWriter

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Program = Callable[..., subprocess.CompletedProcess[str]]

CALL = Path(__file__).parents[1] / "golden" / "review" / "insultes.jsonl"


def mode(path: Path) -> int:
    """Return who may read a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_page_and_every_export(calmdesk: Program, tmp_path: Path) -> None:
    """One command leaves the page and the transcript in four forms, for the trainer's eyes alone."""
    names = ["p.html", "t.csv", "t.json", "t.srt", "t.vtt"]
    options = [word for name in names for word in (f"--{name[2:].replace('html', 'out')}", name)]
    done = calmdesk("review", str(CALL), *options)
    assert done.returncode == 0, done.stderr
    assert [mode(tmp_path / name) for name in names] == [0o600] * 5
    assert "Relecture" in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["redacted"] is True


def test_beside_the_call_unless_told(calmdesk: Program, tmp_path: Path) -> None:
    """Without --out the page lies beside the call; a table alone brings no page."""
    shutil.copy(CALL, tmp_path / "appel.jsonl")
    assert calmdesk("review", "appel.jsonl", "--csv", "t.csv").returncode == 0
    assert not (tmp_path / "appel.html").exists()
    assert calmdesk("review", "appel.jsonl").returncode == 0
    assert (tmp_path / "appel.html").exists()


def test_nothing_is_written_over(calmdesk: Program, tmp_path: Path) -> None:
    """A slip of the fingers destroys no file; --force is a decision."""
    (tmp_path / "p.html").write_text("à moi", encoding="utf-8")
    done = calmdesk("review", str(CALL), "--out", "p.html", "--lang", "fr")
    assert done.returncode == 11
    assert "existe déjà" in done.stderr
    assert (tmp_path / "p.html").read_text(encoding="utf-8") == "à moi"
    assert calmdesk("review", str(CALL), "--out", "p.html", "--force").returncode == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["p.html"]


def test_names_and_numbers_are_hidden(calmdesk: Program, tmp_path: Path) -> None:
    """Even of a file that was saved with --no-redact the page shows no name, unless that is asked for."""
    with HeardWriter(tmp_path / "a.jsonl") as writer:
        writer.write(Final(5.0, "je m'appelle monique renard et vous êtes des incapables", 0, (), Side.CLIENT))
    assert calmdesk("review", "a.jsonl", "--out", "p.html", "--json", "p.json").returncode == 0
    assert "renard" not in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "renard" not in (tmp_path / "p.json").read_text(encoding="utf-8")
    assert calmdesk("review", "a.jsonl", "--out", "q.html", "--no-redact").returncode == 0
    page = (tmp_path / "q.html").read_text(encoding="utf-8")
    assert "renard" in page
    assert "PAS été masqués" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review", "appel.wav"], "replay appel.wav --review"),
        (["replay", "a.jsonl", "b.jsonl", "--review", "p.html"], "dossier"),
        (["replay", "a.jsonl", "--review", "p.html", "--with-audio"], "pas de son"),
        (["replay", "a.jsonl", "--with-audio"], "--review"),
        (["replay", "a.wav", "--review", "p.html", "--play"], "ni montré ni joué"),
        (["replay", "a.wav", "--review", "p.html", "--format", "jsonl"], "ni montré ni joué"),
        (["replay", "a.jsonl", "--review", "p.html", "--save-heard", "b.jsonl"], "déjà ce qui a été entendu"),
        (["replay", "a.wav", "b.wav", "--review", "pages", "--save-heard", "b.jsonl"], "hear"),
        (["annotate", "a.jsonl", "b.jsonl"], "un seul appel"),
    ],
)
def test_what_cannot_be_meant(calmdesk: Program, arguments: list[str], says: str) -> None:
    """Options that contradict each other are told at once, before minutes of listening."""
    done = calmdesk(*arguments, "--lang", "fr")
    assert done.returncode == 2, done.stderr
    assert says in done.stderr


def test_several_calls_several_pages(calmdesk: Program, tmp_path: Path) -> None:
    """A folder gets a page per call."""
    for name in ("a.jsonl", "b.jsonl"):
        shutil.copy(CALL, tmp_path / name)
    assert calmdesk("replay", "a.jsonl", "b.jsonl", "--review", "pages").returncode == 0
    assert {path.name for path in (tmp_path / "pages").iterdir()} == {"a.jsonl.html", "b.jsonl.html"}


def test_one_bad_call_does_not_stop_the_pages_of_the_others(calmdesk: Program, tmp_path: Path) -> None:
    """Monday's recordings with one that is damaged: every other one has its page, and the bad one is named."""
    (tmp_path / "a.jsonl").write_text("rien\n", encoding="utf-8")
    (tmp_path / "b.wav").touch()
    shutil.copy(CALL, tmp_path / "c.jsonl")
    done = calmdesk("replay", "a.jsonl", "b.wav", "c.jsonl", "--review", "pages", LC_ALL="fr_BE.UTF-8")
    assert done.returncode == 11, done.stderr
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["c.jsonl.html"]
    assert "a.jsonl n'est pas un fichier de paroles entendues" in done.stderr
    assert "b.wav : le fichier est vide" in done.stderr
    assert "2 appels sur 3 n'ont pas pu être entendus" in done.stderr


def test_two_calls_of_one_name_do_not_share_a_page(calmdesk: Program, tmp_path: Path) -> None:
    """Monday's and Tuesday's `1.jsonl` are refused together, also with --force: one page would replace the other."""
    for day in ("lundi", "mardi"):
        (tmp_path / day).mkdir()
        shutil.copy(CALL, tmp_path / day / "1.jsonl")
    done = calmdesk("replay", "lundi/1.jsonl", "mardi/1.jsonl", "--review", "pages", "--force", "--lang", "fr")
    assert done.returncode == 2, done.stderr
    assert "deux appels seraient écrits dans pages/1.jsonl.html" in done.stderr


def test_a_folder_that_is_not_there(calmdesk: Program) -> None:
    """A name that was mistyped is told as such, and not as too many folders."""
    done = calmdesk("replay", "lnudi", "--out", "results", "--lang", "fr")
    assert done.returncode == 11, done.stderr
    assert "impossible de lire lnudi : ce fichier ou ce dossier n'existe pas" in done.stderr


@pytest.mark.parametrize("place", ["nowhere/p.html", "taken"])
def test_a_place_that_cannot_be_written(calmdesk: Program, tmp_path: Path, place: str) -> None:
    """Told before anything is heard, in one sentence."""
    (tmp_path / "taken").write_text("à moi", encoding="utf-8")
    calls = [str(CALL), "other.jsonl"] if place == "taken" else [str(CALL)]
    done = calmdesk("replay", *calls, "--review", place, "--lang", "fr")
    assert done.returncode == 11, done.stderr
    assert "impossible d'écrire" in done.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "à moi"


@pytest.mark.slow
def test_a_recording_with_its_sound(calmdesk: Program, tmp_path: Path) -> None:
    """From sound to page in one command: both sides, the waveform, and the voices only where they were asked for."""
    call = str(shipped("calls") / "insultes.wav")
    done = calmdesk("replay", call, "--review", "p.html", "--with-audio", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    assert "VOIX" in done.stdout
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "data:audio/mpeg;base64," in page
    assert 'class="turn desk"' in page
    assert "VOIX" in page
    assert mode(tmp_path / "p.html") == 0o600
    done = calmdesk("replay", call, "--review", "q.html")
    assert "data:audio" not in (tmp_path / "q.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_page_and_what_was_heard_in_one_go(calmdesk: Program, tmp_path: Path) -> None:
    """Heard once: the page, and the file it can be made of again; names are hidden in both."""
    call = str(shipped("calls") / "rendez-vous.wav")
    done = calmdesk("replay", call, "--review", "p.html", "--save-heard", "p.jsonl")
    assert done.returncode == 0, done.stderr
    assert (mode(tmp_path / "p.html"), mode(tmp_path / "p.jsonl")) == (0o600, 0o600)
    assert calmdesk("review", "p.jsonl", "--out", "again.html").returncode == 0
    first, again = (cues_in(tmp_path / name) for name in ("p.html", "again.html"))
    assert first == again != []
    assert "monique" not in (tmp_path / "p.jsonl").read_text(encoding="utf-8")


def cues_in(page: Path) -> list[str]:
    """Return the cues marked in a page's transcript, with their times."""
    return re.findall(r'class="cue" data-at="([\d.]+)"', page.read_text(encoding="utf-8"))
