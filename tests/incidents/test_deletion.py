"""What is removed is gone: from the lists, and from the file's bytes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from calmdesk.incidents import encrypting
from calmdesk.incidents.address import address, file_of
from calmdesk.incidents.choice import ALL, Choice
from calmdesk.incidents.retention import enforce, oldest_kept
from calmdesk.incidents.rows import new_row
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.tables import IncidentRow
from calmdesk.incidents.vault import Plain
from incidents.made_up import MONDAY, PASSPHRASE, incident

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.engine import URL


def filled(incidents: Incidents, count: int = 1_500) -> list[str]:
    """Note incidents of all lengths, and return a word of each that no other has."""
    draw = random.Random(5)  # noqa: S311  # lengths
    secrets = [f"SECRET{number:05}" for number in range(count)]
    with incidents.change() as session:
        for secret in secrets:
            note = secret + "x" * draw.randrange(draw.choice([50, 3_000]))
            session.add(new_row(incident(note=note, words=(f"{secret} encore",)), Plain()))
    return secrets


def left_in(folder: Path, secrets: Iterable[str]) -> list[str]:
    """Return which words can still be found in any file of a folder."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [secret for secret in secrets if secret.encode() in content]


@pytest.fixture
def url(tmp_path: Path) -> URL:
    """Return the address of a file, alone in its folder."""
    return address(str(tmp_path / "incidents.sqlite"))


def test_the_search_itself_finds(url: URL, tmp_path: Path) -> None:
    """Before anything is removed, every word is in the file."""
    with Incidents(url) as incidents:
        secrets = filled(incidents, 50)
    assert left_in(tmp_path, secrets) == secrets


def test_removed_incidents_leave_no_trace_in_the_file(url: URL, tmp_path: Path) -> None:
    """Half of them go, in several steps; not one word of theirs can be found, all of the others'."""
    with Incidents(url) as incidents:
        secrets = filled(incidents)
        for number in range(1, 200, 40):
            incidents.remove(Choice(number=number))
        with incidents.change() as session:
            for row in session.scalars(select(IncidentRow).where(IncidentRow.id % 2 == 0)):
                session.delete(row)
        incidents.sweep()
        stay = {each.note[: len(secrets[0])] for each in incidents.find()}
    assert left_in(tmp_path, set(secrets) - stay) == []
    assert len(left_in(tmp_path, stay)) == len(stay) > 700


def test_a_changed_text_leaves_no_trace_in_the_file(url: URL, tmp_path: Path) -> None:
    """A name taken out of a description is out of it."""
    with Incidents(url) as incidents:
        secrets = filled(incidents, 300)
        for number in (1, 77, 150, 299):
            noted = incidents.get(number)
            incidents.replace(replace(noted, note="court" * 100, words=()))
    gone = [secrets[number - 1] for number in (1, 77, 150, 299)]
    assert left_in(tmp_path, gone) == []


def test_encrypting_leaves_nothing_readable(url: URL, tmp_path: Path) -> None:
    """What was noted in clear before is overwritten."""
    with Incidents(url) as incidents:
        secrets = filled(incidents)
        encrypting.encrypt(incidents, PASSPHRASE)
    assert left_in(tmp_path, secrets) == []


def test_all_of_it_can_go(incidents: Incidents, database: URL) -> None:
    """Nothing is left, and one can begin again."""
    filled(incidents, 30)
    assert incidents.remove(ALL) == 30
    assert list(incidents.find()) == []
    incidents.add(incident())
    path = file_of(database)
    assert path is None or left_in(path.parent, ["SECRET"]) == []


def test_what_is_too_old_goes(incidents: Incidents) -> None:
    """To the second: five years ago today stays, a second more goes."""
    now = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    limit = oldest_kept(now, 5)
    stays = incidents.add(incident(at=limit))
    incidents.add(incident(at=limit - timedelta(seconds=1)))
    incidents.add(incident(at=limit - timedelta(days=900)))
    assert enforce(incidents, 5, now) == 2
    assert list(incidents.find()) == [stays]
    assert enforce(incidents, 5, now) == 0


def test_five_years_before_the_29th_of_february() -> None:
    """A day that is not there every year."""
    leap = datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert oldest_kept(leap, 5) == datetime(2023, 2, 28, 10, tzinfo=UTC)
    assert oldest_kept(MONDAY, 4).year == 2022
