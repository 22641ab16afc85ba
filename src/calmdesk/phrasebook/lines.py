"""Finds the line on which each value of a TOML file stands; the TOML libraries do not tell.

It reads only files that ``tomli`` has accepted, so it need not recognise mistakes, only structure.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import tomli

At = tuple[str | int, ...]
"""The way to a value: keys of tables, numbers in lists (from 0)."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}\n#]*")


def find_lines(text: str) -> dict[At, int]:
    """Return the line (from 1) of every key, list entry and table of a valid TOML text."""
    scanner = _Scanner(text)
    scanner.scan()
    newlines = [match.start() for match in re.finditer("\n", text)]
    return {at: bisect_right(newlines, offset - 1) + 1 for at, offset in scanner.offsets.items()}


def find_values(text: str) -> dict[At, tuple[int, int]]:
    """Return where every value of a valid TOML text begins and where it has ended, in characters."""
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.values


class _Scanner:
    def __init__(self, text: str) -> None:
        self.offsets: dict[At, int] = {}
        self.values: dict[At, tuple[int, int]] = {}
        self._text = text
        self._at = 0
        self._counts: dict[At, int] = {}

    def scan(self) -> None:
        """Walk over the whole text."""
        table: At = ()
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(self._at)
        self._at = match.end()
        return match[0]

    def _header(self) -> At:
        start, listed = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if listed else 1
        keys = self._keys()
        self._at += 2 if listed else 1
        table: At = ()
        for n, key in enumerate(keys, 1):
            table = (*table, key)
            if listed and n == len(keys):
                self._counts[table] = self._counts.get(table, 0) + 1
            self.offsets.setdefault(table, start)
            if table in self._counts:
                table = (*table, self._counts[table] - 1)
                self.offsets.setdefault(table, start)
        return table

    def _pair(self, table: At) -> None:
        start = self._at
        for key in self._keys():
            table = (*table, key)
            self.offsets.setdefault(table, start)
        self._at += 1  # the sign =
        self._skip()
        self._value(table)

    def _keys(self) -> list[str]:
        """Take a dotted key and the blanks around it."""
        keys = []
        while True:
            self._skip()
            quoted = self._text[self._at] in "\"'"
            key = self._take(_TEXT if quoted else _BARE_KEY)
            keys.append(tomli.loads(f"key = {key}")["key"] if quoted else key)
            self._skip()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _value(self, at: At) -> None:
        start, first = self._at, self._text[self._at]
        if first in "\"'":
            self._take(_TEXT)
        elif first == "[":
            self._list(at)
        elif first == "{":
            self._inline_table(at)
        else:
            self._take(_PLAIN)
        self.values[at] = start, self._at

    def _list(self, at: At) -> None:
        self._at += 1
        number = 0
        while self._more("]"):
            self.offsets[*at, number] = self._at
            self._value((*at, number))
            number += 1

    def _inline_table(self, at: At) -> None:
        self._at += 1
        while self._more("}"):
            self._pair(at)

    def _more(self, end: str) -> bool:
        """Go to the next entry of a list or inline table; at its end, go past it."""
        self._skip()
        if self._text[self._at] == ",":
            self._at += 1
            self._skip()
        if self._text[self._at] != end:
            return True
        self._at += 1
        return False
