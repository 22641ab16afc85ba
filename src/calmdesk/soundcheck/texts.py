"""The check's texts in one language, read from ``phrasebooks/<language>/soundcheck.toml`` and checked."""

from __future__ import annotations

import string
import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook import folders
from calmdesk.soundcheck.findings import KINDS
from calmdesk.soundcheck.steps import Stage
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from calmdesk.soundcheck.findings import Finding

NAME: Final = "soundcheck.toml"
SYSTEMS: Final = ("windows", "macos", "linux")
FALLBACK: Final = "en"
"""The language of a phrasebook without a file of its own."""

CLIENT_UNHEARD: Final = frozenset({"no_voice", "only_desk", "only_echo"})
"""Findings that ask for another way to hear the client: ``[ways]`` names them."""


_FINE: Final = frozenset({"percent", "seconds"})
_FEW = 10
"""Shares and times below ten are told with one decimal."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands around the figures. ``decimal`` is the sign in 0,5; ``left`` has a place for ``{seconds}``."""

    title: str
    step: str
    begin: str
    skip: str
    quit: str
    left: str
    peak: str
    clipped: str
    heard: str
    nothing_heard: str
    colon: str
    decimal: str
    ok: str
    warning: str
    problem: str
    all_well: str
    some_warnings: str
    some_problems: str
    nothing_checked: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is asked for in a step, and why, or how."""

    ask: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: what was found, and what can be done about it on this system."""

    text: str
    advice: tuple[str, ...] = ()


class Texts:
    """One language's texts.

    Args:
        data: what the file holds, checked.
        system: one of ``SYSTEMS``.
    """

    def __init__(self, data: Mapping[str, Any], system: str) -> None:
        self.labels = Labels(**data["labels"])
        self.steps = {Stage(name): Instruction(**step) for name, step in data["steps"].items()}
        self._findings = data["findings"]
        self._ways = data["ways"]
        self._system = system

    def tell(self, finding: Finding, device: str) -> Told:
        """Return the words for a finding about the device of that name."""
        entry = self._findings[finding.kind]
        lines = [*entry.get("advice", ()), *entry.get(self._system, ())]
        if finding.kind in CLIENT_UNHEARD:
            lines += [*self._ways["always"], *self._ways[self._system]]
        details = {name: self.number(value, name) for name, value in finding.details.items()} | {"device": device}
        return Told(entry["text"].format(**details), tuple(lines))

    def number(self, value: float, name: str = "") -> str:
        """Return a figure as the language writes it, rounded; ``name`` tells what it is."""
        digits = 1 if name in _FINE and abs(value) < _FEW else 0
        # Adding nothing makes -0 a plain 0.
        return f"{round(value, digits) + 0.0:.{digits}f}".replace(".", self.labels.decimal)


def texts_of(lang: str, system: str = "") -> Texts:
    """Return the texts of a language, the clinic's own before the shipped ones; English for one that has none.

    Args:
        lang: a language that has a phrasebook.
        system: one of ``SYSTEMS``; empty for the one this runs on.

    Raises:
        PhrasebookError: there is no such phrasebook, or its file cannot be used.
    """
    path = folders.find(lang).newest(NAME) or folders.shipped_root() / FALLBACK / NAME
    return Texts(read_texts(path), system or this_system())


def this_system() -> str:
    """Return which of ``SYSTEMS`` this is; whatever is neither of the others has the tools of Linux."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def read_texts(path: Path) -> dict[str, Any]:
    """Read and check a file.

    Raises:
        PhrasebookError: it cannot be read, or names every text that is missing or wrong.
    """
    try:
        data = parse_toml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, BrokenTomlError) as error:
        raise PhrasebookError(
            "cannot read the sound check's texts in {path}: {reason}",
            hint="compare it with the soundcheck.toml of another language",
            path=path,
            reason=error,
        ) from error
    if wrong := sorted(_wrong(data)):
        raise PhrasebookError(
            "in {path}, these texts are missing, or not what they should be: {keys}",
            hint="compare it with the soundcheck.toml of another language",
            path=path,
            keys=", ".join(wrong),
        )
    return data


def _wrong(data: Mapping[str, Any]) -> set[str]:
    """Return the places of all texts that are missing, mean nothing, or name a detail that their finding has not."""
    found = dict(_leaves(data))
    texts: dict[str, AbstractSet[str]] = {f"labels.{each.name}": frozenset() for each in fields(Labels)}
    texts["labels.left"] = {"seconds"}
    texts |= {f"steps.{stage}.{each.name}": frozenset() for stage in Stage for each in fields(Instruction)}
    texts |= {f"findings.{kind}.text": {*details, "device"} for kind, details in KINDS.items()}
    ways = {f"ways.{name}" for name in ("always", *SYSTEMS)}
    advice = {f"findings.{kind}.{name}" for kind in KINDS for name in ("advice", *SYSTEMS)}
    wrong = {name for name in {*texts, *ways} if name not in found}
    wrong |= {name for name in found if name not in {*texts, *ways, *advice}}
    wrong |= {name for name in texts if name in found and not _is_template(found[name], texts[name])}
    return wrong | {name for name in {*ways, *advice} if name in found and not _is_list(found[name])}


def _leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value that is no table, with its path."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield path + key, value


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _is_template(value: object, details: AbstractSet[str]) -> bool:
    """Tell whether a value is a text whose braces name nothing but ``details``."""
    try:
        return (
            isinstance(value, str)
            and bool(value)
            and {name for _, name, _, _ in string.Formatter().parse(value) if name is not None} <= details
        )
    except ValueError:  # a brace without its other half
        return False
