from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from calmdesk.errors import IncidentError
from calmdesk.incidents import encrypting
from calmdesk.incidents.choice import ALL, Choice
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.tables import SEALED
from calmdesk.incidents.trends import count_by_week
from calmdesk.incidents.vault import SHORTEST
from incidents.made_up import PASSPHRASE, incident

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def kept(incidents: Incidents) -> str:
    """Return everything that stands in the columns of texts."""
    with incidents.read() as session:
        rows = session.execute(text(f"SELECT {', '.join(SEALED)} FROM incidents")).all()  # noqa: S608  # names of ours
    return "\n".join("\n".join(row) for row in rows)


def test_what_was_noted_before_and_after_is_encrypted(incidents: Incidents, database: URL) -> None:
    """No text can be read in the database; with the passphrase all of it can, at any desk."""
    before = incidents.add(incident())
    assert encrypting.encrypt(incidents, PASSPHRASE) == 1
    with Incidents(database, lambda: PASSPHRASE) as other:
        after = other.add(incident(note="Plus tard."))
        changed = other.replace(replace(before, measures="Rappelée."))
        everything = kept(other)
        assert list(other.find()) == [changed, after]
    for told in ("nulle", "incapables", "client", "Avertissement", "Rappelée", "Lettre", "Léa", "Plus tard"):
        assert told not in everything


def test_the_wrong_passphrase_is_said(incidents: Incidents, database: URL) -> None:
    """At once, and nothing is written with it."""
    incidents.add(incident())
    encrypting.encrypt(incidents, PASSPHRASE)
    with Incidents(database, lambda: PASSPHRASE + "!") as other:
        for act in (lambda: other.get(1), lambda: other.add(incident()), lambda: encrypting.decrypt(other, "non")):
            with pytest.raises(IncidentError, match="does not open"):
                act()
        assert other.count() == 1


def test_without_the_passphrase_one_can_count_and_remove(incidents: Incidents, database: URL) -> None:
    """Trends and retention need no words; who forgot the passphrase may begin again."""
    incidents.add(incident())
    encrypting.encrypt(incidents, PASSPHRASE)
    with Incidents(database) as other:
        assert sum(count_by_week(other).totals.values()) == 1
        with pytest.raises(IncidentError, match="are encrypted"):
            other.get(1)
        assert other.remove(Choice(number=1)) == 1
        assert other.is_encrypted()
        other.remove(ALL)
        assert not other.is_encrypted()
        other.add(incident())


def test_it_can_be_taken_away(incidents: Incidents, database: URL) -> None:
    """Everything is there as before; nobody is asked any more."""
    noted = incidents.add(incident())
    encrypting.encrypt(incidents, PASSPHRASE)
    assert encrypting.decrypt(incidents, PASSPHRASE) == 1
    with Incidents(database) as other:
        assert other.get(noted.number) == noted


def test_a_desk_that_was_open_does_not_write_in_clear(database: URL) -> None:
    """Its next incident is encrypted, or, without the passphrase, refused."""
    with Incidents(database) as open_since_morning, Incidents(database, lambda: PASSPHRASE) as knows:
        open_since_morning.add(incident())
        knows.add(incident())
        encrypting.encrypt(knows, PASSPHRASE)
        with pytest.raises(IncidentError, match="are encrypted"):
            open_since_morning.add(incident(note="en clair"))
        assert "en clair" not in kept(knows)
        knows.add(incident(note="en clair"))
        assert "en clair" not in kept(knows)
        assert knows.get(3).note == "en clair"


def test_a_text_moved_to_another_incident_is_noticed(incidents: Incidents) -> None:
    """Who can write the file but not read it cannot put other words into somebody's mouth."""
    for note in ("un", "deux"):
        incidents.add(incident(note=note))
    encrypting.encrypt(incidents, PASSPHRASE)
    with incidents.change() as session:
        session.execute(text("UPDATE incidents SET note = (SELECT note FROM incidents WHERE id = 1) WHERE id = 2"))
    incidents_with_key = Incidents(incidents.url, lambda: PASSPHRASE)
    with incidents_with_key, pytest.raises(IncidentError, match="damaged or changed"):
        incidents_with_key.get(2)


@pytest.mark.parametrize("passphrase", ["", "a" * (SHORTEST - 1)])
def test_a_short_passphrase_is_refused(incidents: Incidents, passphrase: str) -> None:
    """And nothing is encrypted with it."""
    with pytest.raises(IncidentError, match="too short"):
        encrypting.encrypt(incidents, passphrase)
    assert not incidents.is_encrypted()


def test_twice_is_a_mistake(incidents: Incidents) -> None:
    """Encrypted already, or not at all: it is said."""
    with pytest.raises(IncidentError, match="not encrypted"):
        encrypting.decrypt(incidents, PASSPHRASE)
    encrypting.encrypt(incidents, PASSPHRASE)
    with pytest.raises(IncidentError, match="encrypted already"):
        encrypting.encrypt(incidents, PASSPHRASE)


def test_letters_are_the_same_on_every_keyboard(incidents: Incidents, database: URL) -> None:
    """An é typed as one character or as two is one passphrase."""
    incidents.add(incident())
    encrypting.encrypt(incidents, "un \u00e9l\u00e9phant bleu")
    with Incidents(database, lambda: "un e\u0301le\u0301phant bleu") as other:
        assert other.get(1).author == "Léa"
