"""What the person at the desk is asked to do, and what was measured meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.audio.echo import Echo
    from calmdesk.audio.sound_report import SoundReport
    from calmdesk.call.events import Word


class Stage(StrEnum):
    """Who is to be heard; the values name texts in ``soundcheck.toml``."""

    SILENCE = "silence"
    DESK = "desk"
    CLIENT = "client"
    ANYBODY = "anybody"
    """Nobody sits there to be guided: whatever is to be heard."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, measured for some seconds."""

    stage: Stage
    seconds: float


GUIDED: Final = (Step(Stage.SILENCE, 3.0), Step(Stage.DESK, 5.0), Step(Stage.CLIENT, 8.0))


@dataclass(frozen=True, slots=True)
class Result:
    """What one step brought: a report for each side that has a device, the words heard on each.

    ``seconds`` is how long it was listened, whether or not sound came. ``echo`` compares the two sides.
    """

    stage: Stage
    seconds: float
    reports: Mapping[Side, SoundReport]
    words: Mapping[Side, tuple[Word, ...]] = field(default_factory=dict)
    echo: Echo | None = None

    @property
    def client(self) -> SoundReport:
        """What was measured on the device that is to hear the client."""
        return self.reports[Side.CLIENT]
