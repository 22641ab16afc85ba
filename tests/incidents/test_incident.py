from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from calmdesk.errors import IncidentError
from calmdesk.incidents.incident import FIELDS, LONGEST, MOST_PASSAGES, TEXTS, Incident, check, harmless
from calmdesk.incidents.opening import known_families
from calmdesk.messages import explain
from incidents.made_up import MONDAY, hostile_incidents, incident

KNOWN = known_families()


def refused(made: Incident) -> str:
    """Return what a receptionist reads of an incident that is refused."""
    with pytest.raises(IncidentError) as caught:
        check(made, KNOWN, MONDAY)
    return "\n".join(explain(caught.value, "fr"))


@given(hostile_incidents())
def test_its_texts_obey_nobody(made: Incident) -> None:
    """Whatever was pasted, no control, no bidirectional override is kept; lines of a description stay lines."""
    for text in (*made.families, *made.words, *(getattr(made, name) for name in TEXTS)):
        assert all(line.isprintable() or "\N{NO-BREAK SPACE}" in line or "\u202f" in line for line in text.split("\n"))
        assert harmless(text) == text


def test_the_exact_words_stay_exact() -> None:
    """Case, punctuation, accents, emoji, and words however long."""
    words = ("Vous êtes NULLE !!", "« ça » — 😡", "a" * 300)
    assert incident(words=words).words == words


def test_a_description_keeps_its_lines() -> None:
    """Paragraphs stay; what hangs around them goes."""
    assert incident(note="\nUn.\r\n\r\nDeux.  \n").note == "Un.\n\nDeux."


def test_an_incident_knows_its_time_zone() -> None:
    """A moment without one could be another hour at another desk: a mistake of the program, not of a person."""
    with pytest.raises(ValueError, match="2026"):
        Incident(at=datetime(2026, 1, 1))  # noqa: DTZ001  # the mistake


REFUSED = {
    "famille": incident(families=("insulte",)),
    "marche": incident(rung=6),
    "futur": incident(at=MONDAY + timedelta(hours=1)),
    "rien à noter": Incident(at=MONDAY, measures="aucune"),
    "caractères": incident(note="a" * (LONGEST + 1)),
    "passages": incident(words=tuple(map(str, range(MOST_PASSAGES + 1)))),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_nobody_could_mean_is_refused(said: str) -> None:
    """In French, with what is wrong; an unknown family with those there are."""
    assert said in refused(REFUSED[said])


def test_an_unknown_family_is_told_the_known_ones() -> None:
    """One word away from the right name."""
    assert "insult," in refused(incident(families=("insulte",)))


def test_a_clock_that_is_a_little_ahead_is_no_mistake() -> None:
    """Two desks' clocks differ."""
    check(incident(at=MONDAY + timedelta(minutes=5)), KNOWN, MONDAY)


def test_an_edited_incident_names_its_fields() -> None:
    """The form and the export know every field there is."""
    assert {"at", "families", "rung", "words", "number", "version", *TEXTS} == set(FIELDS)
