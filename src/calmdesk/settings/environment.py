"""Environment variables that stand above the settings file: ``CALMDESK_<TABLE>_<KEY>`` for every key."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from calmdesk.settings.problems import Problem, wrong
from calmdesk.settings.rules import LIMITS, about
from calmdesk.settings.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIXES: Final = tuple(f"CALMDESK_{table.upper()}_" for table in TABLES)


def variable(table: str, key: str) -> str:
    """Return the name of a key's environment variable: ``CALMDESK_CLINIC_VET``."""
    own = about(next(each for each in fields(TABLES[table]) if each.name == key)).variable
    return own or f"CALMDESK_{table}_{key}".upper()


def from_environment() -> dict[tuple[str, str], object]:
    """Return what the environment says, by table and key; a variable that is empty says nothing."""
    return {
        (table, key.name): about(key).rule.read(text)
        for table, kind in TABLES.items()
        for key in fields(kind)
        if (text := os.environ.get(variable(table, key.name)))
    }


def find_in_environment() -> Iterator[Problem]:
    """Yield what is wrong with the environment: a value, or a variable whose key there is not."""
    for (table, key), value in from_environment().items():
        if template := wrong(table, key, value):
            yield Problem(template, {"key": key, **LIMITS}, variable(table, key))
    known = {variable(table, key.name) for table, kind in TABLES.items() for key in fields(kind)}
    for name in sorted(set(os.environ) - known):
        if name.startswith(_PREFIXES):
            yield Problem("there is no such environment variable", {}, name)
