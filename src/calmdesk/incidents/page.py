"""Pages to print or to look at: one file each, no script, nothing fetched, everything that was said escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calmdesk.incidents.incident import harmless
from calmdesk.incidents.texts import RUNGS
from calmdesk.incidents.trends import legend, stacked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts
    from calmdesk.incidents.trends import Trends

SHADES: Final = ("#1f5a80", "#c2701e", "#3f7d4e", "#8a3d6b", "#8a8a8a")
"""Of the families in the chart, the most frequent first; the last is for all others."""

_LONGEST_BAR: Final = 420
_BAR_STEP: Final = 20
"""In the drawing's own units."""

_PAGES: Final = Path(__file__).parent / "pages"


def register_page(incidents: Iterable[Incident], texts: Texts, printed: datetime, clinic: str = "") -> str:
    """Return the *registre de faits de tiers* as a page for A4 paper.

    Each fact has its date and description; the worker's identity appears only where it was given.

    Args:
        incidents: in this order.
        texts: the language of the page.
        printed: when.
        clinic: its name, for the head.
    """
    facts = list(incidents)
    return _page(
        "register.html", texts, incidents=facts, printed=texts.moment(printed), clinic=harmless(clinic), rungs=RUNGS
    )


def trends_page(trends: Trends, texts: Texts) -> str:
    """Return a page with a bar for each week, and the table of weeks and families."""
    bars = _bars(trends)
    height = len(bars) * _BAR_STEP
    return _page("trends.html", texts, trends=trends, bars=bars, height=height, legend=_legend(trends, texts))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: one family's share of a week, in the drawing's units."""

    start: float
    width: float
    shade: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: an incident of two families is there twice in ``pieces``, once in ``total``."""

    week: date
    top: int
    length: float
    pieces: tuple[Piece, ...]
    total: int


def _bars(trends: Trends) -> list[Bar]:
    rows = {week: stacked(trends, week, len(SHADES)) for week in trends.weeks}
    unit = _LONGEST_BAR / (max(map(sum, rows.values()), default=0) or 1)
    return [
        Bar(week, place * _BAR_STEP, sum(row) * unit, _pieces(row, unit), trends.totals.get(week, 0))
        for place, (week, row) in enumerate(rows.items())
    ]


def _pieces(row: list[int], unit: float) -> tuple[Piece, ...]:
    starts = (sum(row[:place]) * unit for place in range(len(row)))
    every = zip(starts, row, SHADES, strict=True)
    return tuple(Piece(start, count * unit, shade) for start, count, shade in every if count)


def _legend(trends: Trends, texts: Texts) -> list[tuple[str, str]]:
    return list(zip(legend(trends, texts, len(SHADES)), SHADES, strict=False))


def _page(template: str, texts: Texts, **facts: object) -> str:
    style = (_PAGES / "style.css").read_text(encoding="utf-8")
    # The browser runs no style and no script but this one: what a page shows was said by strangers.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return _templates().get_template(template).render(t=texts, style=style, digest=digest, **facts)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
