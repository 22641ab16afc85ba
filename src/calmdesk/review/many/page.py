"""Pages to look at or to print: one file each, no script, nothing fetched, all that was said or named escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calmdesk.review.many.texts import plain
from calmdesk.review.many.trends import LENGTHS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from calmdesk.review.many.compare import Comparison
    from calmdesk.review.many.texts import Texts
    from calmdesk.review.many.trends import Row, Trends

SHADES: Final = 7
"""Families that have a shade of their own in a chart; the others share one."""

_WIDTH: Final = 460
_STEP: Final = 22
_LABEL: Final = 130
"""In the drawing's own units."""

_PAGES: Final = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Piece:
    """A family's part of a bar: ``shade`` counts from 0, the most frequent family."""

    x: float
    width: float
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart."""

    y: int
    name: str
    pieces: tuple[Piece, ...]
    end: float
    total: int


@dataclass(frozen=True, slots=True)
class Column:
    """A week, an hour or a length of the table: its name, and what its calls have."""

    name: str
    calls: int
    cues: Counter[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, with the table that says the same in numbers."""

    heading: str
    corner: str
    bars: tuple[Bar, ...]
    rows: tuple[Column, ...]

    @property
    def height(self) -> int:
        """Of the drawing."""
        return max(1, len(self.bars)) * _STEP


def trends_page(trends: Trends, texts: Texts) -> str:
    """Return the page of the trends over many calls."""
    charts = [
        _chart(texts("by_week"), texts("week"), trends, [(texts.day(row.key), row) for row in trends.weeks], texts),
        _chart(
            texts("by_hour"), texts("hour"), trends, [(texts("hour_name", hour=r.key), r) for r in trends.hours], texts
        ),
        _chart(
            texts("by_length"), texts("length"), trends, [(_length(r.key, texts), r) for r in trends.lengths], texts
        ),
    ]
    legend = [(texts.title(family), place) for place, family in enumerate(trends.families[:SHADES])]
    if len(trends.families) > SHADES:
        legend.append((texts("others"), SHADES))
    return _page("trends.html", texts, trends=trends, charts=charts if trends.calls else [], legend=legend)


def compare_page(comparison: Comparison, texts: Texts) -> str:
    """Return the page of two phrasebooks on the same calls."""
    return _page("compare.html", texts, comparison=comparison)


def _chart(heading: str, corner: str, trends: Trends, named: Sequence[tuple[str, Row[Any]]], texts: Texts) -> Chart:
    unit = _WIDTH / (max((row.cues.total() for _, row in named), default=0) or 1)
    bars = tuple(_bar(place * _STEP, name, row, trends, unit, texts) for place, (name, row) in enumerate(named))
    rows = tuple(Column(name, row.calls, row.cues) for name, row in named)
    return Chart(heading, corner, bars, rows)


def _bar(y: int, name: str, row: Row[Any], trends: Trends, unit: float, texts: Texts) -> Bar:  # one drawing
    counts = [(texts.title(family), row.cues[family]) for family in trends.families[:SHADES]]
    counts.append((texts("others"), sum(row.cues[family] for family in trends.families[SHADES:])))
    pieces = []
    x = float(_LABEL)
    for shade, (title, count) in enumerate(counts):
        if count:
            pieces.append(Piece(x, count * unit, shade, f"{title}: {count}"))
            x += count * unit
    return Bar(y, name, tuple(pieces), x + 6, row.cues.total())


def _length(place: int, texts: Texts) -> str:
    if place == len(LENGTHS):
        return texts("longer", minutes=LENGTHS[-1] // 60)
    return texts("shorter", minutes=LENGTHS[place] // 60)


def clock(seconds: float) -> str:
    """Return a call time as it is read: 1:05, or 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _page(template: str, texts: Texts, **facts: object) -> str:
    style = (_PAGES / "style.css").read_text(encoding="utf-8")
    # The browser uses this style alone, and runs no script: what a page shows was said and named by strangers.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return _templates().get_template(template).render(t=texts, style=style, digest=digest, **facts)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Iterable[tuple[str, Any]] = (("clock", clock), ("plain", plain))
    environment.filters.update(filters)
    return environment
