"""What the receptionist sees, as a value; every event of the call gives the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import (
    Card,
    Cue,
    Dismissed,
    Ended,
    Event,
    Listened,
    Notice,
    Partial,
    Said,
    Side,
    Wording,
)
from calmdesk.call.events import Final as FinalHeard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.call.events import Heard

NOTICE_SECONDS: Final = 12.0
"""Call time a notice stays on the screen."""

REMEMBERED: Final = 8
"""Cards kept for the summary after the call."""

_UTTERANCES: Final = 3
"""Utterances kept per side: more never fit on the screen."""


class State(StrEnum):
    """What the program is doing; the values name texts in ``screen.toml``."""

    LISTENING = "listening"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as heard so far; ``marks`` are the places of the words that were a cue."""

    number: int
    words: tuple[str, ...]
    settled: bool = False
    marks: frozenset[int] = frozenset()

    def heard(self, words: tuple[str, ...], *, settled: bool) -> Utterance:
        """Return the utterance with the words the recogniser believes now; marks move along with their words."""
        marks = frozenset(place for run in _runs(self.marks) for place in _moved(run, self.words, words))
        return Utterance(self.number, words, settled, marks)

    def marked(self, first: int, last: int) -> Utterance:
        """Return the utterance with the words from ``first`` to ``last`` marked; places it lacks are ignored."""
        return replace(self, marks=self.marks | (set(range(first, last + 1)) & set(range(len(self.words)))))


Voice = tuple[Utterance, ...]
"""The latest utterances of one side, oldest first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that was shown, for the summary."""

    at: float
    family: str
    say: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The overlay at one moment of call time.

    ``note`` names what the user should know about the speech model. ``said`` tells that the desk has said the card.
    ``cards`` counts the cards shown so far, ``shown`` holds the last of them.
    """

    at: float = 0.0
    state: State = State.LISTENING
    note: str = ""
    client: Voice = ()
    desk: Voice = ()
    card: Card | None = None
    said: bool = False
    notice: Notice | None = None
    cards: int = 0
    shown: tuple[Shown, ...] = ()
    help: bool = False

    @property
    def urgent(self) -> bool:
        """Tell whether a life may be at stake: emergency and distress are tier 0."""
        return self.card is not None and self.card.tier == 0


def update(screen: Screen, event: Event) -> Screen:
    """Return the screen after ``event``; neither is changed."""
    screen = ticked(screen, event.at)
    match event:
        case Partial() | FinalHeard():
            screen = _heard(screen, event)
        case Cue():
            screen = _marked(screen, event)
        case Card():
            screen = _with_card(screen, event)
        case Said() | Dismissed():
            screen = _dealt_with(screen, event)
        case Notice():
            screen = replace(screen, notice=event)
        case Ended():
            screen = replace(screen, state=State.ENDED)
        case Listened() | Wording():
            pass
    return screen


def ticked(screen: Screen, at: float) -> Screen:
    """Return the screen at call time ``at``: the clock goes on, never back, and an old notice goes away."""
    at = max(at, screen.at)
    notice = screen.notice if screen.notice and at - screen.notice.at < NOTICE_SECONDS else None
    return replace(screen, at=at, notice=notice)


def paused(screen: Screen, *, on: bool) -> Screen:
    """Return the screen of a replay that stands still or goes on; a call that has ended stays ended."""
    if screen.state is State.ENDED:
        return screen
    return replace(screen, state=State.PAUSED if on else State.LISTENING)


def toggled_help(screen: Screen) -> Screen:
    """Return the screen with the help in the place of the card, or the card back."""
    return replace(screen, help=not screen.help)


def _heard(screen: Screen, heard: Heard) -> Screen:
    if heard.side is Side.CLIENT:
        return replace(screen, client=_said(screen.client, heard))
    return replace(screen, desk=_said(screen.desk, heard))


def _said(voice: Voice, heard: Heard) -> Voice:
    """Return the voice with what was heard; an utterance that turns out empty was a ghost and goes away."""
    words, settled = tuple(heard.text.split()), isinstance(heard, FinalHeard)
    before = next((said for said in voice if said.number == heard.utterance), None)
    if before is None:
        return (*voice, Utterance(heard.utterance, words, settled))[-_UTTERANCES:] if words else voice
    if not words and not settled:
        return voice
    now = before.heard(words, settled=settled)
    return tuple(now if said is before else said for said in voice if words or said is not before)


def _marked(screen: Screen, cue: Cue) -> Screen:
    voice = screen.client if cue.side is Side.CLIENT else screen.desk
    voice = tuple(said.marked(cue.first, cue.last) if said.number == cue.utterance else said for said in voice)
    return replace(screen, client=voice) if cue.side is Side.CLIENT else replace(screen, desk=voice)


def _with_card(screen: Screen, card: Card) -> Screen:
    shown = (*screen.shown, Shown(card.at, card.family, card.say))[-REMEMBERED:]
    return replace(screen, card=card, said=False, cards=screen.cards + 1, shown=shown)


def _dealt_with(screen: Screen, event: Said | Dismissed) -> Screen:
    """Return the screen with its card ticked or taken away, unless another one stands there now."""
    if screen.card is None or screen.card.card != event.card:
        return screen
    return replace(screen, said=True) if isinstance(event, Said) else replace(screen, card=None, said=False)


def _runs(marks: frozenset[int]) -> list[range]:
    """Return the marks as runs of neighbouring places."""
    runs: list[range] = []
    for place in sorted(marks):
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return runs


def _moved(run: range, before: Sequence[str], now: Sequence[str]) -> Iterable[int]:
    """Return where the words of ``run`` stand now; what the recogniser has changed its mind about is left out."""
    words = tuple(before[run.start : run.stop])
    starts = [at for at in range(len(now) - len(words) + 1) if tuple(now[at : at + len(words)]) == words]
    if not starts:
        return [place for place in run if place < len(now) and now[place] == before[place]]
    start = min(starts, key=lambda at: abs(at - run.start))
    return range(start, start + len(words))
