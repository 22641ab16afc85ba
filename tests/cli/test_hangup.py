"""The program when its terminal goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform == "win32":
    pytest.skip("a console window that is closed ends its programs", allow_module_level=True)

import fcntl
import struct
import termios

# After setsid, the first terminal a process opens is its own: closing it is then told by SIGHUP.
START = "import os; os.close(os.open(os.ttyname(0), os.O_RDWR)); from calmdesk.cli import main; main()"


class Program:
    """A replay at real speed in a terminal of its own."""

    def __init__(self) -> None:
        self.window, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        call = str(ROOT / "calls" / "rendez-vous.wav")
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "replay", call, "--speed", "real", "--format", "screen"],
            stdin=inside,
            stdout=inside,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sys.path)), "PYTHONIOENCODING": "utf-8"},
        )
        os.close(inside)

    def wait_for(self, text: str, seconds: float = 60.0) -> None:
        """Wait until the text has been drawn."""
        seen, until = b"", time.monotonic() + seconds
        while text.encode() not in seen:
            assert time.monotonic() < until
            seen += os.read(self.window, 65_536)

    def ended(self) -> tuple[int, bytes]:
        """Return the exit code and what was said on stderr, soon."""
        _, said = self.process.communicate(timeout=10)
        return self.process.returncode, said


@pytest.fixture
def program() -> Iterator[Program]:
    """Return the program, drawing."""
    started = Program()
    started.wait_for("À l'écoute")
    yield started
    started.process.kill()
    started.process.wait()


@pytest.mark.slow
def test_a_window_that_is_closed_ends_the_program(program: Program) -> None:
    """Somebody closes the terminal's window: the program is gone at once, without a word and without an error."""
    os.close(program.window)
    assert program.ended() == (0, b"")


@pytest.mark.slow
def test_a_hangup_ends_the_program_and_gives_the_terminal_back(program: Program) -> None:
    """Told that the line is cut while the terminal is still there, the program tidies up and ends."""
    program.process.send_signal(signal.SIGHUP)
    program.wait_for("\x1b[?1049l")
    assert program.ended() == (0, b"")
    os.close(program.window)
