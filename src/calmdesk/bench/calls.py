"""Call scripts played through the desk, turn by turn: is the card on the screen after a turn the right one?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from calmdesk.call.events import Card, Final, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from calmdesk.bench.scripts import CallScript, Turn
    from calmdesk.call.events import Event, FromSpeech

    Follow = Callable[[Iterable[FromSpeech]], Iterable[Event]]

RIGHT_GOAL = 0.90
"""Share of the labelled turns after which a card of one of their families should be on the screen."""

QUIET_GOAL = 0.97
"""Share of the unlabelled turns that should bring no card."""


class Verdict(StrEnum):
    """What came of a client's turn."""

    SHOWN = "shown"
    """A labelled turn brought a card of one of its families."""
    STANDS = "stands"
    """It brought none, and a card of one of its families was still standing."""
    WRONG = "wrong"
    """It brought, or left standing, a card of another family."""
    NONE = "none"
    """No card had been shown so far."""
    QUIET = "quiet"
    """An unlabelled turn brought no card."""
    FALSE = "false"
    """An unlabelled turn brought one."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One client's turn; ``card`` is the family of the card after it, new or standing."""

    number: int
    at: float
    text: str
    labels: tuple[str, ...]
    card: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CallTable:
    """One call, turn by turn."""

    name: str
    title: str
    turns: tuple[TurnResult, ...]


def play(script: CallScript, follow: Follow) -> CallTable:
    """Play a script through the desk, each turn as one final; the desk's own turns are heard but hold no cues.

    Cards that no cue has brought, prompts of the flow, are left out.
    """
    shown: list[Card] = []
    results: list[TurnResult] = []
    running: Turn | None = None
    before = 0
    for event in follow(_finals(script)):
        match event:
            case Final():
                results.extend(_result(running, shown, before))
                running, before = script.turns[event.utterance], len(shown)
            case Card() if event.because:
                shown.append(event)
    results.extend(_result(running, shown, before))
    return CallTable(script.name, script.title, tuple(results))


def right(calls: Sequence[CallTable]) -> tuple[int, int]:
    """Return how many labelled turns were followed by a card of theirs, and how many there are."""
    labelled = [turn for call in calls for turn in call.turns if turn.labels]
    return sum(turn.verdict in {Verdict.SHOWN, Verdict.STANDS} for turn in labelled), len(labelled)


def quiet(calls: Sequence[CallTable]) -> tuple[int, int]:
    """Return how many unlabelled turns brought no card, and how many there are."""
    unlabelled = [turn for call in calls for turn in call.turns if not turn.labels]
    return sum(turn.verdict is Verdict.QUIET for turn in unlabelled), len(unlabelled)


def _finals(script: CallScript) -> Iterator[Final]:
    for number, turn in enumerate(script.turns):
        yield Final(turn.end, turn.text, number, side=turn.side)


def _result(turn: Turn | None, shown: Sequence[Card], before: int) -> Iterator[TurnResult]:
    """Yield what came of a turn, when it was the client's: the last card, and how many there were before it."""
    if turn is None or turn.side is not Side.CLIENT:
        return
    card = shown[-1].family if shown else ""
    verdict = _verdict(turn.labels, card, new=len(shown) > before)
    yield TurnResult(turn.number, turn.end, turn.text, tuple(sorted(turn.labels)), card, verdict)


def _verdict(labels: frozenset[str], card: str, *, new: bool) -> Verdict:
    if not labels:
        return Verdict.FALSE if new else Verdict.QUIET
    if card in labels:
        return Verdict.SHOWN if new else Verdict.STANDS
    return Verdict.WRONG if card else Verdict.NONE
