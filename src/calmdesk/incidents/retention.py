"""Incidents are kept for a time, five years unless the clinic says otherwise; then they are removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.incidents.choice import Choice

if TYPE_CHECKING:
    from datetime import datetime

    from calmdesk.incidents.store import Incidents


def oldest_kept(now: datetime, years: int) -> datetime:
    """Return the moment before which incidents are no longer kept."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        # The 29th of February.
        return now.replace(year=now.year - years, day=28)


def enforce(incidents: Incidents, years: int, now: datetime) -> int:
    """Remove what is too old, and return how many there were.

    Nothing is written when nothing is due, so that incidents on a read-only disk can be read.
    """
    due = Choice(until=oldest_kept(now, years))
    return incidents.remove(due) if incidents.count(due) else 0
