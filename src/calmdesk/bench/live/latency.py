"""How long after a cue's last word its card is on the screen, and which station the time is spent at.

The call is played at real speed into a virtual microphone; everything behind it is what ``listen`` runs. When a word
ended is known from the recogniser's own final result, in the desk's time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.call.events import Card, Cue, Partial
from calmdesk.call.events import Final as Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from calmdesk.call.events import FromSpeech
    from calmdesk.call.stages import View
    from calmdesk.live.shift import Shift

P50_GOAL: Final = 0.7
P95_GOAL: Final = 1.2
OURS_GOAL: Final = 0.02
"""Seconds for matching, advice and drawing together, 95 times in a hundred."""

STAGES: Final = ("recogniser", "settling", "matching", "drawing")


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds of one card, station by station; negative where a word was known before it was over.

    ``recogniser``: from the end of the cue's last word to the partial that first held the cue; ``settling``: until the
    partial that let the cue pass; ``matching``: until its card was chosen; ``drawing``: until it was on the terminal.
    """

    recogniser: float
    settling: float
    matching: float
    drawing: float

    @property
    def total(self) -> float:
        """From the end of the word to the card on the screen."""
        return self.recogniser + self.settling + self.matching + self.drawing

    @property
    def ours(self) -> float:
        """Matching, advice and drawing."""
        return self.matching + self.drawing


@dataclass(frozen=True, slots=True)
class _Brought:
    """A card, the cue that brought it, and the moments of the monotonic clock at which it was told and chosen."""

    card: Card
    cue: Cue
    told: float
    chosen: float


@dataclass(slots=True)
class _Notes:
    """What was told when: the words of each utterance as they grew, its final result, and the cards."""

    grown: dict[int, list[tuple[float, list[str]]]] = field(default_factory=dict)
    finals: dict[int, Settled] = field(default_factory=dict)
    brought: list[_Brought] = field(default_factory=list)


def delays(
    stream: Iterable[FromSpeech],
    shift: Shift,
    view: View,
    seen: Sequence[tuple[float, bytes]],
    desk_time: Callable[[float], float],
) -> list[Delay]:
    """Show a stream to its end, and return the delay of each card that a cue of a settled utterance brought.

    Args:
        stream: what is heard, as it comes.
        shift: the calls.
        view: where they are shown.
        seen: what is read on the terminal, with the moments; it grows meanwhile.
        desk_time: returns the stream's time at a moment of the monotonic clock.
    """
    notes = _Notes()
    for event in stream:
        _note(notes, event, shift, view)
    found = (_delay(notes, each, seen, desk_time) for each in notes.brought)
    return [delay for delay in found if delay is not None]


def percentiles(every: Sequence[Delay], stage: str) -> tuple[float, float]:
    """Return p50 and p95 of a stage, or of ``total`` or ``ours``, in seconds."""
    p50, p95 = np.percentile([getattr(delay, stage) for delay in every], [50, 95])
    return float(p50), float(p95)


def _note(notes: _Notes, event: FromSpeech, shift: Shift, view: View) -> None:
    told, cues = time.monotonic(), list[Cue]()
    if isinstance(event, (Partial, Settled)):
        notes.grown.setdefault(event.utterance, []).append((told, event.text.split()))
    if isinstance(event, Settled):
        notes.finals[event.utterance] = event
    for shown in shift.take(event):
        view.show(shown)
        if isinstance(shown, Cue):
            cues.append(shown)
        if isinstance(shown, Card):
            cause = next((cue for cue in cues if cue.words == shown.because), None)
            if cause:
                notes.brought.append(_Brought(shown, cause, told, time.monotonic()))


def _delay(
    notes: _Notes, brought: _Brought, seen: Sequence[tuple[float, bytes]], desk_time: Callable[[float], float]
) -> Delay | None:
    """Return a card's delay; None where the final result no longer has the cue's words, or the card was not drawn."""
    cue, final = brought.cue, notes.finals.get(brought.cue.utterance)
    last = _place(list(cue.words), [word.text for word in final.words], cue.first) if final else None
    first_held = next((at for at, words in notes.grown[cue.utterance] if _holds(words, cue)), None)
    drawn = _drawn(brought, seen)
    if final is None or last is None or first_held is None or drawn is None:
        return None
    return Delay(
        recogniser=desk_time(first_held) - final.words[last].end,
        settling=brought.told - first_held,
        matching=brought.chosen - brought.told,
        drawing=drawn - brought.chosen,
    )


def _holds(words: list[str], cue: Cue) -> bool:
    return words[cue.first : cue.last + 1] == list(cue.words)


def _place(cue: list[str], words: list[str], near: int) -> int | None:
    """Return the place of the last of a cue's words in a final result, the nearest to where the partial had it."""
    starts = [at for at in range(len(words) - len(cue) + 1) if words[at : at + len(cue)] == cue]
    return min(starts, key=lambda at: abs(at - near)) + len(cue) - 1 if starts else None


def _drawn(brought: _Brought, seen: Sequence[tuple[float, bytes]]) -> float | None:
    """Return the moment at which the card's first words were read on the terminal."""
    wanted = " ".join(brought.card.say.split()[:2]).encode()
    return next(_moments(wanted, brought.told, seen), None)


def _moments(wanted: bytes, since: float, seen: Sequence[tuple[float, bytes]]) -> Iterator[float]:
    drawn = b""
    for moment, piece in seen:
        if moment >= since:
            drawn += piece
            if wanted in drawn:
                yield moment
