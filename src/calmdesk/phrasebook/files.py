"""The TOML files of a phrasebook: read completely, with every problem at its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomli

from calmdesk.errors import PhrasebookError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file, for messages: ``phrases/insult.toml:12``."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Problems:
    """Collects what is wrong, so that an author sees everything at once."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: Where | Path, problem: str) -> None:
        """Note one problem: ``file:line: what is wrong; how to mend it``."""
        self.lines.append(f"{where}: {problem}")

    def raise_if_any(self) -> None:
        """Raise one ``PhrasebookError`` that names them all."""
        if self.lines:
            raise PhrasebookError(
                "the phrasebook has {count} problem(s):\n{problems}",
                hint="mend them and run: calmdesk phrasebook check",
                count=len(self.lines),
                problems="\n".join(self.lines),
            )


class TomlFile:
    """A TOML file that can tell on which line a text of it stands."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        self._text = ""
        try:
            self._text = path.read_text(encoding="utf-8")
            self.data = tomli.loads(self._text)
        except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
            problems.add(path, f"cannot be read: {error}")

    def where(self, text: str = "") -> Where:
        """Return the place where ``text`` first stands, line 1 when it is written in another way."""
        for form in (text, text.replace("\\", "\\\\").replace('"', '\\"')):
            at = self._text.find(form) if form else -1
            if at >= 0:
                return Where(self.path, self._text.count("\n", 0, at) + 1)
        return Where(self.path, 1)
