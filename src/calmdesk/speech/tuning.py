"""Endpoint delays of one model, kept beside it: the model itself stays as it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from calmdesk import places
from calmdesk.errors import CalmdeskError, ModelError
from calmdesk.speech.endpoint import EndpointDelays
from calmdesk.speech.shelf import READY
from calmdesk.toml_text import parse_toml
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_ENDING: Final = ".endpoint.toml"
_NOTE: Final = "# After how many seconds an utterance ends; written by `calmdesk models tune`.\n"


def delays_file(model: Path, user_models: Path) -> Path:
    """Return where the delays of a model are kept; there may be none.

    Args:
        model: its folder.
        user_models: where the delays of a model that ships are kept: its own folder may not be writable.
    """
    model = model.absolute()
    shelf = model.parent.parent if model.parent.name == READY else model.parent
    if shelf == places.shipped("models").absolute():
        shelf = user_models
    return shelf / (model.name + _ENDING)


def read_delays(file: Path) -> EndpointDelays | None:
    """Return the delays in a file; None when there is none.

    Raises:
        ModelError: it cannot be read, or says what cannot be.
    """
    try:
        return EndpointDelays(**parse_toml(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, CalmdeskError) as error:
        raise ModelError(
            "the endpoint delays in {path} cannot be used: {reason}",
            hint="calmdesk models tune {name} --reset",
            path=file,
            reason=error,
            name=file.name.removesuffix(_ENDING),
        ) from error


def write_delays(file: Path, delays: EndpointDelays | None) -> None:
    """Keep delays; None takes away those that were kept.

    Raises:
        ModelError: the file cannot be written.
    """
    try:
        if delays is None:
            file.unlink(missing_ok=True)
            return
        lines = f"pause = {delays.pause}\nstart = {delays.start}\nlongest = {delays.longest}\n"
        write_whole(file, (_NOTE + lines).encode(), new_folder=True)
    except OSError as error:
        raise ModelError(
            "cannot write {path}: {reason}", hint="check who may write there", path=file, reason=error
        ) from error
