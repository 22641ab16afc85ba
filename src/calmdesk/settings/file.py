"""The settings file: where it is, what stands in it, and on which line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calmdesk.errors import SettingsError
from calmdesk.messages import NotToml
from calmdesk.places import SETTINGS_VARIABLE, settings_file
from calmdesk.settings.problems import Problem, Problems, find_in_file
from calmdesk.toml_text import BrokenTomlError, line_of, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file that could be read as TOML; ``text`` and ``data`` are empty where there is none."""

    path: Path
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def line_of(self, table: str, key: str) -> int | None:
        """Return the line of a key of a table, or of the table where it is written in another way; None: of neither."""
        lines = self.text.splitlines()
        head = re.compile(rf"\s*(\[\s*{re.escape(table)}\s*\]|{re.escape(table)}\s*[.=])")
        start = next((number for number, line in enumerate(lines) if head.match(line)), None)
        if start is None:
            return None
        entry = re.compile(rf"\s*({re.escape(table)}\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=")
        found = (number for number, line in enumerate(lines[start:], start) if key and entry.match(line))
        return next(found, start) + 1


def read_file(path: Path | None = None) -> SettingsFile:
    """Read a settings file, the clinic's own unless another is named; one that is not there is empty.

    Raises:
        SettingsError: it cannot be read, or ``CALMDESK_SETTINGS`` names one that is not there.
    """
    path = path or settings_file()
    try:
        # Notepad puts a byte order mark in front.
        text = path.read_bytes().decode("utf-8-sig")
        return SettingsFile(path, text, parse_toml(text))
    except UnicodeDecodeError as error:
        refuse([Problem("is not text in UTF-8", {}, f"{path}:{line_of(error)}")])
    except BrokenTomlError as error:
        refuse([Problem("is not valid TOML: {reason}", {"reason": NotToml(error)}, f"{path}:{error.lineno}")])
    except OSError as error:
        if not isinstance(error, FileNotFoundError) or os.environ.get(SETTINGS_VARIABLE):
            raise SettingsError(
                "cannot read the settings in {path}: {reason}",
                hint="calmdesk settings edit",
                path=path,
                reason=error,
            ) from error
    return SettingsFile(path)


def check_file(path: Path) -> SettingsFile:
    """Read a settings file and check all that stands in it.

    Raises:
        SettingsError: it cannot be read, or names everything that is wrong with it, with file and line.
    """
    file = read_file(path)
    refuse(find_in_file(file))
    return file


def refuse(in_file: Iterable[Problem], elsewhere: Iterable[Problem] = ()) -> None:
    """Raise a SettingsError that names all problems, of a file and of the environment, where there are any."""
    in_file, elsewhere = tuple(in_file), tuple(elsewhere)
    if in_file or elsewhere:
        raise SettingsError(
            "the settings have {count} problem(s):\n{problems}",
            hint="calmdesk settings edit; docs/settings.md explains every key"
            if in_file
            else "change these environment variables",
            count=len(in_file) + len(elsewhere),
            problems=Problems(in_file + elsewhere),
        )
