"""The table that spreadsheets read and write: CSV in UTF-8 with the mark Excel wants, every cell as safe as whole.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses it when it is read back.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from calmdesk.phrasebook.problems import Problems

COLUMNS = (
    "kind", "family", "text", "off", "also", "strict", "not", "anchors", "requires_negation", "no_guards",
    "rung", "without", "why", "avoid", "next", "ask", "relay", "origin", "original",
)  # fmt: skip
"""In this order. ``origin`` is ``shipped`` or ``own`` and ``original`` the text as it was exported: they stay as they
are, so that an edited row is known again; a new row has none."""

BOM = "\ufeff"
"""The mark in front by which Excel knows UTF-8."""

NEEDED = ("kind", "family", "text")
DELIMITERS = {"semicolon": ";", "comma": ",", "tab": "\t"}

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r"\\([\\nr])")
_PLAIN = {"\\": "\\", "n": "\n", "r": "\r"}

Row = dict[str, str]
"""The cells of a row by column; an empty one may be missing."""


@dataclass(frozen=True)
class SheetRow:
    """A row that was read, as a place for problems: it stands on a line of the sheet."""

    cells: Mapping[str, str]
    sheet: Path
    line: int

    @property
    def data(self) -> Mapping[str, Any]:
        """The cells."""
        return self.cells

    def where(self, *_at: str | int) -> Where:
        """Return the row's own place, whichever value is meant."""
        return Where(self.sheet, self.line)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def join(items: Iterable[str]) -> str:
    """Return several texts as one cell, a line each."""
    return "\n".join("".join(_ESCAPES.get(letter, letter) for letter in item) for item in items)


def split(cell: str) -> list[str]:
    """Return the texts of a cell; empty lines are left out."""
    lines = (line.removesuffix("\r") for line in cell.split("\n"))
    return [_ESCAPED.sub(lambda match: _PLAIN[match[1]], line) for line in lines if line.strip()]


def sheet_text(rows: Iterable[Row], delimiter: str = ";") -> str:
    """Return rows as CSV, without the byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_guard(row.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def read_sheet(path: Path, problems: Problems) -> list[SheetRow]:
    """Read a sheet; the delimiter is the one its first line has.

    Raises:
        PhrasebookError: the file cannot be read, or is no text.
    """
    text = _text_of(path)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS.values(), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_rows(reader, path, problems))
    except csv.Error as error:
        problems.add(Where(path, reader.line_num), "this row is broken: {reason}", reason=error)
        return []


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise PhrasebookError("cannot read {path}: there is no such file", path=path) from None
    except OSError as error:
        raise PhrasebookError("cannot read {path}: {reason}", path=path, reason=error) from None
    except UnicodeDecodeError:
        says = "cannot read {path}: it is not text in UTF-8"
        raise PhrasebookError(says, hint="save it as « CSV UTF-8 »", path=path) from None


def _rows(reader: Any, path: Path, problems: Problems) -> Iterator[SheetRow]:  # noqa: ANN401  # csv's own type has no name
    heads = [head.strip().lower() for head in next(reader, [])]
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        problems.add(Where(path, 1), "the columns {columns} are missing", columns=", ".join(missing))
        return
    for head in sorted(set(heads) - {*COLUMNS, ""}):
        problems.add(Where(path, 1), "there is no column « {column} »", column=head)
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _row(heads, cells, path, line)
        line = reader.line_num + 1


def _row(heads: Sequence[str], cells: Sequence[str], path: Path, line: int) -> SheetRow:
    return SheetRow({head: _unguard(cell) for head, cell in zip(heads, cells, strict=False)}, path, line)


def _guard(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
