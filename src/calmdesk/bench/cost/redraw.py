"""What drawing the overlay costs: a call's events at a fast pace, on a pseudo-terminal that somebody reads."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING

from calmdesk.bench.cost.terminal import Terminal
from calmdesk.call.events import Began, Partial
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from calmdesk.call.events import Event
    from calmdesk.call.stages import View

PARTIALS_A_SECOND = 10.0
REDRAW_GOAL = 0.03
"""Share of one core at that pace."""


@dataclass(frozen=True, slots=True)
class Redraw:
    """``share``: processor seconds per second; ``rate``: bytes per second sent to the terminal."""

    seconds: float
    partials: int
    share: float
    rate: float


def redraw_cost(view: Callable[[TextIO], View], events: Sequence[Event], seconds: float = 60.0) -> Redraw:
    """Measure a view that shows a call over and over, ten partials a second, in a terminal of 80 by 24 cells.

    Args:
        view: makes the view on the terminal it is handed.
        events: the call, in order, with partials in it.
        seconds: of the measurement.

    Raises:
        UsageError: this system has no pseudo-terminals, or the call has no partials to set the pace.
    """
    if not any(isinstance(event, Partial) for event in events):
        raise UsageError("nothing was heard in this call, so nothing is redrawn")
    with closing(Terminal()) as terminal, closing(view(terminal.stream)) as shown:
        began, used, sent = time.monotonic(), terminal.used_by_others(), terminal.sent
        partials = _show(shown, events, seconds)
        passed = time.monotonic() - began
        share = (terminal.used_by_others() - used) / passed
        return Redraw(passed, partials, share, (terminal.sent - sent) / passed)


def _show(view: View, events: Sequence[Event], seconds: float) -> int:
    """Show the events until the time is over; return how many were partials."""
    began, partials = time.monotonic(), 0
    for event in _over_and_over(events):
        at = partials / PARTIALS_A_SECOND
        if at >= seconds:
            break
        view.show(event if isinstance(event, Began) else replace(event, at=at))
        if isinstance(event, Partial):
            partials += 1
            time.sleep(max(began + at - time.monotonic(), 0))
    return partials


def _over_and_over(events: Sequence[Event]) -> Iterator[Event]:
    yield Began()
    yield from cycle([*events, Began()])
