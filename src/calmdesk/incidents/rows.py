"""Turns an incident into its rows and back; what somebody said or wrote goes through the cipher."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from calmdesk.incidents.incident import TEXTS, Incident
from calmdesk.incidents.tables import SEALED, FamilyRow, IncidentRow

if TYPE_CHECKING:
    from datetime import date

    from calmdesk.incidents.vault import Cipher


def new_row(incident: Incident, cipher: Cipher) -> IncidentRow:
    """Return a row that is not kept yet."""
    row = IncidentRow(uid=uuid.uuid4().hex, version=0)
    fill(row, incident, cipher)
    return row


def fill(row: IncidentRow, incident: Incident, cipher: Cipher) -> None:
    """Put an incident into a row, in the place of what stood there."""
    row.version += 1
    row.at = in_utc(incident.at)
    row.offset_minutes = _offset(incident.at) // timedelta(minutes=1)
    row.week = week_of(incident.at)
    row.rung = incident.rung
    row.words = cipher.seal(row.uid, "words", json.dumps(incident.words, ensure_ascii=False))
    for name in TEXTS:
        setattr(row, name, cipher.seal(row.uid, name, getattr(incident, name)))
    kept = {each.family: each for each in row.families}
    row.families = [kept.get(family) or FamilyRow(family=family) for family in incident.families]
    for place, each in enumerate(row.families):
        each.place = place


def incident_of(row: IncidentRow, cipher: Cipher) -> Incident:
    """Return the incident a row holds.

    Raises:
        IncidentError: a text cannot be decrypted.
    """
    texts = {name: cipher.unseal(row.uid, name, getattr(row, name)) for name in TEXTS}
    return Incident(
        at=row.at.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=row.offset_minutes))),
        families=tuple(each.family for each in row.families),
        rung=row.rung,
        words=tuple(json.loads(cipher.unseal(row.uid, "words", row.words))),
        number=row.id,
        version=row.version,
        **texts,
    )


def seal_anew(row: IncidentRow, before: Cipher, after: Cipher) -> None:
    """Keep the same texts by another cipher."""
    for name in SEALED:
        setattr(row, name, after.seal(row.uid, name, before.unseal(row.uid, name, getattr(row, name))))


def in_utc(moment: datetime) -> datetime:
    """Return a moment as the tables keep it: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def week_of(moment: datetime) -> date:
    """Return the Monday of a moment's week, by the clock it was told in."""
    return moment.date() - timedelta(days=moment.weekday())


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
