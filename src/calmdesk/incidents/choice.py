"""Which incidents are meant: by time, family, rung or number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, true

from calmdesk.incidents.rows import in_utc
from calmdesk.incidents.tables import FamilyRow, IncidentRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """Incidents from ``since`` to before ``until``, of a ``family``, that reached a ``rung``; empty: all of them."""

    since: datetime | None = None
    until: datetime | None = None
    family: str = ""
    rung: int = 0
    number: int = 0

    @property
    def condition(self) -> ColumnElement[bool]:
        """The choice as a condition on ``incidents``."""
        return and_(true(), *self._conditions())

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.since:
            yield IncidentRow.at >= in_utc(self.since)
        if self.until:
            yield IncidentRow.at < in_utc(self.until)
        if self.family:
            yield IncidentRow.families.any(FamilyRow.family == self.family)
        if self.rung:
            yield IncidentRow.rung >= self.rung
        if self.number:
            yield IncidentRow.id == self.number


ALL = Choice()
