"""The stations' shapes. A stage takes an event and returns events; stages do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import Block, Card, Cue, Event, Final, Heard, Notice, Partial, Side


class Source(Protocol):
    """Where sound comes from: a recording, a microphone."""

    def blocks(self) -> Iterator[Block | Notice]:
        """Yield blocks in call time; a file's warnings come in between as notices."""
        ...


class Recogniser(Protocol):
    """Turns one side's blocks into what was heard. Not shared between threads."""

    def hear(self, block: Block) -> Iterable[Heard]:
        """Return what became known with this block; at most a partial and a final."""
        ...

    def finish(self) -> Iterable[Final]:
        """Return the utterance that was still open when the sound ended."""
        ...


class Spotter(Protocol):
    """Finds cues in what the client says."""

    def spot(self, heard: Partial | Final) -> list[Cue]:
        """Return the cues that became certain with this event; never the same cue twice for the same words."""
        ...

    def wait(self, at: float, side: Side) -> list[Cue]:
        """Return the cues that settled because the partial has stayed as it is until call time ``at``."""
        ...


class Adviser(Protocol):
    """Chooses the card."""

    def advise(self, cues: list[Cue], at: float) -> Card | None:
        """Return the card to show now, or None when the one that stands should stand."""
        ...


class View(Protocol):
    """Shows events: a terminal, plain lines, JSON lines."""

    def show(self, event: Event) -> None:
        """Take one event, in call time."""
        ...

    def close(self) -> None:
        """Give the terminal back."""
        ...
