"""The clinic's own settings: one TOML file in the user's configuration folder; ``docs/advice.md`` shows one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomli

from calmdesk.call.text import safe
from calmdesk.errors import SettingsError
from calmdesk.messages import say

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
class Incidents:
    """Where incidents are kept and for how many years, and who notes them where nobody else is named."""

    database: str = ""
    author: str = ""
    keep_years: int = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the file can set."""

    clinic: Clinic = field(default_factory=Clinic)
    advice: Advice = field(default_factory=Advice)
    incidents: Incidents = field(default_factory=Incidents)


_TABLES: Final = {"clinic": Clinic, "advice": Advice, "incidents": Incidents}

_MOST_YEARS: Final = 100


def settings_file() -> Path:
    """Return where the settings are looked for; the file may not exist."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    # Imported late: commands that answer no call do not need it.
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("calmdesk", appauthor=False) / "settings.toml"


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings; a file that is not there leaves everything as it ships, unless it was asked for by name.

    Raises:
        SettingsError: the file cannot be read, or names everything that is wrong with it, with file and line.
    """
    path = path or settings_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomli.loads(text)
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        if isinstance(error, FileNotFoundError) and not os.environ.get(VARIABLE):
            return Settings()
        raise SettingsError(
            "cannot read the settings in {path}: {reason}", path=path, reason=getattr(error, "strerror", None) or error
        ) from error
    problems = [replace(problem, where=f"{path}:{_line(text, *place)}") for place, problem in _problems(data)]
    if problems:
        raise SettingsError(
            "the settings have {count} problem(s):\n{problems}",
            hint="docs/advice.md shows a settings file",
            count=len(problems),
            problems=_Problems(tuple(problems)),
        )
    clinic = {name: safe(text) for name, text in data.get("clinic", {}).items()}
    incidents = Incidents(**data.get("incidents", {}))
    return Settings(Clinic(**clinic), Advice(**data.get("advice", {})), incidents)


@dataclass(frozen=True, slots=True)
class _Problem:
    """One thing that is wrong: a template, as in ``errors``, and where it stands."""

    template: str
    details: Mapping[str, object]
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Problems:
    """All that is wrong, put into words when it is shown: ``messages.InWords``."""

    every: tuple[_Problem, ...]

    def told(self, language: str) -> str:
        """Return a line for each problem: file, line, what is wrong."""
        return "\n".join(f"{each.where}: {say(each.template, each.details, language)}" for each in self.every)

    def __str__(self) -> str:
        return self.told("en")


Place = tuple[str, str]
"""A table and a key in it; an empty key stands for the table itself."""


def _problems(data: Mapping[str, Any]) -> Iterator[tuple[Place, _Problem]]:
    for name, table in data.items():
        if name not in _TABLES:
            template = "unknown table [{name}]; known are {known}"
            yield (name, ""), _Problem(template, {"name": name, "known": ", ".join(_TABLES)})
        elif not isinstance(table, dict):
            template = "{name} is a table: write [{name}] on a line of its own"
            yield (name, ""), _Problem(template, {"name": name})
        else:
            for key, value in table.items():
                template = _wrong(name, key, value)
                if template:
                    known = ", ".join(each.name for each in fields(_TABLES[name]))
                    yield (name, key), _Problem(template, {"name": name, "key": key, "known": known, "most": LONGEST})


def _wrong(name: str, key: str, value: object) -> str:
    """Return what is wrong with a key of a table, empty when nothing is."""
    defaults = {each.name: each.default for each in fields(_TABLES[name])}
    if key not in defaults:
        return "unknown key « {key} » in [{name}]; known are {known}"
    if isinstance(defaults[key], bool):
        return "" if isinstance(value, bool) else "{key} is true or false"
    if isinstance(defaults[key], int):
        # true is an int to Python, and no number to anybody else.
        fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_YEARS
        return "" if fits else "{key} is a whole number from 1 to 100"
    if not isinstance(value, str):
        return '{key} is a text: write it in quotes, {key} = "…"'
    spoken = name == "clinic"
    return (
        "{key} is longer than {most} characters; it is said inside a sentence"
        if spoken and len(value) > LONGEST
        else ""
    )


def _line(text: str, table: str, key: str) -> int:
    """Return the line of a key of a table, or of the table; 1 when it is written in another way."""
    lines = text.splitlines()
    head = re.compile(rf"\s*(\[\s*{re.escape(table)}\s*\]|{re.escape(table)}\s*[.=])")
    start = next((number for number, line in enumerate(lines) if head.match(line)), 0)
    entry = re.compile(rf"\s*({re.escape(table)}\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=")
    found = (number for number, line in enumerate(lines[start:], start) if key and entry.match(line))
    return next(found, start) + 1
