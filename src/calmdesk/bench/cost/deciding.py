"""The cost of one decision of the adviser."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from calmdesk.bench.cost.timing import Timing, timed
from calmdesk.call.events import Cue, Listened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from calmdesk.call.stages import Adviser

DECISION_GOAL = 0.1
"""Milliseconds a decision may take."""

_CALLS = 40
_CUES_A_CALL = 100
_SECONDS_BETWEEN = 6.0
_SEED = 1


def deciding_cost(families: Sequence[str], adviser: Callable[[], Adviser]) -> Timing:
    """Measure decisions over many made-up calls with cues of all families, one or two at a time."""
    return timed(_decisions(families, adviser))


def _decisions(families: Sequence[str], adviser: Callable[[], Adviser]) -> Iterator[Callable[[], object]]:
    random = Random(_SEED)  # noqa: S311  # a sample, not a secret
    for _ in range(_CALLS):
        station, at = adviser(), 0.0
        for number in range(_CUES_A_CALL):
            at += random.expovariate(1 / _SECONDS_BETWEEN)
            chosen = random.sample(families, random.choice((1, 1, 2)))
            cues = [Cue(at, family, "", ("ça", "suffit"), random.random(), number) for family in chosen]
            yield partial(_decide, station, cues, at)


def _decide(station: Adviser, cues: list[Cue], at: float) -> None:
    station.advise(cues, at)
    station.heard(Listened(at))
