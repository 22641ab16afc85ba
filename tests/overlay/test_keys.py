from __future__ import annotations

import io
import os
import subprocess
import sys
import termios
import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.overlay.keys import Key, NoKeyboard, TerminalKeyboard, meanings, open_keyboard

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


def pressed(keyboard: TerminalKeyboard) -> list[Key]:
    """Return every key that was pressed."""
    return list(iter(keyboard.poll, None))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("q", [Key.QUIT]),
        ("Q", [Key.QUIT]),
        (" ", [Key.PAUSE]),
        ("p", [Key.PAUSE]),
        ("s\r", [Key.SKIP, Key.SKIP]),
        ("?h", [Key.HELP, Key.HELP]),
        ("dD", [Key.DISMISS, Key.DISMISS]),
        ("xyzé1", []),
        ("\x1b[A\x1b[1;5Dq", [Key.QUIT]),
        ("\x1bOP \x1b[24~", [Key.PAUSE]),
        ("\x1bq", []),
        ("\x1b", []),
    ],
)
def test_keys_mean_what_the_hints_say(typed: str, keys: list[Key]) -> None:
    """Letters do what the hint line says; arrows and function keys do nothing by accident."""
    assert meanings(typed) == keys


@given(st.text())
def test_any_typing_is_understood_or_passed_over(typed: str) -> None:
    """A cat on the keyboard does no harm."""
    assert all(isinstance(key, Key) for key in meanings(typed))


def test_keys_are_read_at_once_and_in_order(terminal: tuple[int, int]) -> None:
    """Each key counts without Enter; polling when none was pressed returns at once."""
    typing, reading = terminal
    with TerminalKeyboard(reading) as keyboard:
        assert keyboard.poll() is None
        os.write(typing, b"p \x1b[Bq\xc3\xa9")
        assert pressed(keyboard) == [Key.PAUSE, Key.PAUSE, Key.QUIT]


def test_the_terminal_gets_its_mode_back(terminal: tuple[int, int]) -> None:
    """After the call the shell echoes what is typed, as before."""
    _, reading = terminal
    before = termios.tcgetattr(reading)
    keyboard = TerminalKeyboard(reading)
    assert not termios.tcgetattr(reading)[3] & (termios.ECHO | termios.ICANON)
    keyboard.close()
    keyboard.close()
    assert termios.tcgetattr(reading) == before
    assert keyboard.poll() is None


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
    assert keyboard.poll() is None
    os.close(reading)
    assert keyboard.poll() is None
    keyboard.close()


def test_without_a_terminal_there_are_no_keys() -> None:
    """A call replayed from a script runs without a keyboard."""
    closed = io.StringIO()
    closed.close()
    with open(os.devnull, encoding="utf-8") as nowhere:  # noqa: PTH123  # os.devnull is no path to a file
        for stream in (io.StringIO("q"), closed, nowhere):
            keyboard = open_keyboard(stream)
            assert isinstance(keyboard, NoKeyboard)
            assert keyboard.poll() is None
            keyboard.close()


CHILD = """
    import os, sys
    from calmdesk.overlay.keys import open_keyboard
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
