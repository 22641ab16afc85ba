"""The settings file, found, read and checked; whatever is wrong is told at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from calmdesk.call.text import safe
from calmdesk.errors import SettingsError
from calmdesk.places import SETTINGS_VARIABLE, settings_file
from calmdesk.settings.problems import Problems, find
from calmdesk.settings.tables import TABLES, Settings
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST_WORD: Final = 4_096
"""Characters without a space that a text may hold: the address of a database is one word."""


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings; a file that is not there leaves everything as it ships, unless it was asked for by name.

    Raises:
        SettingsError: the file cannot be read, or names everything that is wrong with it, with file and line.
    """
    path = path or settings_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = parse_toml(text)
    except (OSError, UnicodeDecodeError, BrokenTomlError) as error:
        if isinstance(error, FileNotFoundError) and not os.environ.get(SETTINGS_VARIABLE):
            return Settings()
        raise SettingsError(
            "cannot read the settings in {path}: {reason}", path=path, reason=getattr(error, "strerror", None) or error
        ) from error
    problems = find(data, text, path)
    if problems:
        raise SettingsError(
            "the settings have {count} problem(s):\n{problems}",
            hint="docs/advice.md shows a settings file",
            count=len(problems),
            problems=Problems(tuple(problems)),
        )
    return Settings(**{name: table(**_harmless(data.get(name, {}))) for name, table in TABLES.items()})


def _harmless(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table whose texts can play no tricks on a terminal."""
    return {
        name: safe(value, longest_word=_LONGEST_WORD) if isinstance(value, str) else value
        for name, value in table.items()
    }
