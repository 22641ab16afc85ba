"""A scenario: what a difficult client says, and where calming and defensive answers lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_TENSION = 4
"""A client who is about to hang up; 0 is one at ease."""


class Tone(StrEnum):
    """What an answer does to the client."""

    CALM = "calm"
    NEUTRAL = "neutral"
    HARD = "hard"


class Kind(StrEnum):
    """How a talk ends. ``left``: the trainee stopped before its end; no scenario has that one."""

    RESOLVED = "resolved"
    RELAYED = "relayed"
    HUNG_UP = "hung_up"
    LEFT = "left"


WRITTEN = (Kind.RESOLVED, Kind.RELAYED, Kind.HUNG_UP)
"""The ends a scenario may have."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something the client says, and where the answers to it lead: names of turns or ends.

    ``family`` is what the words call for, empty where they call for nothing; ``rung`` the step of the ladder its card
    is taken from. ``tension`` runs from 0 to ``MOST_TENSION``. ``helps`` are templates of words that help this client
    at this point. Without ``neutral`` the client asks again, and then takes it badly.
    """

    id: str
    says: str
    family: str
    tension: int
    calm: str
    hard: str
    neutral: str = ""
    rung: int = 0
    helps: tuple[str, ...] = ()

    @property
    def leads_to(self) -> Iterator[tuple[str, str]]:
        """The branches, as key and name."""
        yield from ((key, name) for key in Tone if (name := getattr(self, key)))


@dataclass(frozen=True, slots=True)
class Ending:
    """The client's last words."""

    id: str
    kind: Kind
    says: str


@dataclass(frozen=True)
class Scenario:
    """A client to practise on.

    ``situation`` is what the trainee is told; ``presses`` what the client says to an answer that is neither calming
    nor defensive. ``animal`` and ``client`` are names. The first turn opens the talk; what was read without a problem
    has no way back to an earlier turn, so that every talk ends.
    """

    name: str
    title: str
    situation: str
    presses: str
    animal: str = ""
    client: str = ""
    turns: Mapping[str, Turn] = field(default_factory=dict)
    ends: Mapping[str, Ending] = field(default_factory=dict)

    @property
    def opening(self) -> Turn:
        """The first turn."""
        return next(iter(self.turns.values()))

    @property
    def lines(self) -> list[str]:
        """All the client may say."""
        return [self.presses, *(turn.says for turn in self.turns.values()), *(end.says for end in self.ends.values())]
