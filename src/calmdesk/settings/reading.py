"""The settings in force: for each key the environment variable's value, else the file's, else the one it ships with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from calmdesk.call.text import safe
from calmdesk.settings.environment import find_in_environment, from_environment
from calmdesk.settings.file import read_file, refuse
from calmdesk.settings.problems import find_in_file
from calmdesk.settings.rules import about
from calmdesk.settings.tables import TABLES, Settings

if TYPE_CHECKING:
    from dataclasses import Field
    from pathlib import Path

_LONGEST_WORD: Final = 4_096
"""Characters without a space that a text may hold: the address of a database is one word."""


class Source(StrEnum):
    """Where a value comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class InForce:
    """A value in force, where it comes from, in the file on which line, and the option that stands above it."""

    table: str
    key: str
    value: object
    source: Source
    line: int | None = None
    option: str = ""


def values_in_force(path: Path | None = None) -> tuple[InForce, ...]:
    """Return the value of every key, in the tables' order.

    Args:
        path: a settings file; the clinic's own unless another is named.

    Raises:
        SettingsError: the file cannot be read, or names everything that is wrong with it and with the environment.
    """
    file = read_file(path)
    refuse(find_in_file(file), find_in_environment())
    named = from_environment()

    def found(table: str, key: Field[Any]) -> InForce:
        option, written = about(key).option, file.data.get(table, {})
        if (table, key.name) in named:
            value = _harmless(named[table, key.name])
            return InForce(table, key.name, value, Source.ENVIRONMENT, option=option)
        if key.name in written:
            value = _harmless(written[key.name])
            return InForce(table, key.name, value, Source.FILE, file.line_of(table, key.name), option)
        return InForce(table, key.name, key.default, Source.DEFAULT, option=option)

    return tuple(found(table, key) for table, kind in TABLES.items() for key in fields(kind))


def read_settings(path: Path | None = None) -> Settings:
    """Return the settings in force; without a file and without variables everything is as it ships.

    Raises:
        SettingsError: as ``values_in_force``.
    """
    by_table = groupby(values_in_force(path), key=lambda each: each.table)
    return Settings(**{table: TABLES[table](**{each.key: each.value for each in found}) for table, found in by_table})


def _harmless(value: object) -> object:
    """Return a value; a text can play no tricks on a terminal."""
    return safe(value, longest_word=_LONGEST_WORD) if isinstance(value, str) else value
