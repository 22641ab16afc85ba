"""The overlay on a terminal: a thread redraws when the screen has changed, at most ten times a second."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.live import Live
from rich.text import Text

from calmdesk.overlay.compose import compose
from calmdesk.overlay.draw import painted
from calmdesk.overlay.keys import Key, open_keyboard
from calmdesk.overlay.output import OutputClosedError
from calmdesk.overlay.screen import Screen, paused, toggled_help, update
from calmdesk.overlay.style import Style, in_english
from calmdesk.overlay.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from calmdesk.call.events import Event, Notice
    from calmdesk.overlay.keys import Keyboard
    from calmdesk.overlay.labels import Labels
    from calmdesk.overlay.layout import Row

_REDRAW_SECONDS: Final = 0.1
_RESIZE_SECONDS: Final = 0.1
"""How often the terminal's size is looked at while nothing happens; a signal handler would need the main thread."""

_SIZE: Final = (80, 24)
"""Cells of a terminal that does not tell."""


class TerminalView:
    """Takes the terminal when it is made and gives it back on ``close``, with a short summary below.

    The alternate screen is used: a resize cannot leave torn rows behind, and no word of the client stays in the
    terminal's history.

    Args:
        labels: the texts around the call's own words.
        tell: returns a notice's sentence in the user's language.
        note: what the user should know about the speech model, in a few words.
        keys: the keys that do something in this call; ``Key.HELP`` is always there.
        stream: the terminal; stdout unless given. ``output.can_draw`` tells whether a stream is one.
        keyboard: where keys come from; the terminal behind stdin unless given.
    """

    def __init__(
        self,
        labels: Labels,
        *,
        tell: Callable[[Notice], str] = in_english,
        note: str = "",
        keys: tuple[Key, ...] = (Key.QUIT,),
        stream: TextIO | None = None,
        keyboard: Keyboard | None = None,
    ) -> None:
        self._console = Console(file=stream or sys.stdout, force_terminal=True, highlight=False)
        self._style = Style.fitting(self._console.encoding, labels, tell, (*keys, Key.HELP))
        self._screen = Screen(note=note)
        self._seen: tuple[Screen, tuple[int, int]] | None = None
        self._drawn: tuple[list[Row], tuple[int, int]] | None = None
        self._changed, self._closing, self._gone = threading.Event(), threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._keyboard = keyboard or open_keyboard()
        self._live = Live(
            console=self._console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()
        self._painter = threading.Thread(target=self._paint, name="overlay", daemon=True)
        self._change(lambda screen: screen)
        self._painter.start()

    def show(self, event: Event) -> None:
        """Take one event; it is on the screen within a tenth of a second.

        Raises:
            OutputClosedError: the terminal is gone.
        """
        self._change(lambda screen: update(screen, event))

    def pause(self, *, on: bool) -> None:
        """Show that the replay stands still, or goes on."""
        self._change(lambda screen: paused(screen, on=on))

    def poll(self) -> Key | None:
        """Return the next key that asks something of the call, None at once when there is none; help is shown here."""
        key = self._keyboard.poll()
        if key is Key.HELP:
            self._change(toggled_help)
            return None
        return key if key in self._style.keys else None

    def close(self) -> None:
        """Give the terminal back and leave a summary on it; may be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._changed.set()
        self._painter.join()
        self._keyboard.close()
        try:
            self._live.stop()
            for line in summary(self._screen, self._size()[0], self._style):
                self._console.print(Text(line), no_wrap=True, overflow="ignore", crop=False)
        except OSError:  # the terminal is gone: nothing to give back
            self._gone.set()

    def _change(self, change: Callable[[Screen], Screen]) -> None:
        if self._gone.is_set():
            raise OutputClosedError
        with self._lock:
            self._screen = change(self._screen)
        self._changed.set()

    def _paint(self) -> None:
        """Draw until closed. An event after a quiet moment is drawn at once, a flood of them ten times a second."""
        while not self._closing.is_set():
            self._changed.clear()
            try:
                self._draw()
            except OSError:
                self._gone.set()
                return
            self._closing.wait(_REDRAW_SECONDS)
            self._changed.wait(_RESIZE_SECONDS)

    def _draw(self) -> None:
        """Draw the screen unless it would look the same."""
        screen, size = self._screen, self._size()
        if (screen, size) == self._seen:
            return
        self._seen = (screen, size)
        rows = compose(screen, *size, self._style)
        if (rows, size) == self._drawn:
            return
        self._drawn = (rows, size)
        self._console.size = size
        self._live.update(painted(rows), refresh=True)

    def _size(self) -> tuple[int, int]:
        """Return width and height in cells; the COLUMNS of a shell would not follow a resize."""
        try:
            width, height = os.get_terminal_size(self._console.file.fileno())
        except (OSError, ValueError):  # not a terminal, or closed
            return _SIZE
        return (width or _SIZE[0], height or _SIZE[1])
