"""How long a hit must stand in the partials before it is believed: what each settling time gains and costs.

Real calls are heard once and then spotted with every settling time. A cue told early and gone from the final was a
false alarm; a cue told late is a card late.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.scores import score
from calmdesk.bench.trial import judge_call
from calmdesk.call.events import Cue, Final, Partial, Side
from calmdesk.call.runner import follow
from calmdesk.cues.spotter import CueSpotter
from calmdesk.phrasebook.own import SECOND_OPINION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from calmdesk.bench.scripts import CallScript
    from calmdesk.call.events import FromSpeech
    from calmdesk.call.stages import Adviser
    from calmdesk.cues.match import Hit, Matcher

SETTLE_TIMES = (0.0, 0.1, 0.2, 0.3, 0.5)
"""Seconds that are compared."""

DELAY_GOAL = 0.3
"""Seconds of call time after the partial that first held the whole cue in which its card should be shown."""


_SHIFT = 3
"""Words by which a cue may move when the recogniser rewrites what came before it."""


@dataclass(frozen=True)
class SpokenCall:
    """A call as it was heard, and the script that says what is right."""

    script: CallScript
    stream: Sequence[FromSpeech]


@dataclass(frozen=True, slots=True)
class Settling:
    """What a settling time makes of the calls.

    ``early`` cues were told before their utterance was final, ``withdrawn`` of them are not in the final. Delays are
    seconds of call time after the partial which first held the whole phrase; cues of the second opinion, which weighs
    whole sentences, have none.
    """

    settled: float
    right: int
    wrong: int
    missed: int
    early: int
    withdrawn: int
    median_delay: float
    p95_delay: float


def stability(
    calls: Sequence[SpokenCall], matcher: Matcher, adviser: Callable[[], Adviser], times: Iterable[float] = SETTLE_TIMES
) -> list[Settling]:
    """Spot the calls with each settling time."""
    known = [_Utterances(call.stream, matcher) for call in calls]
    return [_settling(settled, calls, known, matcher, adviser) for settled in times]


def _settling(
    settled: float,
    calls: Sequence[SpokenCall],
    known: Sequence[_Utterances],
    matcher: Matcher,
    adviser: Callable[[], Adviser],
) -> Settling:
    outcomes, delays, early, withdrawn = [], [], 0, 0
    for call, utterances in zip(calls, known, strict=True):
        events = list(follow(call.stream, CueSpotter(matcher, settled), adviser()))
        outcomes += judge_call(call.script, events)
        for cue in (event for event in events if isinstance(event, Cue)):
            if cue.phrase != SECOND_OPINION:
                delays.append(utterances.delay(cue))
            if not utterances.told_by_final(cue):
                early += 1
                withdrawn += not utterances.confirmed(cue)
    counts = score(outcomes)
    p95 = float(np.percentile(delays, 95)) if delays else 0.0
    return Settling(settled, counts.right, counts.wrong, counts.missed, early, withdrawn, median(delays or [0.0]), p95)


class _Utterances:
    """What the matcher finds in each partial and final of a call's client, by utterance."""

    def __init__(self, stream: Iterable[FromSpeech], matcher: Matcher) -> None:
        self._held: dict[int, list[tuple[float, Hit]]] = {}
        self._finals: dict[int, tuple[float, frozenset[str]]] = {}
        for event in stream:
            if isinstance(event, (Partial, Final)) and event.side is Side.CLIENT:
                hits = matcher.cues(event.text, event.words if isinstance(event, Final) else ())
                told = [(event.at, hit) for hit in hits if hit.phrase != SECOND_OPINION]
                self._held.setdefault(event.utterance, []).extend(told)
                if isinstance(event, Final):
                    self._finals[event.utterance] = event.at, frozenset(hit.family for hit in hits)

    def delay(self, cue: Cue) -> float:
        """Return how long after the partial that first held a cue, thereabouts in the utterance, it was told."""
        held = (at for at, hit in self._held.get(cue.utterance, ()) if _same(hit, cue))
        return max(0.0, cue.at - min(held, default=cue.at))

    def told_by_final(self, cue: Cue) -> bool:
        """Tell whether a cue came with its utterance's final."""
        return cue.utterance in self._finals and cue.at >= self._finals[cue.utterance][0]

    def confirmed(self, cue: Cue) -> bool:
        """Tell whether the final of a cue's utterance still holds its family."""
        return cue.utterance in self._finals and cue.family in self._finals[cue.utterance][1]


def _same(hit: Hit, cue: Cue) -> bool:
    return hit.family == cue.family and hit.first <= cue.last + _SHIFT and cue.first <= hit.last + _SHIFT
