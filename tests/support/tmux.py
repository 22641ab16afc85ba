"""A real terminal: a window of tmux, typed into and looked at."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

NEEDS_TMUX = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]


class Tmux:
    """One tmux server with one window, of its own and ended by its own."""

    def __init__(self) -> None:
        self._name = f"calmdesk-{os.getpid()}-{time.monotonic_ns()}"

    def _do(self, *command: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._name, *command], capture_output=True, text=True, check=True, timeout=10
        )
        return done.stdout

    def start(self, module: str, width: int, height: int, *arguments: str, before: str = "") -> None:
        """Run a module of the tests in a window of that size; a shell stays when it has ended."""
        path = os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])
        play = f"env {before} PYTHONPATH={path} {sys.executable} -m {module} {shlex.join(arguments)}"
        self.run(f"{play}; stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo", width, height)

    def calmdesk(self, *arguments: str, before: str = "", width: int = 80, height: int = 24) -> None:
        """Run the program, ``before`` in front of it on the shell's line; « ended with » its exit code stands below."""
        words = [sys.executable, "-m", "calmdesk", *arguments]
        self.run(f"{before} {shlex.join(words)}; echo ended with $?", width, height)

    def run(self, line: str, width: int = 80, height: int = 24) -> None:
        """Run a shell's line in a window of that size, which stays when it has ended."""
        size = ("-x", str(width), "-y", str(height))
        self._do("-f", "/dev/null", "new-session", "-d", *size, f"export LC_ALL=C.UTF-8; {line}; sleep 60")

    def type(self, *keys: str) -> None:
        """Press keys."""
        self._do("send-keys", *keys)

    def paste(self, text: str, *options: str) -> None:
        """Paste a text; with « -p » as a terminal does that was asked to mark it."""
        self._do("set-buffer", text)
        self._do("paste-buffer", *options)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self._do("resize-window", "-x", str(width), "-y", str(height))

    def screen(self, *options: str) -> str:
        """Return what the window shows."""
        return self._do("capture-pane", "-p", *options)

    def wait_for(self, text: str, seconds: float = 30.0) -> str:
        """Return the window as soon as it shows the text."""
        deadline = time.monotonic() + seconds
        while text not in (shown := self.screen()):
            assert time.monotonic() < deadline, f"{text!r} is not to be seen on:\n{shown}"
            time.sleep(0.05)
        return shown

    def end(self) -> None:
        """End the server and what runs in it."""
        subprocess.run(["tmux", "-L", self._name, "kill-server"], capture_output=True, check=False, timeout=10)


def rows(shown: str) -> str:
    """Return the screen without the empty rows at its end."""
    return "".join(f"{line.rstrip()}\n" for line in shown.rstrip("\n").split("\n"))
