"""The pages about many calls: their trends, and two phrasebooks compared on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calmdesk.overlay.style import clock
from calmdesk.pages.counts import Counts, Row
from calmdesk.pages.frame import Pages
from calmdesk.review.many.texts import plain
from calmdesk.review.many.trends import LENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.review.many.compare import Comparison
    from calmdesk.review.many.texts import Texts
    from calmdesk.review.many.trends import Row as Counted
    from calmdesk.review.many.trends import Trends


def trends_page(trends: Trends, texts: Texts) -> str:
    """Return the page of the trends over many calls."""
    return _pages().draw(
        "trends.html", texts.lang, t=texts, trends=trends, tables=_tables(trends, texts) if trends.calls else []
    )


def compare_page(comparison: Comparison, texts: Texts) -> str:
    """Return the page of two phrasebooks on the same calls."""
    return _pages().draw("compare.html", texts.lang, t=texts, comparison=comparison)


def _tables(trends: Trends, texts: Texts) -> list[Counts]:
    weeks = [(texts.day(row.key), row) for row in trends.weeks]
    hours = [(texts("hour_name", hour=row.key), row) for row in trends.hours]
    lengths = [(_length(row.key, texts), row) for row in trends.lengths]
    return [
        _table(texts("by_week"), texts("week"), weeks, trends, texts),
        _table(texts("by_hour"), texts("hour"), hours, trends, texts),
        _table(texts("by_length"), texts("length"), lengths, trends, texts),
    ]


def _table(
    heading: str, corner: str, named: Iterable[tuple[str, Counted[Any]]], trends: Trends, texts: Texts
) -> Counts:
    def row(name: str, cues: dict[str, int], calls: int) -> Row:
        counts = tuple(cues.get(family, 0) for family in trends.families)
        per_call = texts.number(sum(counts) / calls) if calls else ""
        return Row(name, counts, (str(sum(counts) or ""), str(calls or ""), per_call))

    return Counts(
        heading,
        corner,
        parts=tuple(texts.title(family) for family in trends.families),
        ends=(texts("cues"), texts("calls"), texts("per_call")),
        rows=tuple(row(name, each.cues, each.calls) for name, each in named),
        total=row(texts("all"), trends.totals, trends.calls),
        others=texts("others"),
    )


def _length(place: int, texts: Texts) -> str:
    if place == len(LENGTHS):
        return texts("longer", minutes=LENGTHS[-1] // 60)
    return texts("shorter", minutes=LENGTHS[place] // 60)


@cache
def _pages() -> Pages:
    return Pages(Path(__file__).parent / "pages", {"clock": clock, "plain": plain})
