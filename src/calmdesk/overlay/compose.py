"""The whole screen as rows: which parts get how many of the rows there are, and the frame around them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from calmdesk.overlay.canvas import Canvas, Section
from calmdesk.overlay.layout import BLANK, Role, Row, cut_to, width_of
from calmdesk.overlay.sections import Part, sections

if TYPE_CHECKING:
    from calmdesk.overlay.screen import Screen
    from calmdesk.overlay.style import Style

TALLEST: Final = 20
"""Rows: a taller window stays empty below, so that the eye need not travel."""

FRAMED_WIDTH: Final = 64
FRAMED_HEIGHT: Final = 18
"""Cells and rows from which on there is room for a frame."""

_WIDEST: Final = 100
"""Cells: longer rows are hard to read at a glance."""

_FRAME_CELLS: Final = 4

# The sentence comes before everything. Then each mention grants its part one more row, while there are rows.
_WISHES: Final = (
    *(Part.ENTRY, Part.STATUS, Part.FAULT, Part.FAULT, Part.CLIENT, Part.LENGTH, Part.RUNG, Part.CARDS, Part.AVOID),
    *(Part.WHY, Part.GAP_SAY, Part.GAP_NOTES, Part.RELAY, Part.NOTICE),
    *(Part.HELP,) * TALLEST,
    *(Part.CLIENT, Part.LENGTH, Part.AVOID, Part.WHY, Part.HINTS, Part.GAP_CLIENT, Part.DESK, Part.ABOVE, Part.BELOW),
    *(Part.READY, Part.FAULT, Part.FAULT, Part.LENGTH, Part.RUNG),
    *(Part.ASK, Part.NEXT, Part.RELAY, Part.ASK, Part.NEXT, Part.NOTICE, Part.AVOID, Part.WHY, Part.DESK),
    Part.STEPS,
)

_FOOT: Final = (Part.ENTRY, Part.HINTS)
"""The parts at the bottom, whatever stands above."""


def compose(screen: Screen, width: int, height: int, style: Style) -> list[Row]:
    """Return the screen as at most ``height`` rows of at most ``width`` cells; the last rows are the key hints.

    As rows become fewer, the least important parts go first; the sentence to say goes last.
    """
    width, height = min(max(width, 1), _WIDEST), min(max(height, 1), TALLEST)
    if width < FRAMED_WIDTH or height < FRAMED_HEIGHT:
        return _filled(Canvas.of(screen, style, width), height)
    inner = _filled(Canvas.of(screen, style, width - _FRAME_CELLS), height - 2)
    return _framed(inner, width, style.glyphs.alarm_frame if screen.urgent else style.glyphs.frame, screen)


def _filled(canvas: Canvas, height: int) -> list[Row]:
    """Return exactly ``height`` rows; what no part needs is left empty above the foot."""
    wanted = sections(canvas)
    granted = _grants(wanted, height)
    shown = {part: canvas.shown(wanted[part], granted[part]) for part in Part if part in wanted}
    foot = [row for part in _FOOT for row in shown.pop(part, ())]
    body = [row for part in Part for row in shown.get(part, ())]
    rows = [*body, *[BLANK] * (height - len(body) - len(foot)), *foot]
    return [cut_to(row, canvas.width) for row in rows]


def _grants(wanted: dict[Part, Section], height: int) -> Counter[Part]:
    """Return how many rows each part gets."""
    granted: Counter[Part] = Counter()
    if Part.SAY in wanted:
        granted[Part.SAY] = min(wanted[Part.SAY].wanted, height)
    for part in _WISHES:
        if granted.total() == height:
            break
        if part in wanted and granted[part] < wanted[part].wanted:
            granted[part] += 1
    return granted


def _framed(rows: list[Row], width: int, frame: str, screen: Screen) -> list[Row]:
    left_top, across, right_top, down, left_bottom, right_bottom = tuple(frame)
    role = Role.ALARM if screen.urgent else Role.FAINT
    line = across * (width - 2)
    inner = [
        ((f"{down} ", role), *row, (" " * (width - _FRAME_CELLS - width_of(row)), Role.PLAIN), (f" {down}", role))
        for row in rows
    ]
    return [((left_top + line + right_top, role),), *inner, ((left_bottom + line + right_bottom, role),)]
