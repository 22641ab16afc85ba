from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from calmdesk import places
from calmdesk.call.events import Heard, Side
from calmdesk.speech import models
from calmdesk.speech.recogniser import VoskRecogniser
from speech.recordings import blocks, voice

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.speech.vosk_types import Model


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the folder of the model that ships."""
    return places.shipped("models") / "demo-fr"


@pytest.fixture(scope="session")
def model(shipped: Path) -> Model:
    """Return the model that ships, loaded."""
    return models.load(models.find("fr", shipped))


@pytest.fixture(scope="session")
def heard(model: Model) -> list[Heard]:
    """Return what the recogniser makes of the insulting client."""
    recogniser = VoskRecogniser(model)
    events = [event for block in blocks(voice(Side.CLIENT)) for event in recogniser.hear(block)]
    return [*events, *recogniser.finish()]


@pytest.fixture
def copied(shipped: Path, tmp_path: Path) -> Path:
    """Return a copy of the shipped model to spoil."""
    return shutil.copytree(shipped, tmp_path / "modèle")
