"""The flow of a call apart from its cues: a client who talks for long, a call in which nothing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.advice.talk import Talk
from calmdesk.call.events import Final, Listened, Partial, Said, Side

if TYPE_CHECKING:
    from calmdesk.call.events import Card, Heard

LONG_TALK = "long_talk"
CONNECTION = "connection"
BROKEN_RECORD = "broken_record"
CLOSING = "closing"

STEPS = {LONG_TALK: "clarify", CONNECTION: "welcome"}
"""Where the flow's own cards stand in the skeleton of an answer."""

TIER = 4
"""Prompts of the flow are the least urgent cards."""

LONG = 25.0
"""Seconds of the client's talk, without an answer or a card, that are long."""

LONG_AGAIN = 60.0
"""Seconds of call time before the next such prompt."""

QUIET = 40.0
"""Seconds without a cue or a card after which there is room for a personal word."""

QUIET_AGAIN = 120.0
"""Seconds of call time before the next personal word."""

GRAVE = 1
"""After a card of this tier or a more urgent one, a call has no place for small talk."""


class Flow:
    """What the flow of one call asks for.

    Args:
        connection: whether prompts for a personal word are wanted.
        shared: whether the desk is heard on the client's channel too. How long the client alone has talked is then only
            known once the desk has been heard on a channel of its own.
    """

    def __init__(self, *, connection: bool = False, shared: bool = False) -> None:
        self._talk = Talk()
        self._connection = connection
        self._apart = not shared
        self._prompted: dict[str, float] = {}
        self._trouble = 0.0
        self._grave = False
        self._greeted = False
        self._pausing = False

    def heard(self, event: Heard | Listened | Said) -> None:
        """Take note of what is said, and of time passing."""
        self._pausing = not isinstance(event, Partial)
        match event:
            case Said():
                self._talk = Talk(since=event.at)
            case Listened():
                self._apart = self._apart or event.side is Side.DESK
            case Partial() | Final():
                self._apart = self._apart or event.side is Side.DESK
                self._greeted = self._greeted or bool(event.text)
                self._talk = self._talk.heard(event)

    def troubled(self, at: float) -> None:
        """Take note of a cue: something is not well, whether a card came of it or not."""
        self._trouble = at

    def shown(self, card: Card) -> None:
        """Take note of a card: the receptionist has something to say now."""
        self._talk = Talk(since=card.at)
        self._trouble = card.at
        self._grave = self._grave or card.tier <= GRAVE
        if card.family in STEPS:
            self._prompted[card.family] = card.at

    def due(self, at: float) -> str:
        """Return ``LONG_TALK`` or ``CONNECTION`` when it is time for one, else an empty string."""
        if self._apart and self._talk.seconds >= LONG and self._rested(LONG_TALK, at, LONG_AGAIN):
            return LONG_TALK
        fine = self._connection and self._greeted and self._pausing and not self._grave
        if fine and at - self._trouble >= QUIET and self._rested(CONNECTION, at, QUIET_AGAIN):
            return CONNECTION
        return ""

    def _rested(self, prompt: str, at: float, seconds: float) -> bool:
        return at - self._prompted.get(prompt, float("-inf")) >= seconds
