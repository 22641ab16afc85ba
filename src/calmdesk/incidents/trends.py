"""How many incidents there were, week by week and family by family: counted by the database, without a passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from calmdesk.incidents.choice import ALL
from calmdesk.incidents.tables import FamilyRow, IncidentRow
from calmdesk.pages import stacked as stacks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from calmdesk.incidents.choice import Choice
    from calmdesk.incidents.store import Incidents
    from calmdesk.incidents.texts import Texts

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts by week.

    ``weeks`` are Mondays without a gap, the oldest first; ``families`` the most frequent first. ``counts`` holds what
    is not 0, by week and family. ``totals`` are incidents: one of two families counts once there, and twice in
    ``counts``.
    """

    weeks: tuple[date, ...]
    families: tuple[str, ...]
    counts: Mapping[tuple[date, str], int]
    totals: Mapping[date, int]

    def of_family(self, family: str) -> int:
        """Return how many incidents of a family there were in all weeks."""
        return sum(self.counts.get((week, family), 0) for week in self.weeks)

    def of_week(self, week: date) -> list[int]:
        """Return how many incidents there were in a week, by family."""
        return [self.counts.get((week, family), 0) for family in self.families]


def count_by_week(incidents: Incidents, choice: Choice = ALL, span: tuple[date, ...] = ()) -> Trends:
    """Count incidents by the week of the desk's clock.

    Args:
        incidents: to be counted.
        choice: which of them.
        span: Mondays that are among the weeks even if nothing happened then.
    """
    by_week = select(IncidentRow.week, func.count()).where(choice.condition).group_by(IncidentRow.week)
    by_family = (
        select(IncidentRow.week, FamilyRow.family, func.count())
        .join(FamilyRow, FamilyRow.incident_id == IncidentRow.id)
        .where(choice.condition)
        .group_by(IncidentRow.week, FamilyRow.family)
    )
    with incidents.read() as session:
        totals = {row.week: row[1] for row in session.execute(by_week)}
        counts = {(week, family): count for week, family, count in session.execute(by_family)}
    sums: dict[str, int] = {}
    for (_, family), count in counts.items():
        sums[family] = sums.get(family, 0) + count
    families = sorted(sums, key=lambda family: (-sums[family], family))
    return Trends(_without_gap({*totals, *span}), tuple(families), counts, totals)


def _without_gap(weeks: Collection[date]) -> tuple[date, ...]:
    if not weeks:
        return ()
    first, last = min(weeks), max(weeks)
    return tuple(first + WEEK * number for number in range((last - first) // WEEK + 1))


def stacked(trends: Trends, week: date, parts: int) -> list[int]:
    """Return a week's counts as the parts of a bar: the most frequent families, and the rest together in the last."""
    return stacks.stacked(trends.of_week(week), parts)


def legend(trends: Trends, texts: Texts, parts: int) -> list[str]:
    """Return the names of the parts of a bar; see ``stacked``."""
    return stacks.stacked_names([texts.title(family) for family in trends.families], parts, texts.say("other families"))
