"""The sound check on a terminal, redrawn when it has changed, and as plain lines where nothing can be drawn."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.live import Live

from calmdesk.overlay.draw import painted
from calmdesk.overlay.keys import open_keyboard
from calmdesk.overlay.meter import meter_rows
from calmdesk.overlay.output import OutputClosedError, until_closed
from calmdesk.overlay.style import Style, clock

if TYPE_CHECKING:
    from typing import TextIO

    from calmdesk.overlay.keys import Key, Keyboard
    from calmdesk.overlay.labels import Labels
    from calmdesk.overlay.layout import Row
    from calmdesk.overlay.meter import MeterScreen

_SIZE: Final = (80, 24)
"""Cells of a terminal that does not tell."""

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
        self._keyboard = keyboard or open_keyboard()
        self._drawn: tuple[list[Row], tuple[int, int]] | None = None
        self._live = Live(
            console=self._console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()

    def show(self, screen: MeterScreen) -> None:
        """Draw the screen unless it would look the same.

        Raises:
            OutputClosedError: the terminal is gone.
        """
        size = self._size()
        rows = meter_rows(screen, *size, self._style)
        if (rows, size) == self._drawn:
            return
        self._drawn = (rows, size)
        self._console.size = size
        try:
            self._live.update(painted(rows), refresh=True)
        except OSError as error:
            raise OutputClosedError from error

    def poll(self) -> Key | None:
        """Return the next key, None at once when there is none."""
        return self._keyboard.poll()

    def close(self) -> None:
        """Give the terminal back; may be called twice."""
        self._keyboard.close()
        try:
            self._live.stop()
        except OSError:  # the terminal is gone: nothing to give back
            return

    def _size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._console.file.fileno())
        except (OSError, ValueError):  # not a terminal, or closed
            return _SIZE
        return (width or _SIZE[0], height or _SIZE[1])


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
