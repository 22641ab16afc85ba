"""Checks of this very process: its Python, and the terminal it stands in."""

from __future__ import annotations

import os
import platform
import struct
import sys
from typing import TYPE_CHECKING, Final

from calmdesk.doctor.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_OLDEST: Final = (3, 11)
_NEWEST: Final = (3, 13)
_BITS: Final = 64

_SIGNS: Final = "éœ«»→…"


def python(version: tuple[int, int] = sys.version_info[:2], bits: int = 8 * struct.calcsize("P")) -> Iterator[Finding]:
    """Vosk has wheels for some Pythons only."""
    details = {"version": platform.python_version(), "bits": bits, "system": platform.system()}
    if _OLDEST <= version <= _NEWEST and bits == _BITS:
        yield Finding(Level.OK, "Python {version}, {bits} bits, on {system}", details=details)
    else:
        yield Finding(
            Level.PROBLEM,
            "calmdesk was not made for Python {version} of {bits} bits",
            hint="install Python 3.11, 3.12 or 3.13 of 64 bits, and calmdesk with it",
            details=details,
        )


def terminal(stream: TextIO | None = None) -> Iterator[Finding]:
    """Look at where the overlay would be drawn: its characters, its size, its colours."""
    from calmdesk.overlay.output import can_draw  # noqa: PLC0415  # heavy

    stream = stream or sys.stdout
    encoding = getattr(stream, "encoding", None) or "ascii"
    if not _writes(encoding):
        yield Finding(
            Level.WARNING,
            "the terminal writes {encoding}, which lacks some characters: plain ones stand for them",
            hint="chcp 65001" if os.name == "nt" else "export LC_ALL=C.UTF-8",
            details={"encoding": encoding},
        )
    if can_draw(stream):
        yield _size(*os.get_terminal_size(stream.fileno()))
    else:
        yield Finding(
            Level.WARNING,
            "this is no terminal that can be drawn on: calls are shown as plain lines",
            hint="run calmdesk in a terminal window, its output not sent elsewhere",
        )


def _size(columns: int, rows: int) -> Finding:
    from calmdesk.overlay.compose import FRAMED_HEIGHT, FRAMED_WIDTH  # noqa: PLC0415  # heavy

    details = {"columns": columns, "rows": rows, "wide": FRAMED_WIDTH, "high": FRAMED_HEIGHT}
    if columns < FRAMED_WIDTH or rows < FRAMED_HEIGHT:
        return Finding(
            Level.WARNING,
            "the terminal has {columns} columns and {rows} rows: less is shown than with {wide} and {high}",
            hint="make the window larger, or its letters smaller",
            details=details,
        )
    coloured = not os.environ.get("NO_COLOR")
    says = "{columns} columns, {rows} rows, colours" if coloured else "{columns} columns, {rows} rows, no colours"
    return Finding(Level.OK, says, details=details)


def _writes(encoding: str) -> bool:
    try:
        _SIGNS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
