"""What advising costs in a call that does not end, counted in functions called; `bench advice` has the clock."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advice.desk import FAMILIES, adviser, cue
from calmdesk.advice.adviser import Manner
from calmdesk.call.events import Final, Listened, Partial

if TYPE_CHECKING:
    from collections.abc import Callable

TICKS = 600
"""Events of a part of a call: five minutes of them."""


def calls_of(work: Callable[[], None]) -> int:
    """Return how many functions were called, Python's own among them."""
    count = 0

    def note(_frame: object, event: str, _given: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_the_third_hour_of_a_call_costs_what_the_first_minutes_cost() -> None:
    """Cues, words and silence, on and on: a card never waits for an adviser that looks back over the whole call."""
    desk, names = adviser(Manner(30.0, connection=True)), sorted(FAMILIES)

    def five_minutes(part: int) -> None:
        for tick in range(part * TICKS, (part + 1) * TICKS):
            at = tick * 0.5
            if tick % 5 == 0:
                desk.advise([cue(names[tick % len(names)], at), cue(names[tick % 7], at)], at)
            desk.heard((Partial(at, "mot " * 12, tick), Final(at, "mot " * 12, tick), Listened(at))[tick % 3])

    costs = [calls_of(lambda part=part: five_minutes(part)) for part in range(36)]  # type: ignore[misc]
    assert max(costs[2:]) <= 1.5 * costs[1]
    # Some fifty for each event, a few hundredths of a millisecond: nobody feels them.
    assert max(costs) / TICKS < 100
