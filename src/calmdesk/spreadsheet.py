"""Tables for spreadsheets: what was said by strangers must not become a formula there."""

from __future__ import annotations

import csv
import re
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

BOM: Final = "\ufeff"
"""The mark in front by which Excel knows UTF-8."""

# What Excel, LibreOffice or Sheets take for the beginning of a formula, the wide forms where Japanese is set: in front
# of a text, and behind whatever ends a cell where another delimiter is set than ours.
_FORMULA: Final = re.compile("(^|[;,\t\r\n])(?=[\\s\"']*[=+\\-@＝＋－＠])")


def write_table(head: Iterable[str], rows: Iterable[Iterable[str]], file: IO[str], delimiter: str = ";") -> None:
    """Write a table; an apostrophe stands before what a spreadsheet would take for a formula.

    Args:
        head: the names of the columns.
        rows: the cells of each row.
        file: opened with ``newline=""``.
        delimiter: a semicolon suits Excel where commas stand in numbers.
    """
    file.write(BOM)
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])


def defused(cell: str) -> str:
    """Return a cell's text as a spreadsheet takes it for text."""
    return _FORMULA.sub(r"\1'", cell)
