from __future__ import annotations

import time
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from calmdesk.incidents.choice import Choice
from calmdesk.incidents.rows import week_of
from calmdesk.incidents.tables import FamilyRow, IncidentRow
from calmdesk.incidents.texts import Texts
from calmdesk.incidents.trends import Trends, count_by_week, legend, stacked
from incidents.made_up import MONDAY, incident

if TYPE_CHECKING:
    from calmdesk.incidents.store import Incidents

WEEK = timedelta(days=7)
MANY = 100_000


def test_incidents_are_counted_by_week_and_family(incidents: Incidents) -> None:
    """An incident of two families counts in both, and once in the week; a week without any is there."""
    incidents.add(incident())
    incidents.add(incident(families=("insult",)))
    incidents.add(incident(families=(), at=MONDAY - 2 * WEEK))
    found = count_by_week(incidents)
    first, middle, last = date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)
    assert found.weeks == (first, middle, last)
    assert found.families == ("insult", "waiting")
    assert found.counts == {(last, "insult"): 2, (last, "waiting"): 1}
    assert found.totals == {first: 1, last: 2}
    assert found.of_family("insult") == 2


def test_only_the_chosen_ones_are_counted(incidents: Incidents) -> None:
    """The last weeks, for example."""
    incidents.add(incident())
    incidents.add(incident(at=MONDAY - WEEK))
    assert count_by_week(incidents, Choice(since=MONDAY)).totals == {date(2026, 11, 23): 1}


def test_nothing_noted_is_nothing_counted(incidents: Incidents) -> None:
    """No week, no family."""
    assert count_by_week(incidents) == Trends((), (), {}, {})


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=timezone(timedelta(hours=1))), date(2026, 11, 16)),
        (datetime(2026, 11, 23, 0, 1, tzinfo=timezone(timedelta(hours=1))), date(2026, 11, 23)),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
def test_the_week_is_the_one_of_the_clock_on_the_wall(at: datetime, monday: date) -> None:
    """A minute after midnight in Namur is Monday, whatever it is in Greenwich; a week may hold two years."""
    assert week_of(at) == monday


def test_a_bar_has_a_part_for_all_the_rest() -> None:
    """The most frequent families by name, the others together; nothing is left out of the sum."""
    monday = date(2026, 11, 23)
    families = ("insult", "waiting", "blame", "fear")
    found = Trends((monday,), families, {(monday, name): 4 - place for place, name in enumerate(families)}, {monday: 9})
    assert stacked(found, monday, 3) == [4, 3, 3]
    assert legend(found, Texts("fr"), 3) == ["Insulte", "Attente", "autres familles"]
    assert stacked(found, monday, 5) == [4, 3, 2, 1, 0]
    assert legend(found, Texts("fr"), 5)[-1] == "Peur"


@pytest.mark.slow
def test_a_hundred_thousand_are_counted_at_once(incidents: Incidents, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten years of a large house: the counting takes a second at most."""
    with incidents.change() as session:
        session.execute(insert(IncidentRow), [made_up_row(number) for number in range(1, MANY + 1)])
        families = [
            {"incident_id": number, "family": f"family{(number * step) % 26}", "place": step}
            for number in range(1, MANY + 1)
            for step in range(1, 1 + number % 3)
        ]
        session.execute(
            insert(FamilyRow), list({(each["incident_id"], each["family"]): each for each in families}.values())
        )
    took = []
    for _ in range(3):
        start = time.perf_counter()
        found = count_by_week(incidents)
        took.append(time.perf_counter() - start)
    assert sum(found.totals.values()) == MANY
    assert len(found.families) == 26
    with capsys.disabled():
        print(f"\ntrends over {MANY} incidents in {incidents.where}: {min(took):.3f} s")  # noqa: T201  # a figure to read
    # The best of three: the machine may be busy with other things.
    assert min(took) < 1


def made_up_row(number: int) -> dict[str, object]:
    """Return an incident's row."""
    at = datetime(2016, 1, 1) + timedelta(minutes=51 * number)  # noqa: DTZ001  # as the tables keep it
    texts = dict.fromkeys(("note", "measures", "follow_up", "author"), "Le client attendait depuis une heure.")
    moment = {"at": at, "offset_minutes": 60, "week": week_of(at)}
    return {"id": number, "uid": uuid.UUID(int=number).hex, "version": 1, "rung": 1, "words": "[]"} | texts | moment
