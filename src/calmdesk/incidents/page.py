"""Pages to print or to look at: the register of facts by third parties, and the incidents by week."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.incidents.incident import harmless
from calmdesk.incidents.texts import RUNGS
from calmdesk.pages.counts import Counts, Row
from calmdesk.pages.frame import Pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts
    from calmdesk.incidents.trends import Trends


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
    return _pages().draw(
        "register.html",
        texts.lang,
        t=texts,
        incidents=facts,
        printed=texts.moment(printed),
        clinic=harmless(clinic),
        rungs=RUNGS,
    )


def trends_page(trends: Trends, texts: Texts) -> str:
    """Return a page with a bar for each week, and the table of weeks and families."""
    counts = _counts(trends, texts) if trends.weeks else None
    return _pages().draw("trends.html", texts.lang, t=texts, counts=counts)


def _counts(trends: Trends, texts: Texts) -> Counts:
    """Return the weeks; an incident of two families is there twice, and once in the last column."""
    return Counts(
        texts.say("Incidents by week"),
        texts.say("week of"),
        parts=tuple(texts.title(family) for family in trends.families),
        ends=(texts.say("incidents"),),
        rows=tuple(
            Row(texts.day(week), tuple(trends.of_week(week)), (str(trends.totals.get(week, 0)),))
            for week in trends.weeks
        ),
        total=Row(
            texts.say("all"),
            tuple(trends.of_family(family) for family in trends.families),
            (str(sum(trends.totals.values())),),
        ),
        others=texts.say("other families"),
    )


@cache
def _pages() -> Pages:
    return Pages(Path(__file__).parent / "pages")
