"""The overlay on a terminal: a thread redraws when the screen has changed, at most ten times a second."""

from __future__ import annotations

import sys
import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from calmdesk.call.events import Card
from calmdesk.overlay.compose import compose
from calmdesk.overlay.entry import Entry
from calmdesk.overlay.hangup import Hangup
from calmdesk.overlay.keyboard import open_keyboard
from calmdesk.overlay.keys import ENTERED, Key, Request, meaning
from calmdesk.overlay.output import OutputClosedError, send_to_nowhere, size_of
from calmdesk.overlay.painter import Painter
from calmdesk.overlay.screen import Screen, State, entering, paused, toggled_help, update
from calmdesk.overlay.style import Style, in_english
from calmdesk.overlay.summary import summary
from calmdesk.overlay.typist import Typist

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from calmdesk.call.events import Event, Notice
    from calmdesk.overlay.keyboard import Keyboard
    from calmdesk.overlay.labels import Labels
    from calmdesk.overlay.presses import Press

_REDRAW_SECONDS: Final = 0.1
_RESIZE_SECONDS: Final = 0.1
"""How often the terminal's size is looked at while nothing happens; a signal handler would need the main thread."""

_BY_HAND: Final = 4
"""Keys a hand presses at once; more are a text that was pasted where none is asked for, and no command."""

_REMEMBERED: Final = 32
"""Requests kept until they are asked for."""


class TerminalView:
    """Takes the terminal when it is made and gives it back on ``close``, with a short summary below.

    Args:
        labels: the texts around the call's own words.
        tell: returns a notice's sentence in the user's language.
        note: what the user should know about the speech model, in a few words.
        keys: the keys that do something, the most useful first (``keys.LIVE``, ``keys.REPLAY``); the help always does.
            With ``Key.NEW_CALL`` among them this is the desk: calls follow one another, and a pause means that nothing
            is listened to.
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
        live = Key.NEW_CALL in keys
        self._screen = Screen(live=live, note=note, state=State.WAITING if live else State.LISTENING)
        self._seen: tuple[Screen, tuple[int, int]] | None = None
        self._changed, self._closing, self._gone = threading.Event(), threading.Event(), threading.Event()
        self._at_once = threading.Event()
        self._lock = threading.Lock()
        self._requests: deque[Request] = deque(maxlen=_REMEMBERED)
        self._hangup = Hangup(self._gone.set)
        self._painter = Painter(self._console)
        self._paints = threading.Thread(target=self._paint, name="overlay", daemon=True)
        self._paints.start()
        self._typist = Typist(keyboard or open_keyboard(), self._pressed)

    def show(self, event: Event) -> None:
        """Take one event; a card is on the screen at once, anything else within a tenth of a second.

        Raises:
            OutputClosedError: the terminal is gone.
        """
        self._still_there()
        self._change(lambda screen: update(screen, event))
        if isinstance(event, Card):
            self._at_once.set()

    def pause(self, *, on: bool) -> None:
        """Show that the call stands still, or goes on."""
        self._change(lambda screen: paused(screen, on=on))

    def poll(self) -> Request | None:
        """Return what was asked of the call since, one request at a time; None at once when there is none.

        Help, and the typing of a name or a note, are the screen's own affair.

        Raises:
            OutputClosedError: the terminal is gone.
        """
        self._still_there()
        return self._requests.popleft() if self._requests else None

    def close(self) -> None:
        """Give the terminal back and leave a summary on it; may be called twice."""
        if self._closing.is_set():
            return
        for waited_for in (self._closing, self._changed, self._at_once):
            waited_for.set()
        self._paints.join()
        self._typist.close()
        self._hangup.close()
        try:
            self._painter.close()
            for line in summary(self._screen, size_of(self._console.file)[0], self._style):
                self._console.print(Text(line), no_wrap=True, overflow="ignore", crop=False)
        except OSError:  # the terminal is gone: nothing to give back
            send_to_nowhere(self._console.file)

    def _still_there(self) -> None:
        if self._gone.is_set():
            raise OutputClosedError

    def _change(self, change: Callable[[Screen], Screen]) -> None:
        with self._lock:
            self._screen = change(self._screen)
        self._changed.set()

    def _pressed(self, presses: list[Press]) -> None:
        """Do what the keys pressed at once ask for; what follows an entry in one breath was pasted with it."""
        if self._screen.entry is None and len(presses) > _BY_HAND:
            return
        for press in presses:
            if self._screen.entry is None:
                self._command(press)
            elif self._enter(self._screen.entry.after(press)):
                return

    def _command(self, press: Press) -> None:
        key = meaning(press, self._style.keys)
        if key is Key.HELP:
            self._change(toggled_help)
        elif key in ENTERED:
            self._change(lambda screen: entering(screen, Entry(key)))
        elif key is not None:
            self._requests.append(Request(key))

    def _enter(self, after: Entry | Request | None) -> bool:
        """Show the entry as it is now; return whether it is over."""
        entry = after if isinstance(after, Entry) else None
        self._change(lambda screen: entering(screen, entry))
        if isinstance(after, Request):
            self._requests.append(after)
        return entry is None

    def _paint(self) -> None:
        """Draw until closed: a card, and what follows a quiet moment, at once; a flood of events ten times a second."""
        while not self._closing.is_set():
            self._changed.clear()
            self._at_once.clear()
            try:
                self._draw()
            except OSError:
                self._gone.set()
                return
            self._at_once.wait(_REDRAW_SECONDS)
            self._changed.wait(_RESIZE_SECONDS)

    def _draw(self) -> None:
        """Draw the screen unless it would look the same: the clock shows whole seconds."""
        size = size_of(self._console.file)
        screen = replace(self._screen, at=float(int(self._screen.at)))
        if (screen, size) != self._seen:
            self._seen = (screen, size)
            self._painter.paint(compose(screen, *size, self._style), size)
