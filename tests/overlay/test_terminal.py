from __future__ import annotations

import fcntl
import os
import struct
import termios
import threading
import time
from typing import TYPE_CHECKING, TextIO

import pytest

from calmdesk.call.events import Ended, Final, Listened, Partial
from calmdesk.overlay.keys import Key, NoKeyboard, TerminalKeyboard
from calmdesk.overlay.output import OutputClosedError, can_draw
from calmdesk.overlay.terminal import TerminalView
from overlay.feed import WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.overlay.labels import Labels

REDRAW = b"\x1b[H"
ENTER, LEAVE, SHOW_CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"


class Window:
    """A real pseudo-terminal with somebody in front of it, who sees every byte."""

    def __init__(self) -> None:
        self.outside, self.inside = os.openpty()
        self.resize(80, 24)
        self.stream: TextIO = os.fdopen(os.dup(self.inside), "w", encoding="utf-8")
        self._seen = bytearray()
        self._eyes = threading.Thread(target=self._look, daemon=True)
        self._eyes.start()

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.inside, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def seen(self) -> bytes:
        """Return all that was sent so far."""
        return bytes(self._seen)

    def wait_for(self, text: str, seconds: float = 5.0) -> bytes:
        """Return what was sent up to now, as soon as ``text`` is in it."""
        deadline = time.monotonic() + seconds
        while text.encode() not in self._seen:
            assert time.monotonic() < deadline, f"{text!r} was not drawn; seen: {self.seen()!r}"
            time.sleep(0.01)
        return self.seen()

    def close(self) -> None:
        """Close the window."""
        self.stream.close()
        os.close(self.inside)
        self._eyes.join(5)
        os.close(self.outside)

    def _look(self) -> None:
        while True:
            try:
                self._seen += os.read(self.outside, 65_536)
            except OSError:  # closed
                return


@pytest.fixture
def window() -> Iterator[Window]:
    """Return a window of 80 by 24."""
    window = Window()
    yield window
    window.close()


def test_the_terminal_is_taken_and_given_back(window: Window, labels: Labels) -> None:
    """The overlay has the window for itself; afterwards the cursor is back, a summary stands there, once."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    view.show(WAITING)
    window.wait_for("Vous attendez")
    view.show(Ended(12.0))
    view.close()
    view.close()
    seen = window.wait_for("Phrases proposées : 1")
    assert seen.startswith(ENTER)
    assert seen.count(ENTER) == seen.count(LEAVE) == seen.count(SHOW_CURSOR) == 1
    assert seen.index(LEAVE) < seen.index("Phrases proposées".encode())


def test_no_word_of_the_client_stays_behind(window: Window, labels: Labels) -> None:
    """Who scrolls back after the call finds no word of the client."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    view.show(Final(1.0, "mon numéro de carte", 1))
    window.wait_for("mon numéro de carte")
    view.close()
    seen = window.wait_for("Phrases proposées")
    assert b"carte" not in seen[seen.index(LEAVE) :]


def test_a_flood_is_drawn_ten_times_a_second(window: Window, labels: Labels) -> None:
    """Hundreds of events a second do not make the screen flicker, and the last one is shown."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    start = time.monotonic()
    for number in range(200):
        view.show(Partial(number / 100, f"mot {number}", 1))
        time.sleep(0.004)
    window.wait_for("mot 199")
    seconds = time.monotonic() - start
    assert window.seen().count(REDRAW) <= 10 * seconds + 2
    view.close()


def test_nothing_new_is_not_drawn(window: Window, labels: Labels) -> None:
    """While nothing changes on the screen nothing is sent, even though time passes."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    window.wait_for("quitter")
    before = window.seen().count(REDRAW)
    for tenth in range(5):
        view.show(Listened(0.1 * tenth))
        time.sleep(0.1)
    assert window.seen().count(REDRAW) == before
    view.show(Listened(1.0))
    window.wait_for("00:01")
    view.close()


def test_a_resize_is_followed(window: Window, labels: Labels) -> None:
    """Made narrower while nobody speaks, the window shows the narrow screen at once."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    view.show(WAITING)
    window.wait_for("╮")
    window.resize(40, 12)
    window.wait_for("Pourquoi :")
    view.close()


def test_the_size_is_the_window_s_own(window: Window, labels: Labels, monkeypatch: pytest.MonkeyPatch) -> None:
    """A COLUMNS left over in the environment does not tear the screen."""
    monkeypatch.setenv("COLUMNS", "200")
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    seen = window.wait_for("╮").decode()
    assert f"╭{'─' * 78}╮" in seen
    view.close()


def test_keys_reach_the_call_and_help_stays_here(window: Window, labels: Labels) -> None:
    """« q » and « espace » are handed on, « ? » shows the help, a key without a meaning in this call does nothing."""
    view = TerminalView(
        labels, keys=(Key.QUIT, Key.PAUSE), stream=window.stream, keyboard=TerminalKeyboard(window.inside)
    )
    os.write(window.outside, b"s q")
    assert [view.poll(), view.poll(), view.poll(), view.poll()] == [None, Key.PAUSE, Key.QUIT, None]
    view.pause(on=True)
    window.wait_for("En pause")
    window.wait_for("espace reprendre")
    os.write(window.outside, b"?")
    assert view.poll() is None
    window.wait_for("Les mots gris")
    view.close()


def test_a_window_that_is_closed_ends_the_call(window: Window, labels: Labels) -> None:
    """When the window goes away in the middle of a call, the call is told to stop; nothing hangs."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    window.wait_for("quitter")
    with open(os.devnull, "rb") as nowhere:  # noqa: PTH123  # os.devnull is no path to a file
        os.dup2(nowhere.fileno(), window.stream.fileno())  # every write fails from now on
    with pytest.raises(OutputClosedError):
        keep_showing(view, seconds=5)
    view.close()
    os.dup2(window.inside, window.stream.fileno())


def keep_showing(view: TerminalView, seconds: float) -> None:
    """Let the client speak."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        view.show(Partial(1.0, str(time.monotonic()), 1))
        time.sleep(0.02)


def test_where_the_overlay_can_be_drawn(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, no output at all and a terminal without cursor get plain lines instead."""
    monkeypatch.setenv("TERM", "xterm")
    assert can_draw(window.stream)
    monkeypatch.setenv("TERM", "dumb")
    assert not can_draw(window.stream)
    assert not can_draw(None)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  # os.devnull is no path to a file
        assert not can_draw(nowhere)
