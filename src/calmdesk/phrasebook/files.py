"""The TOML files of a phrasebook: read completely, with every problem at its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from calmdesk.messages import NotToml
from calmdesk.phrasebook.lines import find_lines
from calmdesk.phrasebook.problems import Problems, Where
from calmdesk.toml_text import BrokenTomlError, line_of, parse_toml

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.lines import At

__all__ = ["Problems", "TomlFile", "Where"]


class TomlFile:
    """A TOML file that can tell on which line a value of it stands.

    A file that cannot be read is a problem and holds nothing; one that need not be there (``needed``) may be missing.
    """

    def __init__(self, path: Path, problems: Problems, *, needed: bool = True) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        self._text = ""
        if not needed and not path.exists():
            return
        try:
            # Notepad puts a byte order mark in front.
            self._text = path.read_bytes().decode("utf-8-sig")
            self.data = parse_toml(self._text)
        except OSError as error:
            problems.add(path, "cannot be read: {reason}", reason=error)
        except UnicodeDecodeError as error:
            problems.add(Where(path, line_of(error)), "is not text in UTF-8", "save it as UTF-8 in your editor")
        except BrokenTomlError as error:
            problems.add(Where(path, error.lineno), "is not valid TOML: {reason}", reason=NotToml(error))

    def where(self, *at: str | int) -> Where:
        """Return the place of a value: keys of tables and numbers in lists lead to it.

        A value that is not there gets the place of the nearest thing around it.
        """
        for length in range(len(at), 0, -1):
            line = self._lines.get(at[:length])
            if line is not None:
                return Where(self.path, line)
        return Where(self.path, 1 if self._text else 0)

    @cached_property
    def _lines(self) -> dict[At, int]:
        try:
            return find_lines(self._text) if self.data else {}
        except RecursionError:
            return {}
