"""The sound check on a terminal, redrawn when it has changed, and as plain lines where nothing can be drawn."""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from rich.console import Console

from calmdesk.overlay.hangup import Hangup
from calmdesk.overlay.keyboard import open_keyboard
from calmdesk.overlay.keys import Key, meaning
from calmdesk.overlay.meter import meter_rows
from calmdesk.overlay.output import OutputClosedError, send_to_nowhere, size_of, until_closed
from calmdesk.overlay.painter import Painter
from calmdesk.overlay.style import Style, clock
from calmdesk.overlay.typist import Typist

if TYPE_CHECKING:
    from typing import TextIO

    from calmdesk.overlay.keyboard import Keyboard
    from calmdesk.overlay.labels import Labels
    from calmdesk.overlay.meter import MeterScreen
    from calmdesk.overlay.presses import Press

KEYS: Final = (Key.PAUSE, Key.SKIP, Key.QUIT)
"""The keys of a check: the space bar begins a step."""

_EVERY: Final = 1
"""Seconds between two plain lines about the level."""


class MeterView:
    """Takes the terminal when it is made and gives it back on ``close``; what was heard does not stay on it.

    Args:
        labels: the language's screen texts.
        stream: the terminal; stdout unless given.
        keyboard: where keys come from; the terminal behind stdin unless given.
    """

    def __init__(self, labels: Labels, *, stream: TextIO | None = None, keyboard: Keyboard | None = None) -> None:
        self._console = Console(file=stream or sys.stdout, force_terminal=True, highlight=False)
        self._style = Style.fitting(self._console.encoding, labels)
        self._keys: deque[Key] = deque()
        self._gone = threading.Event()
        self._hangup = Hangup(self._gone.set)
        self._painter = Painter(self._console)
        self._typist = Typist(keyboard or open_keyboard(), self._pressed)

    def show(self, screen: MeterScreen) -> None:
        """Draw what has changed.

        Raises:
            OutputClosedError: the terminal is gone.
        """
        if self._gone.is_set():
            raise OutputClosedError
        size = size_of(self._console.file)
        try:
            self._painter.paint(meter_rows(screen, *size, self._style), size)
        except OSError as error:
            raise OutputClosedError from error

    def poll(self) -> Key | None:
        """Return the next of ``KEYS`` that was pressed, None at once when there is none."""
        return self._keys.popleft() if self._keys else None

    def close(self) -> None:
        """Give the terminal back."""
        self._typist.close()
        self._hangup.close()
        try:
            self._painter.close()
        except OSError:  # the terminal is gone: nothing to give back
            send_to_nowhere(self._console.file)

    def _pressed(self, presses: list[Press]) -> None:
        self._keys.extend(key for press in presses if (key := meaning(press, KEYS)))


class PlainMeter:
    """Prints what to do, the level once a second, and what was heard, each as a line.

    Args:
        labels: the language's screen texts.
        stream: where the lines go; stdout unless given.
    """

    def __init__(self, labels: Labels, *, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self._style = Style.fitting(self._stream.encoding, labels)
        self._asked = ""
        self._told_at = -float(_EVERY)
        self._heard: tuple[tuple[str, str], ...] = ()

    def show(self, screen: MeterScreen) -> None:
        """Print what is new.

        Raises:
            OutputClosedError: nobody reads it any more.
        """
        if screen.ask != self._asked:
            self._asked = screen.ask
            self._print(screen.at, f"{screen.ask} {screen.why}")
        if screen.gauges and screen.at >= self._told_at + _EVERY:
            self._told_at = screen.at
            self._print(
                screen.at, "   ".join(_line(gauge.label, gauge.figures, gauge.alarm) for gauge in screen.gauges)
            )
        if screen.settled and screen.heard != self._heard:
            new = [pair for pair in screen.heard if pair not in self._heard]
            self._heard = screen.heard
            for label, text in new:
                self._print(screen.at, f"{label} {text}")

    def poll(self) -> None:
        """There are no keys."""

    def close(self) -> None:
        """Nothing to give back."""

    def _print(self, at: float, line: str) -> None:
        with until_closed(self._stream):
            self._stream.write(f"{clock(at)}  {self._style.text(line)}\n")
            self._stream.flush()


def _line(*parts: str) -> str:
    return "  ".join(part for part in parts if part)
