"""What was noted is there again, as it was: in SQLite and in a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import IncidentError
from calmdesk.incidents.choice import ALL, Choice
from calmdesk.incidents.rows import new_row
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.vault import Plain
from incidents.made_up import MONDAY, incident

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def test_what_was_noted_is_there_again(incidents: Incidents) -> None:
    """Every text, the families in their order, and 14:05 by the clock on the wall."""
    noted = incidents.add(incident())
    read = incidents.get(noted.number)
    assert read == noted == incident(number=noted.number, version=1)
    assert read.at.strftime("%H:%M %z") == "14:05 +0100"


def test_it_is_there_for_another_desk(incidents: Incidents, database: URL) -> None:
    """One desk notes, the other reads."""
    noted = incidents.add(incident())
    with Incidents(database) as other:
        assert other.get(noted.number) == noted


def test_what_can_be_left_out_is_left_out(incidents: Incidents) -> None:
    """A date and a family are enough."""
    bare = incident(words=(), note="", measures="", follow_up="", author="", rung=0, families=("insult",))
    noted = incidents.add(bare)
    assert incidents.get(noted.number) == replace(bare, number=noted.number, version=1)


def test_a_change_takes_the_place_of_what_was(incidents: Incidents) -> None:
    """Families come, go and change places; texts are new; the number stays."""
    noted = incidents.add(incident())
    after = incidents.replace(replace(noted, families=("flirting", "insult"), words=("autre chose",), rung=1))
    assert incidents.get(noted.number) == after
    assert after.families == ("flirting", "insult")
    assert incidents.count() == 1


def test_two_desks_do_not_overwrite_each_other(incidents: Incidents) -> None:
    """The second to save is told that the first has; the first one's words stay."""
    noted = incidents.add(incident())
    first = incidents.replace(replace(noted, measures="rappelée"))
    with pytest.raises(IncidentError, match="changed meanwhile"):
        incidents.replace(replace(noted, measures="oubliée"))
    assert incidents.get(noted.number) == first


@pytest.mark.parametrize("act", ["get", "replace"])
def test_a_number_that_is_not_there_is_said(incidents: Incidents, act: str) -> None:
    """A mistyped number is no crash."""
    with pytest.raises(IncidentError, match="no incident 99"):
        incidents.get(99) if act == "get" else incidents.replace(incident(number=99))


def test_they_come_in_the_order_they_happened(incidents: Incidents) -> None:
    """However late they were noted; more than are read at a time, and several of the same minute."""
    days = [(number * 7) % 13 for number in range(1_100)]
    with incidents.change() as session:
        session.add_all(new_row(incident(at=MONDAY - timedelta(days=day)), Plain()) for day in days)
    found = list(incidents.find())
    assert len(found) == 1_100
    assert len({each.number for each in found}) == 1_100
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert incidents.latest(most=3) == found[-3:]


CHOICES = {
    "since, with it": (Choice(since=MONDAY), {"now", "flirt"}),
    "until, without it": (Choice(until=MONDAY), {"old"}),
    "a family": (Choice(family="insult"), {"now", "old"}),
    "a rung, or higher": (Choice(rung=2), {"now", "flirt"}),
    "all of it": (ALL, {"now", "old", "flirt"}),
    "several at once": (Choice(since=MONDAY, family="insult", rung=5), set[str]()),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_incidents_can_be_chosen(incidents: Incidents, choice: str) -> None:
    """By time, family and rung; counted and listed alike."""
    wanted, expected = CHOICES[choice]
    incidents.add(incident(note="now", rung=3))
    incidents.add(incident(note="old", rung=1, at=MONDAY - timedelta(days=1)))
    incidents.add(incident(note="flirt", rung=2, families=("flirting",)))
    assert {each.note for each in incidents.find(wanted)} == expected
    assert incidents.count(wanted) == len(expected)
    assert {each.note for each in incidents.latest(wanted)} == expected


def test_a_number_is_never_used_again(incidents: Incidents) -> None:
    """« incident 2 » in a letter cannot become another one."""
    for _ in range(2):
        last = incidents.add(incident())
    incidents.remove(Choice(number=last.number))
    assert incidents.add(incident()).number > last.number
