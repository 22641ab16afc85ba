"""The screen's own texts in one language, read from ``phrasebooks/<language>/screen.toml`` and checked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, NoReturn

import tomli

from calmdesk.errors import PhrasebookError
from calmdesk.overlay.keys import Key
from calmdesk.phrasebook.families import STEPS
from calmdesk.places import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

RESUME: Final = "resume"
"""The hint shown instead of ``Key.PAUSE`` while the call stands still."""

_KEYS: Final = frozenset({*Key, RESUME})


@dataclass(frozen=True, slots=True)
class Labels:
    """What the overlay writes around the call's own words.

    ``keys`` holds a hint per key (« q quitter »), ``families`` a title per cue family, ``help`` the lines of the help,
    ``steps`` the names of the skeleton's steps, in order.
    ``colon`` stands between a label and its text on plain lines.
    """

    listening: str
    paused: str
    ended: str
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
    said: str
    wording: str
    quiet: str
    shown: str
    earlier: str
    colon: str
    help: tuple[str, ...]
    steps: tuple[str, ...]
    keys: Mapping[str, str]
    families: Mapping[str, str]

    def title(self, family: str) -> str:
        """Return the family's title, or its name in words for one that a clinic has added without a title."""
        return self.families.get(family) or family.replace("_", " ")


_TEXTS: Final = tuple(field.name for field in fields(Labels) if field.type == "str")
_LISTS: Final = ("help", "steps")
_TABLES: Final = frozenset({"labels", "keys", "families", *_LISTS})


def read_labels(path: Path, families: Iterable[str] = ()) -> Labels:
    """Read ``screen.toml``; ``families`` are the cue families that must have a title.

    Raises:
        PhrasebookError: the file cannot be read, or names every text that is missing, unknown or no text.
    """
    data = _read(path)
    texts, keys, titles = (_table(data, name, path) for name in ("labels", "keys", "families"))
    _check(path, data, required={"labels": _TEXTS, "keys": _KEYS, "families": families})
    return Labels(**texts, help=tuple(data["help"]), steps=tuple(data["steps"]), keys=keys, families=titles)


def shipped_labels(language: str, families: Iterable[str] = ()) -> Labels:
    """Read the texts of a language that ships with the program; see ``read_labels``."""
    return read_labels(shipped("phrasebooks") / language / "screen.toml", families)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise PhrasebookError(
            "cannot read the screen's texts in {path}: {reason}",
            hint="compare it with the screen.toml of another language",
            path=path,
            reason=getattr(error, "strerror", None) or error,
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
    unknown = [key for key in data if key not in _TABLES]
    unknown += [f"labels.{key}" for key in data["labels"] if key not in _TEXTS]
    unknown += [f"keys.{key}" for key in data["keys"] if key not in _KEYS]
    _refuse_if_any(path, unknown, "in {path}, these keys mean nothing: {keys}")
    _refuse_if_any(path, _not_texts(data), "in {path}, this must be a table or text of another kind: {keys}")


def _not_texts(data: Mapping[str, Any]) -> Iterator[str]:
    for table in ("labels", "keys", "families"):
        yield from (f"{table}.{key}" for key, text in data[table].items() if not isinstance(text, str) or not text)
    for name in _LISTS:
        if not isinstance(data[name], list) or not all(isinstance(line, str) for line in data[name]):
            yield name
        elif name == "steps" and len(data[name]) != len(STEPS):
            yield f"steps ({len(STEPS)} of them)"


def _refuse_if_any(path: Path, keys: Iterable[str], problem: str) -> None:
    if found := sorted(keys):
        _refuse(path, found, problem)


def _refuse(path: Path, keys: Iterable[str], problem: str) -> NoReturn:
    raise PhrasebookError(
        problem, hint="compare it with the screen.toml of another language", path=path, keys=", ".join(keys)
    )
