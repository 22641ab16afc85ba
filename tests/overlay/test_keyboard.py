from __future__ import annotations

import io
import os
import subprocess
import sys
import termios
import textwrap
from typing import TYPE_CHECKING

import pytest

from calmdesk.overlay.keyboard import NoKeyboard, TerminalKeyboard, open_keyboard

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Return the two ends of a real pseudo-terminal: the one somebody types into, the one a program reads."""
    typing, reading = os.openpty()
    yield typing, reading
    for descriptor in (typing, reading):
        try:
            os.close(descriptor)
        except OSError:  # the test has closed it
            continue


def test_keys_are_read_at_once_and_in_order(terminal: tuple[int, int]) -> None:
    """Each key counts without Enter; when none is pressed the wait is as short as asked."""
    typing, reading = terminal
    with TerminalKeyboard(reading) as keyboard:
        assert keyboard.read(0.0) == ""
        os.write(typing, b"p \x1b[Bq")
        assert keyboard.read(5.0) == "p \x1b[Bq"


def test_a_letter_cut_between_two_reads_is_whole(terminal: tuple[int, int]) -> None:
    """« é » and « 🐕 » arrive in pieces on a slow line and are letters all the same; half a letter is none."""
    typing, reading = terminal
    with TerminalKeyboard(reading) as keyboard:
        read = []
        for byte in "é🐕ç".encode() + b"\xff!":
            os.write(typing, bytes([byte]))
            read.append(keyboard.read(5.0))
        assert read == ["", "é", "", "", "", "🐕", "", "ç", "", "!"]


def test_control_s_does_not_stop_the_screen(terminal: tuple[int, int]) -> None:
    """Ctrl-S is a key like others: the overlay goes on being drawn."""
    typing, reading = terminal
    before = termios.tcgetattr(reading)
    with TerminalKeyboard(reading) as keyboard:
        os.write(typing, b"\x13")
        assert keyboard.read(5.0) == "\x13"
    assert termios.tcgetattr(reading) == before


def test_the_terminal_gets_its_mode_back(terminal: tuple[int, int]) -> None:
    """After the call the shell echoes what is typed, as before."""
    _, reading = terminal
    before = termios.tcgetattr(reading)
    keyboard = TerminalKeyboard(reading)
    assert not termios.tcgetattr(reading)[3] & (termios.ECHO | termios.ICANON)
    keyboard.close()
    keyboard.close()
    assert termios.tcgetattr(reading) == before


def test_control_c_still_interrupts(terminal: tuple[int, int]) -> None:
    """The keyboard leaves Ctrl-C to the system."""
    _, reading = terminal
    with TerminalKeyboard(reading):
        assert termios.tcgetattr(reading)[3] & termios.ISIG


def test_a_terminal_that_goes_away_ends_the_keys(terminal: tuple[int, int]) -> None:
    """When the window is closed there are no more keys, and no endless reading of its end."""
    typing, reading = terminal
    keyboard = TerminalKeyboard(reading)
    os.close(typing)
    assert keyboard.read(5.0) is None
    os.close(reading)
    assert keyboard.read(5.0) is None
    keyboard.close()


def test_without_a_terminal_there_are_no_keys() -> None:
    """A call replayed from a script runs without a keyboard."""
    closed = io.StringIO()
    closed.close()
    with open(os.devnull, encoding="utf-8") as nowhere:  # noqa: PTH123  # os.devnull is no path to a file
        for stream in (io.StringIO("q"), closed, nowhere):
            keyboard = open_keyboard(stream)
            assert isinstance(keyboard, NoKeyboard)
            assert keyboard.read(0.0) is None
            keyboard.close()


CHILD = """
    import os, sys
    from calmdesk.overlay.keyboard import open_keyboard
    {before}
    keyboard = open_keyboard()
    print(type(keyboard).__name__, flush=True)
    keyboard.close()
"""
# After setsid, the first terminal a process opens is its own, as it is for a shell's foreground job.
OWN_TERMINAL = "os.close(os.open(os.ttyname(0), os.O_RDWR))"


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (OWN_TERMINAL, "TerminalKeyboard"),
        ("sys.stdin.close()", "NoKeyboard"),
        ("sys.stdin = None", "NoKeyboard"),
        ("pass  # the terminal belongs to nobody: as for a job in the background", "NoKeyboard"),
    ],
)
def test_the_keyboard_of_a_program(before: str, kind: str, terminal: tuple[int, int]) -> None:
    """A program in the foreground gets keys; one with stdin closed, or in the background, gets none and goes on."""
    _, reading = terminal
    program = textwrap.dedent(CHILD).format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdin=reading,
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=True,
        timeout=20,
    )
    assert done.stdout.decode().strip() == kind
