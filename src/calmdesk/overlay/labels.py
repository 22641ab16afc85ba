"""The screen's own texts in one language, read from ``phrasebooks/<language>/screen.toml`` and checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NoReturn

from calmdesk.errors import PhrasebookError
from calmdesk.overlay.keys import ENTERED, Key
from calmdesk.phrasebook.families import STEPS
from calmdesk.places import shipped
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

RESUME: Final = "resume"
"""The hint shown instead of ``Key.PAUSE`` while the call stands still."""

CONFIRM: Final = "confirm"
CANCEL: Final = "cancel"
"""The hints shown instead of the keys while something is entered."""

RUNGS: Final = 5
"""Rungs of the ladder for inappropriate behaviour."""

KEY_HINTS: Final = frozenset({*Key, RESUME, CONFIRM, CANCEL})
PROMPTS: Final = frozenset(ENTERED)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the overlay writes around the call's own words.

    ``keys`` holds a hint per key (« q quitter »), ``prompts`` what the keys that enter a text ask for, ``families`` a
    title per cue family, ``help`` the lines of the help, ``steps`` the names of the skeleton's steps, in order, and
    ``rungs`` those of the ladder. ``colon`` stands between a label and its text on plain lines.
    """

    waiting: str
    listening: str
    paused: str
    ended: str
    began: str
    emergency: str
    client: str
    desk: str
    cue: str
    say: str
    why: str
    avoid: str
    next: str
    ask: str
    relay: str
    notice: str
    fault: str
    said: str
    wording: str
    quiet: str
    ready: str
    deaf: str
    length: str
    no_cues: str
    rung: str
    no_rung: str
    cards: str
    said_of: str
    breathe: str
    calls: str
    shown: str
    earlier: str
    colon: str
    help: tuple[str, ...]
    steps: tuple[str, ...]
    rungs: tuple[str, ...]
    keys: Mapping[str, str]
    prompts: Mapping[str, str]
    families: Mapping[str, str]

    def title(self, family: str) -> str:
        """Return the family's title, or its name in words for one that a clinic has added without a title."""
        return self.families.get(family) or family.replace("_", " ")


_TEXTS: Final = tuple(field.name for field in fields(Labels) if field.type == "str")
_LISTS: Final = {"help": None, "steps": len(STEPS), "rungs": RUNGS}
"""The lists, and how many texts they hold where that is fixed."""

_TABLES: Final = ("labels", "keys", "prompts", "families")


def read_labels(path: Path, families: Iterable[str] = ()) -> Labels:
    """Read ``screen.toml``; ``families`` are the cue families that must have a title.

    Raises:
        PhrasebookError: the file cannot be read, or names every text that is missing, unknown or no text.
    """
    data = _read(path)
    texts, keys, prompts, titles = (_table(data, name, path) for name in _TABLES)
    _check(path, data, {"labels": _TEXTS, "keys": KEY_HINTS, "prompts": PROMPTS, "families": families})
    tells, steps, rungs = (tuple(data[name]) for name in _LISTS)
    return Labels(**texts, help=tells, steps=steps, rungs=rungs, keys=keys, prompts=prompts, families=titles)


def shipped_labels(language: str, families: Iterable[str] = ()) -> Labels:
    """Read the texts of a language that ships with the program; see ``read_labels``."""
    return read_labels(shipped("phrasebooks") / language / "screen.toml", families)


def _read(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BrokenTomlError) as error:
        raise PhrasebookError(
            "cannot read the screen's texts in {path}: {reason}",
            hint="compare it with the screen.toml of another language",
            path=path,
            reason=error,
        ) from error


def _table(data: Mapping[str, Any], name: str, path: Path) -> dict[str, str]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        _refuse(path, [f"[{name}]"], "in {path}, this must be a table or text of another kind: {keys}")
    return table


def _check(path: Path, data: Mapping[str, Any], required: Mapping[str, Iterable[str]]) -> None:
    missing = [f"{table}.{key}" for table, keys in required.items() for key in keys if key not in data.get(table, {})]
    missing += [name for name in _LISTS if name not in data]
    _refuse_if_any(path, missing, "in {path}, these texts are missing: {keys}")
    unknown = [key for key in data if key not in {*_TABLES, *_LISTS}]
    known = {table: set(keys) for table, keys in required.items() if table != "families"}
    unknown += [f"{table}.{key}" for table, keys in known.items() for key in data[table] if key not in keys]
    _refuse_if_any(path, unknown, "in {path}, these keys mean nothing: {keys}")
    _refuse_if_any(path, _not_texts(data), "in {path}, this must be a table or text of another kind: {keys}")


def _not_texts(data: Mapping[str, Any]) -> Iterator[str]:
    for table in _TABLES:
        yield from (f"{table}.{key}" for key, text in data[table].items() if not isinstance(text, str) or not text)
    for name, count in _LISTS.items():
        if not isinstance(data[name], list) or not all(isinstance(line, str) for line in data[name]):
            yield name
        elif count and len(data[name]) != count:
            yield f"{name} ({count} of them)"


def _refuse_if_any(path: Path, keys: Iterable[str], problem: str) -> None:
    if found := sorted(keys):
        _refuse(path, found, problem)


def _refuse(path: Path, keys: Iterable[str], problem: str) -> NoReturn:
    raise PhrasebookError(
        problem, hint="compare it with the screen.toml of another language", path=path, keys=", ".join(keys)
    )
