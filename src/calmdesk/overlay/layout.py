"""Rows of the screen as values: pieces of text with a role, wrapped by words and cut to a width in cells."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPACES: Final = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})


class Role(StrEnum):
    """What a piece of text is; ``draw`` gives each role its look."""

    PLAIN = "plain"
    FAINT = "faint"
    MARK = "mark"
    SAY = "say"
    BAR = "bar"
    ALARM = "alarm"
    BADGE = "badge"
    PAUSE = "pause"


Piece = tuple[str, Role]
Row = tuple[Piece, ...]

BLANK: Final[Row] = ()

# Signs that French sets off with a space and that must not begin a line, or end it in the case of «.
_HELD_BACK: Final = re.compile(r" (?=[?!:;»%€])|(?<=«) ")


def words_of(text: str, role: Role = Role.PLAIN) -> list[Piece]:
    """Return the words of a safe text, French punctuation held to its word."""
    text = _HELD_BACK.sub("\N{NO-BREAK SPACE}", text)
    return [(word, role) for word in text.split(" ") if word]


def width_of(row: Iterable[Piece]) -> int:
    """Return the row's width in cells."""
    return sum(cell_len(text) for text, _ in row)


def clip(text: str, width: int, ellipsis: str) -> str:
    """Return ``text`` within ``width`` cells; what is cut is shown by the ellipsis, if there is room for that."""
    if cell_len(text) <= width:
        return text
    tail = ellipsis if cell_len(ellipsis) < width else ""
    room, kept = width - cell_len(tail), ""
    for letter in text:
        room -= cell_len(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + tail


def clip_left(text: str, width: int, cut: str) -> str:
    """Return the end of ``text`` within ``width`` cells; ``cut`` stands for what is left out, if there is room."""
    if cell_len(text) <= width:
        return text
    head = cut if cell_len(cut) < width else ""
    while text and cell_len(head + text) > width:
        text = text[1:]
    return head + text if text else ""


def wrap(words: Sequence[Piece], width: int, ellipsis: str) -> list[Row]:
    """Return the words as rows of at most ``width`` cells; a word that is wider than a row is cut.

    No-break spaces have done their work then and become spaces: not every console can write them.
    """
    rows: list[list[Piece]] = []
    room = 0
    for text, role in words:
        word = clip(text, width, ellipsis)
        wide = cell_len(word)
        if rows and room >= wide + 1:
            rows[-1] += [(" ", _between(rows[-1][-1][1], role)), (word, role)]
            room -= wide + 1
        else:
            rows.append([(word, role)])
            room = width - wide
    return [joined((text.translate(_SPACES), role) for text, role in row) for row in rows]


def crop(rows: Sequence[Row], count: int, width: int, ellipsis: str) -> list[Row]:
    """Return the first ``count`` rows; when some are left out, the last one ends in the ellipsis."""
    if len(rows) <= count or count == 0:
        return list(rows[:count])
    return [*rows[: count - 1], _ending(rows[count - 1], width, ellipsis)]


def joined(row: Iterable[Piece]) -> Row:
    """Return the row with neighbours of one role made one piece."""
    pieces: list[Piece] = []
    for text, role in row:
        if pieces and pieces[-1][1] is role:
            pieces[-1] = (pieces[-1][0] + text, role)
        elif text:
            pieces.append((text, role))
    return tuple(pieces)


def spread(left: Row, right: Row, width: int) -> Row:
    """Return one row with ``left`` at its left and ``right`` at its right end; the two must fit."""
    gap = width - width_of(left) - width_of(right)
    return joined([*left, (" " * gap, Role.PLAIN), *right])


def centred(row: Row, width: int, role: Role) -> Row:
    """Return the row in the middle of ``width`` cells, the space at both ends in ``role``; it must fit."""
    left, odd = divmod(max(width - width_of(row), 0), 2)
    return joined([(" " * left, role), *row, (" " * (left + odd), role)])


def _between(before: Role, after: Role) -> Role:
    """Return the role of the space between two words: a mark runs through, else the space is nothing."""
    return before if before is after else Role.PLAIN


def cut_to(row: Row, width: int) -> Row:
    """Return as much of the row, from its left, as fits ``width`` cells."""
    if width_of(row) <= width:
        return row
    room, kept = max(width, 0), []
    for text, role in row:
        kept.append((clip(text, room, ""), role))
        room -= cell_len(kept[-1][0])
    return joined(kept)


def _ending(row: Row, width: int, ellipsis: str) -> Row:
    """Return the row cut so that the ellipsis can follow it."""
    kept = cut_to(row, width - cell_len(ellipsis))
    return joined([*kept, (clip(ellipsis, width, ""), kept[-1][1] if kept else Role.FAINT)])
