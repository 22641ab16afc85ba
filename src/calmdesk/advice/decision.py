"""What was decided in a call, and why: ``calmdesk explain --call`` retells a call with these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calmdesk.call.events import Card, Cue

KEPT = 500
"""Decisions an adviser keeps: who wants more takes them out as they come. A call at the desk may last all day."""


class Outcome(StrEnum):
    """What became of a cue, or of the standing card."""

    SHOWN = "shown"
    LESS_URGENT = "less urgent"
    """A more urgent card had not stood long enough."""
    BEING_READ = "being read"
    """A card of the same urgency had only just come."""
    COOLDOWN = "cooldown"
    """The family had brought a card a moment ago."""
    MAXIMUM = "maximum"
    """The family has brought all the cards it may bring in one call."""
    ALL_SAID = "all said"
    """Every sentence that fits has been said in this call, and none is worth saying twice."""
    ALARM_STANDS = "alarm stands"
    """An emergency or distress is not dealt with yet."""
    TOGETHER = "together"
    """Another cue of the same moment was more urgent, and has its card."""
    READ_ALOUD = "read aloud"
    """The desk read the standing card; the client did not say this."""
    SAID = "said"
    """The desk has said the card's sentence."""
    DISMISSED = "dismissed"
    """The receptionist has dealt with the card."""
    WRONG = "wrong"
    """The receptionist says that the card was not called for."""
    STEPPED_BACK = "stepped back"
    """An alarm without further cue lets other cards come, where nobody can dismiss it."""
    CAME_DOWN = "came down"
    """The inappropriate behaviour has stopped for a while: the ladder is a rung lower, or more."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: about a ``cue``, or about the standing card and the flow of the call, then without cue.

    ``rule`` names what chose the sentence where it was not the family's own deck: ``broken_record``, ``closing``,
    ``again``, ``another``, ``named``, ``long_talk``, ``connection``; of a sentence that was said, its card. ``stands``
    is the card that stands after the decision. A tier is None while no card stands, or an alarm that has stepped back.
    """

    at: float
    cue: Cue | None
    outcome: Outcome
    tier_before: int | None
    tier_after: int | None
    rung_before: int
    rung: int
    card: Card | None = None
    rule: str = ""
    stands: str = ""
