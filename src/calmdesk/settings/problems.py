"""What is wrong with settings: each problem with the place it stands at, in words when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from calmdesk.messages import say
from calmdesk.settings.rules import LIMITS, about
from calmdesk.settings.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calmdesk.settings.file import SettingsFile


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a template, as in ``errors``, and where it stands."""

    template: str
    details: Mapping[str, object]
    where: str


@dataclass(frozen=True, slots=True)
class Problems:
    """All that is wrong, put into words when it is shown: ``messages.InWords``."""

    every: tuple[Problem, ...]

    def told(self, language: str) -> str:
        """Return a line for each problem: file and line, or variable, and what is wrong."""
        return "\n".join(f"{each.where}: {say(each.template, each.details, language)}" for each in self.every)

    def __str__(self) -> str:
        return self.told("en")


def find_in_file(file: SettingsFile) -> Iterator[Problem]:
    """Yield what is wrong with a file."""
    for table, key, template, known in _wrong_in(file.data):
        where = f"{file.path}:{file.line_of(table, key) or 1}"
        yield Problem(template, {"name": table, "key": key, "known": known, **LIMITS}, where)


def wrong(table: str, key: str, value: object) -> str:
    """Return the template that says what is wrong with a value of a key there is, empty when nothing is."""
    return next(about(each).rule.wrong(value) for each in fields(TABLES[table]) if each.name == key)


def _wrong_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a table, a key in it (empty: the table itself), what is wrong with it, and what is known there."""
    for name, table in data.items():
        if name not in TABLES:
            yield name, "", "unknown table [{name}]; known are {known}", ", ".join(TABLES)
        elif not isinstance(table, dict):
            yield name, "", "{name} is a table: write [{name}] on a line of its own", ""
        else:
            known = [each.name for each in fields(TABLES[name])]
            for key, value in table.items():
                unknown = "unknown key « {key} » in [{name}]; known are {known}"
                template = wrong(name, key, value) if key in known else unknown
                if template:
                    yield name, key, template, ", ".join(known)
