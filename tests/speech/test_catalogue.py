from __future__ import annotations

import wave
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from calmdesk import places
from calmdesk.errors import ModelError, UsageError
from calmdesk.phrasebook import folders
from calmdesk.speech import catalogue, models
from calmdesk.speech.catalogue import Size, find_offer, read_catalogue

if TYPE_CHECKING:
    from pathlib import Path

OFFERS = read_catalogue(places.shipped("models") / "catalogue.toml")
WRONG = """
[[models]]
name = "{name}"
language = "fr"
size = "{size}"
licence = ""
graph = ""
address = ""
bytes = {bytes}
sha256 = "{sha256}"
"""
RIGHT = {"name": "fr-clinic", "size": "small", "bytes": "5", "sha256": "0" * 64}


@pytest.mark.parametrize("language", folders.languages())
@pytest.mark.parametrize("size", Size)
def test_every_language_of_the_phrasebooks_has_models(language: str, size: Size) -> None:
    """Whoever has phrases for a language can install a model for it, and calls find it by its name."""
    offer = find_offer(OFFERS, language, size)
    assert models.language_of(offer.name) == offer.language
    assert offer.size is size
    assert offer.word_error_rates


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_what_the_catalogue_says_fits_together(offer: catalogue.Offer) -> None:
    """The publisher's own addresses; small models with a checksum; the files known make up a plausible whole."""
    assert urlsplit(offer.address).hostname == "alphacephei.com"
    assert offer.address.endswith(f"/{offer.name}.zip")
    assert catalogue.NAME.fullmatch(offer.name)
    assert bool(offer.sha256) == (offer.size is Size.SMALL)
    if offer.files:
        assert offer.bytes < sum(found.bytes for found in offer.files.values()) < 3 * offer.bytes


def test_a_model_is_found_by_its_name_too() -> None:
    """A name in the list can be copied into the command."""
    assert find_offer(OFFERS, "vosk-model-fr-0.22", Size.SMALL).size is Size.LARGE


@pytest.mark.parametrize("wanted", ["fra", "f", "", "de", "vosk-model-fr", "../fr"])
def test_what_the_catalogue_has_not(wanted: str) -> None:
    """The sentence names the languages there are."""
    with pytest.raises(UsageError, match="it has models for: en-us, fr, nl"):
        find_offer(OFFERS, wanted, Size.SMALL)


def test_a_clinics_own_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic with an adapted model names its catalogue in a variable."""
    path = tmp_path / "ours.toml"
    path.write_text(WRONG.format(**RIGHT), encoding="utf-8")
    monkeypatch.setenv(catalogue.VARIABLE, str(path))
    assert [offer.name for offer in read_catalogue()] == ["fr-clinic"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../fr"},
        {"name": ".work"},
        {"name": ""},
        {"size": "huge"},
        {"bytes": '"x"'},
        {"sha256": "abc"},
        {"bytes": ""},
    ],
)
def test_a_catalogue_that_cannot_be_used(change: dict[str, str], tmp_path: Path) -> None:
    """A name that is a path, a size that is none: the file is named, and nothing is installed from it."""
    path = tmp_path / "ours.toml"
    path.write_text(WRONG.format(**(RIGHT | change)), encoding="utf-8")
    with pytest.raises(ModelError, match=r"the catalogue of models .*ours\.toml cannot be used"):
        read_catalogue(path)


@pytest.mark.parametrize(
    "text", ["models = 3", "models = [3]", "[[models]]\nname = 3", '[[models]]\nname = "fr"', "\x00"]
)
def test_a_catalogue_that_is_none(text: str, tmp_path: Path) -> None:
    """Whatever the file holds, it is one sentence."""
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be used"):
        read_catalogue(tmp_path / "ours.toml")


def test_the_half_second_is_one() -> None:
    """Every model is tried with half a second of real speech."""
    with wave.open(str(places.shipped("models") / "half-second.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16_000, 1, 2)
        assert sound.getnframes() == 8_000
