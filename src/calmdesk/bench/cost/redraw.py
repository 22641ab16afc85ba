"""What drawing the overlay costs: a call's events at a fast pace, on a pseudo-terminal that somebody reads."""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING

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

_WIDTH, _HEIGHT = 80, 24
_READ_AT_ONCE = 65_536


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
    with closing(_Terminal()) as terminal, closing(view(terminal.stream)) as shown:
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


class _Terminal:
    """A pseudo-terminal, and somebody who reads all that is drawn on it."""

    def __init__(self) -> None:
        if not hasattr(os, "openpty"):
            raise UsageError("drawing is measured on a pseudo-terminal, which this system does not have")
        import fcntl  # noqa: PLC0415  # Windows lacks it
        import struct  # noqa: PLC0415  # only to tell the size
        import termios  # noqa: PLC0415  # Windows lacks it

        self._outside, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", _HEIGHT, _WIDTH, 0, 0))
        self.stream = os.fdopen(inside, "w", encoding="utf-8")
        self.sent = 0
        self._reading = 0.0
        self._eyes = threading.Thread(target=self._look, name="eyes", daemon=True)
        self._eyes.start()

    def used_by_others(self) -> float:
        """Return the processor seconds of this process, without those of the reading."""
        return time.process_time() - self._reading

    def close(self) -> None:
        """Close the terminal and wait for the reader to see it."""
        self.stream.close()
        self._eyes.join()
        os.close(self._outside)

    def _look(self) -> None:
        while True:
            try:
                self.sent += len(os.read(self._outside, _READ_AT_ONCE))
            except OSError:  # closed at the other end
                return
            self._reading = time.thread_time()
