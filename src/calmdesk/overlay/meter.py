"""The picture of the sound check: what to do, a level meter a side, what is heard. A value, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from calmdesk.overlay.layout import (
    BLANK,
    Piece,
    Role,
    Row,
    clip,
    crop,
    cut_to,
    joined,
    spread,
    width_of,
    words_of,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.overlay.style import Style

QUIETEST: Final = -60.0
"""dBFS at the left end of a meter; 0 is at its right."""

_WIDEST: Final = 100
_LONG: Final = 40
"""Cells of a meter at most: more tell nothing."""

_BESIDE: Final = 56
"""Cells from which on the figures stand beside their meter."""

_HEARD_ROWS: Final = 2
_INDENT: Final[Row] = (("  ", Role.PLAIN),)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One side's loudness. Levels in dBFS; ``figures`` tell them in words, ``alarm`` that sound was cut off."""

    label: str
    rms: float
    peak: float
    figures: str
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class MeterScreen:
    """What is shown at one moment.

    ``ask`` and ``why`` tell what to do, ``begin`` which key begins it while that is waited for. ``heard`` holds a label
    and the latest words a side, which may still change unless ``settled``; ``unheard`` stands in their place while
    there are none. ``share`` is how much of the step is done, 0 to 1, ``progress`` the same in words. ``at`` is the
    time in seconds; ``hints`` are the other keys, the most useful first.
    """

    title: str
    place: str
    ask: str
    why: str
    gauges: tuple[Gauge, ...] = ()
    heard: tuple[tuple[str, str], ...] = ()
    unheard: str = ""
    settled: bool = True
    share: float = 0.0
    progress: str = ""
    begin: str = ""
    notice: str = ""
    hints: tuple[str, ...] = ()
    at: float = 0.0


class _Part(StrEnum):
    """The parts, in the order they stand on the screen."""

    TITLE = "title"
    GAP_ASK = "gap ask"
    ASK = "ask"
    WHY = "why"
    GAP_METER = "gap meter"
    METER = "meter"
    GAP_HEARD = "gap heard"
    HEARD = "heard"
    GAP_PROGRESS = "gap progress"
    PROGRESS = "progress"
    GAP_NOTICE = "gap notice"
    NOTICE = "notice"
    GAP_HINTS = "gap hints"
    HINTS = "hints"


# Where rows are few: what goes first, down to what to do, which stays.
_GIVE_WAY: Final = (
    *(_Part.GAP_NOTICE, _Part.GAP_PROGRESS, _Part.GAP_HEARD, _Part.GAP_METER, _Part.GAP_ASK, _Part.GAP_HINTS),
    *(_Part.NOTICE, _Part.WHY, _Part.TITLE, _Part.HEARD, _Part.HINTS, _Part.PROGRESS, _Part.METER, _Part.ASK),
)


def meter_rows(screen: MeterScreen, width: int, height: int, style: Style) -> list[Row]:
    """Return the screen as at most ``height`` rows of at most ``width`` cells; the last one holds the keys."""
    width, height = min(max(width, 1), _WIDEST), max(height, 1)
    parts = _parts(screen, width, style)
    for part in _GIVE_WAY:
        too_many = sum(map(len, parts.values())) - height
        if too_many > 0:
            parts[part] = crop(parts[part], max(0, len(parts[part]) - too_many), width, style.glyphs.ellipsis)
    return [cut_to(row, width) for part in _Part for row in parts[part]]


def _parts(screen: MeterScreen, width: int, style: Style) -> dict[_Part, list[Row]]:
    gauges = [row for gauge in screen.gauges for row in _gauge(gauge, width, style, _column(screen, style))]
    heard = [row for label, text in screen.heard for row in _heard(label, text, screen, width, style)]
    if not heard:
        heard = _wrapped(screen.unheard, Role.FAINT, width, style)
    parts: dict[_Part, list[Row]] = {
        _Part.TITLE: [_title(screen, width, style)],
        _Part.ASK: _wrapped(screen.ask, Role.SAY, width, style),
        _Part.WHY: _wrapped(screen.why, Role.FAINT, width, style),
        _Part.METER: gauges,
        _Part.HEARD: heard,
        _Part.PROGRESS: [_progress(screen, width, style)],
        _Part.NOTICE: _wrapped(screen.notice, Role.FAINT, width, style),
        _Part.HINTS: [((_hints(screen.hints, width, style), Role.FAINT),)],
    }
    if not parts[_Part.NOTICE]:
        parts[_Part.GAP_NOTICE] = []
    return {part: parts.get(part, [BLANK]) for part in _Part}


def bar(share: float, cells: int, style: Style, mark: float = 0.0) -> Row:
    """Return a bar of that many cells of which ``share`` is filled, with a sign where ``mark`` is (both 0 to 1)."""
    filled, marked = _cell(share, cells), _cell(mark, cells)
    full, rest = (style.glyphs.bar, Role.BAR), (style.glyphs.dot, Role.FAINT)
    pieces = [full if place <= filled else rest for place in range(1, cells + 1)]
    if marked:
        pieces[marked - 1] = (style.glyphs.climbed, Role.PLAIN)
    return joined(pieces)


def _cell(share: float, cells: int) -> int:
    """Return up to which cell a share of a bar reaches, counted from 1; 0: not even the first."""
    return round(min(max(share, 0.0), 1.0) * cells)


def _gauge(gauge: Gauge, width: int, style: Style, column: int) -> list[Row]:
    label = _line(style, gauge.label) if column else ""
    lead: Row = (*_INDENT, (label + " " * (column - cell_len(label)), Role.FAINT))
    figures: list[Piece] = [(_line(style, gauge.figures), Role.PLAIN)]
    if gauge.alarm:
        figures += [("  ", Role.PLAIN), (f" {_line(style, gauge.alarm)} ", Role.BADGE)]
    beside = width >= _BESIDE
    room = width - width_of(lead) - (width // 2 if beside else 0)
    meter = bar(_share(gauge.rms), max(0, min(_LONG, room)), style, _share(gauge.peak))
    if beside:
        return [joined([*lead, *meter, ("  ", Role.PLAIN), *figures])]
    return [joined([*lead, *meter]), joined([*_INDENT, (" " * column, Role.PLAIN), *figures])]


def _share(level: float) -> float:
    return 1 - level / QUIETEST


def _column(screen: MeterScreen, style: Style) -> int:
    """Return the cells for the labels of the meters; a single one needs none."""
    if len(screen.gauges) < 2:  # noqa: PLR2004  # one, or several
        return 0
    return max(cell_len(_line(style, gauge.label)) for gauge in screen.gauges) + 2


def _title(screen: MeterScreen, width: int, style: Style) -> Row:
    place: Row = ((_line(style, screen.place), Role.PLAIN),)
    room = width - width_of(place) - 2
    if room <= 0:
        return place
    return spread(((clip(_line(style, screen.title), room, style.glyphs.ellipsis), Role.FAINT),), place, width)


def _wrapped(text: str, role: Role, width: int, style: Style) -> list[Row]:
    words = words_of(style.text(text), role)
    return [(*_INDENT, *row) for row in wrap(words, max(1, width - 2), style.glyphs.ellipsis)]


def _heard(label: str, text: str, screen: MeterScreen, width: int, style: Style) -> list[Row]:
    """Return the latest words; grey ones that end in an ellipsis may still change."""
    role = Role.PLAIN if screen.settled else Role.FAINT
    words: Sequence[Piece] = words_of(style.text(text), role)
    if words and not screen.settled:
        words = [*words[:-1], (words[-1][0] + style.glyphs.ellipsis, role)]
    rows = wrap([*words_of(style.text(label), Role.FAINT), *words], max(1, width - 2), style.glyphs.ellipsis)
    return [(*_INDENT, *row) for row in rows[-_HEARD_ROWS:]]


def _progress(screen: MeterScreen, width: int, style: Style) -> Row:
    if screen.begin:
        return (*_INDENT, (_line(style, screen.begin), Role.MARK))
    words = _line(style, screen.progress)
    cells = max(0, min(_LONG, width - cell_len(words) - 4))
    return joined([*_INDENT, *bar(screen.share, cells, style), ("  ", Role.PLAIN), (words, Role.PLAIN)])


def _hints(hints: Sequence[str], width: int, style: Style) -> str:
    """Return as many of the keys as fit on one row."""
    shown = ""
    for hint in (_line(style, hint) for hint in hints):
        longer = f"{shown} {style.glyphs.dot} {hint}" if shown else f"  {hint}"
        if cell_len(longer) > width:
            break
        shown = longer
    return shown


def _line(style: Style, text: str) -> str:
    """Return a text that is not wrapped, safe to print; no-break spaces become spaces."""
    return " ".join(style.text(text).split())
