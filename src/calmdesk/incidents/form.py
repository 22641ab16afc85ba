"""An incident as a small TOML file, to be changed in an editor."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from calmdesk.errors import IncidentError
from calmdesk.incidents.incident import TEXTS
from calmdesk.incidents.moments import moment
from calmdesk.places import user_data
from calmdesk.scratch import scratch_folder, sweep
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts

_KEYS: Final = ("at", "families", "rung", "words", *TEXTS)


def write_form(incident: Incident, texts: Texts) -> str:
    """Return the form, filled in."""
    form = tomlkit.document()
    form.add(
        tomlkit.comment(
            texts.say("Incident {number}. Change what you like, save, and close the editor.", number=incident.number)
        )
    )
    form.add("at", tomlkit.item(incident.at.isoformat(sep=" ")))
    form.add("families", tomlkit.item(list(incident.families)))
    form.add("rung", tomlkit.item(incident.rung))
    form.add(tomlkit.comment(texts.say("The exact words, a passage a line.")))
    form.add("words", tomlkit.item(list(incident.words)).multiline(multiline=True))
    for name in TEXTS:
        text = getattr(incident, name)
        form.add(name, tomlkit.string(text, multiline="\n" in text))
    return tomlkit.dumps(form)


def read_form(text: str, incident: Incident) -> Incident:
    """Return the incident as the form has it.

    Args:
        text: the form.
        incident: as it was; its number and version stay.

    Raises:
        IncidentError: the form cannot be understood.
        UsageError: its date cannot.
    """
    try:
        data = parse_toml(text)
    except BrokenTomlError as error:
        raise IncidentError(
            "the form is not valid TOML: {reason}", hint="keep texts in quotes, and brackets closed", reason=error
        ) from None
    changed: dict[str, Any] = {}
    for key in data:
        if key not in _KEYS:
            raise IncidentError(
                "the form has no line « {key} »", hint="its lines are: {all}", key=key, all=", ".join(_KEYS)
            )
        _check(key, data[key])
        changed[key] = tuple(data[key]) if isinstance(data[key], list) else data[key]
    if "at" in changed:
        changed["at"] = moment(changed["at"])
    return replace(incident, **changed)


@contextmanager
def form_folder() -> Iterator[Path]:
    """Make a folder for a form, and remove it afterwards with whatever the editor has kept beside the form.

    It lies in calmdesk's own folder, closed to others, and not where the system keeps everybody's temporary files.
    """
    user_data().mkdir(mode=0o700, parents=True, exist_ok=True)
    with scratch_folder(user_data()) as folder:
        yield folder


def remove_left_forms() -> None:
    """Remove forms whose command was ended before it could."""
    sweep(user_data())


def _check(key: str, value: object) -> None:
    match key:
        case "families" | "words":
            fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
            problem = '« {key} » is a list of texts: {key} = ["…", "…"]'
        case "rung":
            fits = isinstance(value, int) and not isinstance(value, bool)
            problem = "« {key} » is a whole number"
        case _:
            fits = isinstance(value, str)
            problem = '« {key} » is a text: {key} = "…"'
    if not fits:
        raise IncidentError(problem, key=key)
