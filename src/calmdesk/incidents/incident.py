"""An incident as the receptionist notes it: a frozen value, checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from calmdesk.call.text import safe
from calmdesk.errors import IncidentError
from calmdesk.phrasebook.families import TOP_RUNG

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST: Final = 20_000
"""Characters of one text: some ten pages."""

MOST_PASSAGES: Final = 200

_AHEAD: Final = timedelta(minutes=10)
"""Clocks of two desks may differ by as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened, in the receptionist's choice of words.

    Args:
        at: when, with its time zone; kept to the second.
        families: the cue families, the first first.
        rung: the step of the ladder that was reached, 0 where none was.
        words: the exact passages the receptionist picked, nothing else of the call.
        note: a description in the receptionist's own words.
        measures: what was done.
        follow_up: what came after, or is still to do.
        author: who notes it; only if given.
        number: under which it is kept; 0 before that.
        version: how often it has been changed since, so that two desks do not overwrite each other.

    Texts lose what no page or terminal should obey (control characters, bidirectional overrides) the moment the
    incident is made, wherever they come from.
    """

    at: datetime
    families: tuple[str, ...] = ()
    rung: int = 0
    words: tuple[str, ...] = ()
    note: str = ""
    measures: str = ""
    follow_up: str = ""
    author: str = ""
    number: int = 0
    version: int = 0

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(self.at)
        put = object.__setattr__  # a frozen value is made whole here, once
        put(self, "at", self.at.replace(microsecond=0))
        for name in TEXTS:
            put(self, name, harmless(getattr(self, name)))
        put(self, "words", tuple(filter(None, map(harmless, self.words))))
        put(self, "families", tuple(dict.fromkeys(filter(None, map(safe, self.families)))))


TEXTS: Final = ("note", "measures", "follow_up", "author")
"""The fields that hold free text, besides ``words``."""

FIELDS: Final = tuple(field.name for field in fields(Incident))


def harmless(text: str) -> str:
    """Return a text of several lines without anything a terminal, a page or a spreadsheet would obey."""
    # Too long is for `check` to say: cut here, it would pass unnoticed.
    lines = (safe(line, longest_word=len(line)) for line in text.splitlines())
    return "\n".join(lines).strip("\n")


def check(incident: Incident, known: Collection[str], now: datetime) -> None:
    """Refuse an incident that nobody could have meant.

    Args:
        incident: what is to be noted.
        known: the names of the families.
        now: an incident cannot be later than this; with its time zone.

    Raises:
        IncidentError: the first thing that is wrong with it.
    """
    unknown = [family for family in incident.families if family not in known]
    if unknown:
        raise IncidentError(
            "there is no family {family}", hint="there are: {all}", family=unknown[0], all=", ".join(known)
        )
    if not 0 <= incident.rung <= TOP_RUNG:
        raise IncidentError("the rung is a step of the ladder, 0 to {top}: {rung}", top=TOP_RUNG, rung=incident.rung)
    if incident.at > now + _AHEAD:
        raise IncidentError("an incident cannot be in the future: {at}", at=incident.at.strftime("%d/%m/%Y %H:%M"))
    if not (incident.families or incident.words or incident.note):
        raise IncidentError(
            "there is nothing to note", hint="say what happened: a family, the exact words, or a description"
        )
    _check_lengths(incident)


def _check_lengths(incident: Incident) -> None:
    longest = max(map(len, (*incident.words, *(getattr(incident, name) for name in TEXTS))), default=0)
    if longest > LONGEST:
        raise IncidentError(
            "a text has {count} characters; at most {most} are kept", hint="shorten it", count=longest, most=LONGEST
        )
    if len(incident.words) > MOST_PASSAGES:
        raise IncidentError(
            "there are {count} passages; at most {most} are kept",
            hint="pick the passages that matter",
            count=len(incident.words),
            most=MOST_PASSAGES,
        )
