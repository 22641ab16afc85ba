"""Which speech model to use, and loading it.

In this order: the folder given, the one in ``CALMDESK_MODEL``, one of that language in the user's data folder, the one
that ships. Vosk is only ever given a path: asked for a language or a name, it would go to the network.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk import places
from calmdesk.errors import ModelError
from calmdesk.speech import endpoint, layout, plain_paths, tuning
from calmdesk.speech.native import hushed
from calmdesk.speech.shelf import Shelf
from calmdesk.speech.vosk_types import vosk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.speech.vosk_types import Model

VARIABLE = "CALMDESK_MODEL"
"""The environment variable that names a model's folder."""

SHIPPED_PREFIX = "demo-"

PREFIX = "vosk-model-"
"""What the name of a published model begins with."""

# vosk-model-small-en-us-0.15, vosk-model-fr-0.22, demo-fr, fr, fr-clinic
_NAME = re.compile(r"(?:vosk-model-(?:small-|big-)?|demo-)?(?P<language>[a-z]{2,3}(?:-[a-z]{2})?)(?=[-_.]|$)")


class How(StrEnum):
    """How a model was found."""

    PATH = "path"
    ENVIRONMENT = "environment"
    INSTALLED = "installed"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model's folder and how it was found; ``shipped``: the small one that is for trying out, not for real calls."""

    path: Path
    name: str
    language: str
    shipped: bool
    how: How


def find(language: str, path: Path | None = None, *, user_models: Path | None = None) -> FoundModel:
    """Return the model to use for ``language``, its folder verified.

    Args:
        language: a code such as ``fr`` or ``en-us``; ``en`` also finds ``en-us``.
        path: the model's folder, when the user has given one.
        user_models: where the user's models lie, instead of the data folder.

    Raises:
        ModelError: there is none, or the one there is cannot be used.
    """
    found = _named(language, path) or _on_shelf(language, user_models)
    layout.check(found.path)
    return found


def installed(user_models: Path | None = None) -> list[FoundModel]:
    """Return every model that can be found by its language, the user's first; not verified (``layout.check``)."""
    return [
        *_in_folder(user_models or user_folder(), How.INSTALLED),
        *_in_folder(places.shipped("models"), How.SHIPPED),
    ]


def named(name: str, user_models: Path | None = None) -> FoundModel:
    """Return the installed or shipped model of that name; a language names the model it would find.

    Raises:
        ModelError: there is none.
    """
    return next((model for model in installed(user_models) if model.name == name), None) or _on_shelf(name, user_models)


def language_of(name: str) -> str:
    """Return the language a model's name says; empty when it says none."""
    match = _NAME.match(name)
    return match["language"] if match else ""


def user_folder() -> Path:
    """Return where the user's models are looked for: a folder for each, named ``fr…`` or as Vosk names them."""
    return plain_paths.home(places.user_data() / "models")


def delays_file(found: FoundModel) -> Path:
    """Return where the endpoint delays of a model are kept, if it is tuned."""
    return tuning.delays_file(found.path, user_folder())


def load(found: FoundModel, delays: endpoint.EndpointDelays | None = None) -> Model:
    """Load a model into memory, to be shared by the recognisers of all sides.

    Args:
        found: what ``find`` returned.
        delays: other endpoint delays than the model's own, or those it is tuned to; give the same to its recognisers.

    Raises:
        ModelError: the model is damaged, or the delays it is tuned to are.
    """
    layout.check(found.path)
    vosk().SetLogLevel(-1)
    with ExitStack() as stack:
        path = found.path
        wanted = _delays_to_load(found, delays)
        if wanted or not plain_paths.readable(path):
            path = stack.enter_context(endpoint.model_with(path, wanted))
        stack.enter_context(hushed())
        return _open(path, found)


def _delays_to_load(found: FoundModel, delays: endpoint.EndpointDelays | None) -> endpoint.EndpointDelays | None:
    """Return the delays to write into the model's settings: none where its recognisers will be told."""
    if delays:
        return None if endpoint.settable(vosk().KaldiRecognizer) else delays
    return tuning.read_delays(delays_file(found))


def _open(path: Path, found: FoundModel) -> Model:
    try:
        text = str(path)
        text.encode()  # here, because Vosk's own failure to do so leaves a half-made object behind
        return vosk().Model(text)
    except Exception as error:  # Vosk raises nothing narrower, whatever is wrong with the files
        plain = os.name != "nt" or str(path).isascii()
        raise ModelError(
            "the speech model {path} cannot be loaded: it is damaged, or not made for Vosk",
            hint=layout.AGAIN if plain else "move the model to a folder whose path has no accents",
            path=found.path,
        ) from error


def _named(language: str, path: Path | None) -> FoundModel | None:
    """Return the model the user has pointed at."""
    how = How.PATH
    if path is None and (named := os.environ.get(VARIABLE)):
        path, how = Path(named), How.ENVIRONMENT
    if path is None:
        return None
    folder = Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib's own raises for the home of an unknown user
    return FoundModel(folder, folder.absolute().name, language, shipped=False, how=how)


def _on_shelf(language: str, user_models: Path | None) -> FoundModel:
    """Return the first model of that language; one called just ``fr`` comes before the others."""
    models = installed(user_models)
    fitting = [model for model in models if f"{model.language}-".startswith(f"{language}-")]
    if fitting:
        return min(fitting, key=lambda model: (model.shipped, model.name != language))
    raise ModelError(
        "there is no speech model for {language}; there are models for: {languages}",
        hint="calmdesk models install {language}; or give a model's folder with --model",
        language=language,
        languages=", ".join(sorted({model.language for model in models})) or "-",
    )


def _in_folder(folder: Path, how: How) -> Iterator[FoundModel]:
    if not folder.is_dir():
        return
    with layout.reading(folder):
        models = Shelf(folder).models()
    for model in models:
        language = language_of(model.name)
        shipped = how is How.SHIPPED
        if language and (not shipped or model.name.startswith(SHIPPED_PREFIX)):
            yield FoundModel(model, model.name, language, shipped=shipped, how=how)
