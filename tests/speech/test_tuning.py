from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from calmdesk.call.events import Final, Side
from calmdesk.errors import ModelError
from calmdesk.speech import models, tuning
from calmdesk.speech.endpoint import EndpointDelays, own_delays
from calmdesk.speech.recogniser import VoskRecogniser
from speech.archives import MODEL, content_of
from speech.recordings import blocks, cut, voice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return an installed model."""
    return shutil.copytree(MODEL, tmp_path / "models" / "fr-clinique")


def utterances(model: Path) -> list[Final]:
    """Return how a turn with two pauses is cut by a model that is loaded as a call loads it."""
    recogniser = VoskRecogniser(models.load(models.find("fr", user_models=model.parent)))
    heard = [event for block in blocks(cut(voice(Side.CLIENT), 28, 38)) for event in recogniser.hear(block)]
    return [event for event in [*heard, *recogniser.finish()] if isinstance(event, Final)]


def test_a_tuned_model_ends_utterances_elsewhere(model: Path) -> None:
    """`models tune` is heard in the next call, and the model's own files are as they were."""
    before, published = content_of(model), utterances(model)
    file = models.delays_file(models.find("fr", user_models=model.parent))
    tuning.write_delays(file, EndpointDelays(pause=1.5))
    patient = utterances(model)
    tuning.write_delays(file, EndpointDelays(pause=0.2))
    assert len(utterances(model)) > len(published)
    assert patient[-1].at > published[-1].at + 0.5
    tuning.write_delays(file, None)
    assert utterances(model) == published
    assert content_of(model) == before
    assert [path.name for path in model.parent.iterdir()] == [model.name]


def test_delays_lie_beside_the_model(tmp_path: Path) -> None:
    """They stay when the model is installed again; those of the model that ships lie in the user's own folder."""
    user = tmp_path / "models"
    name = "fr-clinique.endpoint.toml"
    assert tuning.delays_file(user / "fr-clinique", user) == user / name
    assert tuning.delays_file(user / ".ready" / "fr-clinique", user) == user / name
    assert tuning.delays_file(tmp_path / "elsewhere" / "fr-clinique", user) == tmp_path / "elsewhere" / name
    assert tuning.delays_file(MODEL, user) == user / "demo-fr.endpoint.toml"


def test_what_a_model_was_published_with(model: Path) -> None:
    """Changing one delay leaves the others as the model's makers set them."""
    config = model / "conf" / "model.conf"
    config.write_text(
        "--endpoint.silence-phones=1\n--endpoint.rule2.min-trailing-silence=0.7\n"
        "--endpoint.rule1.min-trailing-silence=oops\n",
        encoding="utf-8",
    )
    assert own_delays(model) == EndpointDelays(pause=0.7, start=5.0, longest=20.0)


@pytest.mark.parametrize("text", ["pause = ", "pause = 99.0", "paus = 1.0", 'pause = "long"', "\xff"])
def test_a_damaged_file_of_delays(text: str, model: Path) -> None:
    """A call that would be cut wrongly does not begin; the sentence says how to go back."""
    file = tuning.delays_file(model, model.parent)
    file.write_text(text, encoding="latin-1")
    with pytest.raises(ModelError, match="cannot be used") as caught:
        models.load(models.find("fr", user_models=model.parent))
    assert caught.value.hint.format(**caught.value.details) == "calmdesk models tune fr-clinique --reset"
