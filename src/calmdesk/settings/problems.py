"""What is wrong with a settings file: each problem with its line, in words when it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from calmdesk.messages import say
from calmdesk.settings.rules import LIMITS, wrong
from calmdesk.settings.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


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
        """Return a line for each problem: file, line, what is wrong."""
        return "\n".join(f"{each.where}: {say(each.template, each.details, language)}" for each in self.every)

    def __str__(self) -> str:
        return self.told("en")


def find(data: Mapping[str, Any], text: str, path: Path) -> list[Problem]:
    """Return what is wrong with the file at ``path``, which holds ``text`` and, read as TOML, ``data``."""
    return [
        Problem(template, {"name": table, "key": key, "known": known, **LIMITS}, f"{path}:{_line(text, table, key)}")
        for table, key, template, known in _wrong(data)
    ]


def _wrong(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a table, a key in it (empty: the table itself), what is wrong with it, and what is known there."""
    for name, table in data.items():
        if name not in TABLES:
            yield name, "", "unknown table [{name}]; known are {known}", ", ".join(TABLES)
        elif not isinstance(table, dict):
            yield name, "", "{name} is a table: write [{name}] on a line of its own", ""
        else:
            rules = {each.name: each.metadata for each in fields(TABLES[name])}
            for key, value in table.items():
                unknown = "unknown key « {key} » in [{name}]; known are {known}"
                template = wrong(rules[key], value) if key in rules else unknown
                if template:
                    yield name, key, template, ", ".join(rules)


def _line(text: str, table: str, key: str) -> int:
    """Return the line of a key of a table, or of the table; 1 when it is written in another way."""
    lines = text.splitlines()
    head = re.compile(rf"\s*(\[\s*{re.escape(table)}\s*\]|{re.escape(table)}\s*[.=])")
    start = next((number for number, line in enumerate(lines) if head.match(line)), 0)
    entry = re.compile(rf"\s*({re.escape(table)}\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=")
    found = (number for number, line in enumerate(lines[start:], start) if key and entry.match(line))
    return next(found, start) + 1
