"""The stations' shapes. A stage takes an event and returns events; stages do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import (
        Block,
        Card,
        Cue,
        Event,
        Final,
        Heard,
        Listened,
        Partial,
        Said,
        Sent,
        Side,
        Wording,
    )


class Source(Protocol):
    """Where sound comes from: a recording, a microphone."""

    def blocks(self) -> Iterator[Sent]:
        """Yield blocks in call time; warnings come in between as notices.

        A live source also yields ``Listened`` while there is no sound, so that time passes and keys are read, and
        ``Ended`` where it knows that a call is over.
        """
        ...


class LiveSource(Source, Protocol):
    """Sound as it happens; its time runs on from the first sound to ``close``, whatever calls there are."""

    def pause(self, *, on: bool) -> None:
        """Stop hearing, or go on: nothing that is said meanwhile is heard or kept."""
        ...

    def close(self) -> None:
        """Stop, and let ``blocks`` end; may be called twice, and from any thread."""
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

    def heard(self, event: Heard | Listened | Said) -> Card | None:
        """Take note of what is said and of time passing; return a card when the flow of the call asks for one."""
        ...

    def echoed(self, cues: list[Cue], at: float) -> None:
        """Take note of cues that were none: the desk read the standing card aloud."""
        ...


class DeskEar(Protocol):
    """Listens for the desk's own words: a card that is read aloud, words that sound defensive."""

    def shown(self, card: Card) -> None:
        """Take note of a card the receptionist may read aloud from now on."""
        ...

    def hear(self, heard: Heard) -> list[Said | Wording]:
        """Return what became known with this event: each card is said once, each wording told once."""
        ...

    def is_echo(self, cue: Cue) -> bool:
        """Tell whether a cue's words are the standing card's, read aloud beside the client's microphone."""
        ...


class View(Protocol):
    """Shows events: a terminal, plain lines, JSON lines."""

    def show(self, event: Event) -> None:
        """Take one event, in call time."""
        ...

    def close(self) -> None:
        """Give the terminal back."""
        ...
