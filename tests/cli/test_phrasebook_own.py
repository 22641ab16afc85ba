"""A clinic's own phrases, laid over the French ones that ship."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import tomli

from calmdesk.places import shipped
from cli.conftest import lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

PHRASE = "(je|on) (croupis|croupit) dans votre (aquarium|bocal)"
SAID = "ça fait une heure que je croupis dans votre bocal"


def digest_of(folder: Path) -> str:
    """Return a digest of all files of a folder."""
    paths = sorted(path for path in folder.rglob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def own(tmp_path: Path, name: str) -> Path:
    """Return a file of the clinic's own."""
    return tmp_path / "data" / "calmdesk" / "phrasebooks" / "fr" / name


@pytest.mark.slow
def test_a_phrase_is_tried_and_then_counts(calmdesk: Run, tmp_path: Path) -> None:
    """It is tried on the sentences there are, stands in the clinic's folder and in the diff; what ships stays."""
    before = digest_of(shipped("phrasebooks"))
    card = ["--say", "Je regarde où en est votre tour.", "--why", "Un fait calme.", "--avoid", "« Patientez. »"]
    done = calmdesk("phrasebook", "add", "fr", "waiting", PHRASE, *card)
    assert done.returncode == 0, done.stderr
    assert "8 wordings, such as: " in done.stdout
    assert "fires on 0 harmless sentence(s)" in done.stdout
    assert tomli.loads(own(tmp_path, "phrases/waiting.toml").read_text())["phrases"] == [PHRASE]
    assert calmdesk("phrasebook", "diff", "shipped:fr", "fr").stdout.splitlines() == [
        "waiting",
        "  + card: Je regarde où en est votre tour.",
        f"  + phrase: {PHRASE}",
        "2 added, 0 removed, 0 changed",
    ]
    (answer,) = lines(calmdesk("match", stdin=f"{SAID}\n"))
    assert "waiting" in {cue["family"] for cue in answer["cues"]}
    assert digest_of(shipped("phrasebooks")) == before


@pytest.mark.slow
def test_a_phrase_that_would_fire_everywhere_is_refused(calmdesk: Run, tmp_path: Path) -> None:
    """The clinic reads, in French, on which harmless sentences it would; with --force it may have it all the same."""
    done = calmdesk("phrasebook", "add", "fr", "waiting", "une heure", LANG="fr_BE.UTF-8")
    assert done.returncode == 5
    assert "phrase(s) anodine(s)" in done.stdout
    assert "n'a pas été ajoutée" in done.stderr
    assert not own(tmp_path, "phrases/waiting.toml").exists()
    assert calmdesk("phrasebook", "add", "fr", "waiting", "une heure", "--force").returncode == 0
    assert own(tmp_path, "phrases/waiting.toml").exists()


def test_a_card_that_sounds_defensive_is_refused(calmdesk: Run, tmp_path: Path) -> None:
    """Neither the card nor the phrase is written; the better wording is named."""
    done = calmdesk("phrasebook", "add", "fr", "waiting", PHRASE, "--say", "Calmez-vous.", "--why", "x", "--avoid", "y")
    assert done.returncode == 5
    assert "says « Calmez-vous »" in done.stderr
    assert "→ try " in done.stderr
    assert not own(tmp_path, "phrases/waiting.toml").exists()


def test_what_is_off_is_silent(calmdesk: Run, tmp_path: Path) -> None:
    """A family that a clinic does not want brings no cue in its calls; a check says nothing against it."""
    assert calmdesk("phrasebook", "new", "fr").returncode == 0
    (answer,) = lines(calmdesk("match", stdin="ça fait une heure que j'attends\n"))
    assert "waiting" in {cue["family"] for cue in answer["cues"]}
    path = own(tmp_path, "phrases/waiting.toml")
    path.write_text('family = "waiting"\noff = true\n', encoding="utf-8")
    (answer,) = lines(calmdesk("match", stdin="ça fait une heure que j'attends\n"))
    assert "waiting" not in {cue["family"] for cue in answer["cues"]}


@pytest.mark.slow
def test_only_what_ships_can_be_stood_in_for(calmdesk: Run, tmp_path: Path) -> None:
    """A phrase of one's own, or one that has its heir already, is changed in the clinic's file, which is named."""
    path = own(tmp_path, "phrases/waiting.toml")
    path.parent.mkdir(parents=True)
    shipped_one = "{duree} d'attente"
    path.write_text(f'phrases = ["{PHRASE}", {{ instead_of = "{shipped_one}", say = "des plombes d\'attente" }}]')
    before = path.read_text()
    for template, told in (
        (PHRASE, "is not among the shipped phrases"),
        (shipped_one, "stands in for « {duree} d'att"),
    ):
        done = calmdesk("phrasebook", "add", "fr", "waiting", "une plombe d'attente", "--instead-of", template)
        assert done.returncode == 5
        assert told in done.stderr
    assert path.read_text() == before
