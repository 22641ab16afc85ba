"""The clinic's own settings: one TOML file in the user's configuration folder; ``docs/advice.md`` shows one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomli

from calmdesk.call.text import safe
from calmdesk.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLE: Final = "CALMDESK_SETTINGS"
"""Environment variable that names another settings file."""

LONGEST: Final = 80
"""Characters of a text that stands inside a sentence to say."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What the cards say of the clinic; an empty text is not known, and cards then do without it."""

    clinic: str = ""
    vet: str = ""
    callback: str = ""
    payment_options: str = ""
    emergency_number: str = ""

    @property
    def slots(self) -> dict[str, str]:
        """Return the texts by the name of the slot they fill."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Advice:
    """How calls are advised: ``connection`` prompts for a personal word when nothing is wrong."""

    connection: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the file can set."""

    clinic: Clinic = field(default_factory=Clinic)
    advice: Advice = field(default_factory=Advice)


_TABLES: Final = {"clinic": Clinic, "advice": Advice}


def settings_file() -> Path:
    """Return where the settings are looked for; the file may not exist."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    # Imported late: commands that answer no call do not need it.
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("calmdesk", appauthor=False) / "settings.toml"


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings; a file that is not there leaves everything as it ships.

    Raises:
        SettingsError: the file cannot be read, or names everything that is wrong with it, with file and line.
    """
    path = path or settings_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomli.loads(text)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise SettingsError(
            "cannot read the settings in {path}: {reason}", path=path, reason=getattr(error, "strerror", None) or error
        ) from error
    problems = [f"{path}:{_line(text, *place)}: {problem}" for place, problem in _problems(data)]
    if problems:
        raise SettingsError(
            "the settings have {count} problem(s):\n{problems}",
            hint="docs/advice.md shows a settings file",
            count=len(problems),
            problems="\n".join(problems),
        )
    clinic = {name: safe(text) for name, text in data.get("clinic", {}).items()}
    return Settings(Clinic(**clinic), Advice(**data.get("advice", {})))


Place = tuple[str, str]
"""A table and a key in it; an empty key stands for the table itself."""


def _problems(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for name, table in data.items():
        if name not in _TABLES:
            yield (name, ""), f"unknown table [{name}]; known are {', '.join(_TABLES)}"
        elif not isinstance(table, dict):
            yield (name, ""), f"{name} is a table: write [{name}] on a line of its own"
        else:
            yield from _problems_of(name, table)


def _problems_of(name: str, table: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    known = [each.name for each in fields(_TABLES[name])]
    for key, value in table.items():
        if key not in known:
            yield (name, key), f"unknown key {key!r} in [{name}]; known are {', '.join(known)}"
        elif name == "advice" and not isinstance(value, bool):
            yield (name, key), f"{key} is true or false"
        elif name == "clinic" and not isinstance(value, str):
            yield (name, key), f'{key} is a text: write it in quotes, {key} = "…"'
        elif name == "clinic" and len(value) > LONGEST:
            yield (name, key), f"{key} is longer than {LONGEST} characters; it is said inside a sentence"


def _line(text: str, table: str, key: str) -> int:
    """Return the line of a key of a table, or of the table; 1 when it is written in another way."""
    lines = text.splitlines()
    head = re.compile(rf"\s*(\[\s*{re.escape(table)}\s*\]|{re.escape(table)}\s*[.=])")
    start = next((number for number, line in enumerate(lines) if head.match(line)), 0)
    entry = re.compile(rf"\s*({re.escape(table)}\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=")
    found = (number for number, line in enumerate(lines[start:], start) if key and entry.match(line))
    return next(found, start) + 1
