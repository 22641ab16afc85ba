from __future__ import annotations

import fcntl
import os
import struct
import termios
import threading
import time
from typing import TYPE_CHECKING, TextIO

import pytest

from calmdesk.call.events import Began, Ended, Final, Listened, Partial
from calmdesk.overlay.keyboard import NoKeyboard, TerminalKeyboard
from calmdesk.overlay.keys import LIVE, Key, Request
from calmdesk.overlay.output import OutputClosedError, can_draw
from calmdesk.overlay.terminal import TerminalView
from overlay.feed import EMERGENCY, WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.overlay.labels import Labels

PASTE_MARKED, PASTE_NOT_MARKED = b"\x1b[?2004h", b"\x1b[?2004l"
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
    for code in (ENTER, LEAVE, SHOW_CURSOR, PASTE_MARKED, PASTE_NOT_MARKED):
        assert seen.count(code) == 1
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
    assert window.seen().count(b"mot ") <= 10 * seconds + 2
    view.close()


def test_only_rows_that_changed_are_sent(window: Window, labels: Labels) -> None:
    """While the client speaks the sentence is left alone: drawing costs little, and nothing flickers."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    view.show(WAITING)
    window.wait_for("Vous attendez")
    before = len(window.seen())
    view.show(Partial(6.2, "oui mais bon", 3))
    window.wait_for("oui mais bon")
    sent = window.seen()[before:].decode()
    assert "attendez" not in sent
    assert len(sent) < 200
    view.close()


def test_nothing_new_is_not_drawn(window: Window, labels: Labels) -> None:
    """While nothing changes on the screen nothing is sent, even though time passes."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    window.wait_for("quitter")
    time.sleep(0.2)
    before = window.seen()
    for tenth in range(5):
        view.show(Listened(0.1 * tenth))
        time.sleep(0.1)
    assert window.seen() == before
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


@pytest.fixture
def desk(window: Window, labels: Labels) -> Iterator[TerminalView]:
    """Return the overlay of a call at the desk, with somebody at the keyboard."""
    view = TerminalView(labels, keys=LIVE, stream=window.stream, keyboard=TerminalKeyboard(window.inside))
    view.show(Began())
    window.wait_for("quitter")
    yield view
    view.close()


def asked(view: TerminalView, count: int, seconds: float = 5.0) -> list[Request]:
    """Return what was asked of the call, as soon as there are ``count`` requests."""
    requests: list[Request] = []
    deadline = time.monotonic() + seconds
    while len(requests) < count:
        assert time.monotonic() < deadline, f"only {requests} were asked"
        if request := view.poll():
            requests.append(request)
        time.sleep(0.01)
    return requests


def test_keys_reach_the_call_and_help_stays_here(window: Window, labels: Labels) -> None:
    """« q » and « espace » are handed on, « ? » shows the help, a key without a meaning in this call does nothing."""
    view = TerminalView(
        labels, keys=(Key.QUIT, Key.PAUSE), stream=window.stream, keyboard=TerminalKeyboard(window.inside)
    )
    os.write(window.outside, b"s q")
    assert asked(view, 2) == [Request(Key.PAUSE), Request(Key.QUIT)]
    assert view.poll() is None
    view.pause(on=True)
    window.wait_for("En pause")
    window.wait_for("espace reprendre")
    os.write(window.outside, b"?")
    window.wait_for("q quitter          ? aide")
    os.write(window.outside, b"?")
    window.wait_for("Les mots gris")
    view.close()


def test_a_name_is_entered_while_the_call_goes_on(window: Window, desk: TerminalView) -> None:
    """The line is on the screen at once; letters are no commands; the client's words and the card go on being shown."""
    os.write(window.outside, b"a")
    window.wait_for("Nom de l'animal : ")
    window.wait_for("Échap annuler")
    os.write(window.outside, "Réq".encode())
    window.wait_for("Réq")
    desk.show(Final(1.0, "il respire mal", 1))
    desk.show(EMERGENCY)
    window.wait_for("il respire mal")
    window.wait_for("Est-ce qu'il respire")
    os.write(window.outside, b"\x7fx\r")
    assert asked(desk, 1) == [Request(Key.ANIMAL, "Réx")]
    assert desk.poll() is None


def test_escape_gives_an_entry_up(window: Window, desk: TerminalView) -> None:
    """A lone Escape ends it and nothing is asked; an arrow key, which begins with an Escape, does not end it."""
    os.write(window.outside, b"c")
    window.wait_for("Nom du client : ")
    os.write(window.outside, b"Ma\x1b[D\x1b[3~r\r")
    assert asked(desk, 1) == [Request(Key.CLIENT, "Mar")]
    os.write(window.outside, b"i")
    window.wait_for("Note (facultative) : ")
    os.write(window.outside, b"bof\x1b")
    time.sleep(0.5)
    os.write(window.outside, b"n")
    assert asked(desk, 1) == [Request(Key.NEXT)]


def test_what_is_pasted_is_no_command(window: Window, desk: TerminalView) -> None:
    """A text pasted by mistake neither quits nor begins a new call, whether the terminal marks it or not."""
    os.write(window.outside, b"\x1b[200~qr\rn\x1b[201~")
    time.sleep(0.3)
    os.write(window.outside, b"Rex du Parc\r")
    time.sleep(0.3)
    os.write(window.outside, b"d")
    assert asked(desk, 1) == [Request(Key.DISMISS)]


def test_a_name_is_pasted(window: Window, desk: TerminalView) -> None:
    """From another program into the entry, with a line's end or without; what follows the line's end is no command."""
    os.write(window.outside, b"a")
    window.wait_for("Nom de l'animal : ")
    os.write(window.outside, "\x1b[200~Réglisse\n\x1b[201~".encode())
    window.wait_for("Réglisse")
    os.write(window.outside, b"\r")
    assert asked(desk, 1) == [Request(Key.ANIMAL, "Réglisse")]
    os.write(window.outside, b"c")
    window.wait_for("Nom du client : ")
    os.write(window.outside, b"Rex\rqr")
    assert asked(desk, 1) == [Request(Key.CLIENT, "Rex")]
    time.sleep(0.3)
    assert desk.poll() is None


def test_a_resize_while_something_is_entered(window: Window, desk: TerminalView) -> None:
    """Made narrower, the window keeps the entry and what was typed."""
    os.write(window.outside, b"a")
    window.wait_for("Nom de l'animal : ")
    os.write(window.outside, b"Caramel")
    window.wait_for("Caramel")
    before = len(window.seen())
    window.resize(40, 12)
    deadline = time.monotonic() + 5
    while "Caramel" not in (drawn := window.seen()[before:].decode()):
        assert time.monotonic() < deadline, drawn
        time.sleep(0.02)
    os.write(window.outside, b"\r")
    assert asked(desk, 1) == [Request(Key.ANIMAL, "Caramel")]


def test_a_keyboard_that_goes_away_leaves_the_screen(window: Window, labels: Labels) -> None:
    """With stdin closed in the middle of a call there are no keys any more, and the call is shown all the same."""
    typing, reading = os.openpty()
    view = TerminalView(labels, keys=LIVE, stream=window.stream, keyboard=TerminalKeyboard(reading))
    os.close(typing)
    time.sleep(0.3)
    view.show(WAITING)
    window.wait_for("Vous attendez")
    assert view.poll() is None
    view.close()
    os.close(reading)


def test_no_thread_is_left_behind(window: Window, labels: Labels) -> None:
    """After the call everything the overlay has started has ended."""
    before = set(threading.enumerate())
    view = TerminalView(labels, keys=LIVE, stream=window.stream, keyboard=TerminalKeyboard(window.inside))
    assert set(threading.enumerate()) > before
    view.close()
    assert set(threading.enumerate()) == before


def test_a_window_that_is_closed_ends_the_call(window: Window, labels: Labels) -> None:
    """When the window goes away in the middle of a call, the call is told to stop; nothing hangs."""
    view = TerminalView(labels, stream=window.stream, keyboard=NoKeyboard())
    window.wait_for("quitter")
    with open(os.devnull, "rb") as nowhere:  # noqa: PTH123  # os.devnull is no path to a file
        os.dup2(nowhere.fileno(), window.stream.fileno())  # every write fails from now on
    with pytest.raises(OutputClosedError):
        keep_showing(view, seconds=5)
    with pytest.raises(OutputClosedError):
        view.poll()
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
