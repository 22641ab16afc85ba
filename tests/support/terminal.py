"""A program on a terminal of its own, without a window: what it printed, and answers to what it asks."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


def on_a_terminal(
    command: Sequence[str],
    environment: Mapping[str, str],
    answers: Iterable[str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Run a program to its end and return all that came.

    Where there are answers, one is typed each time it asks (« …: »); it may not ask more often.
    """
    pty = pytest.importorskip("pty")
    window, terminal = pty.openpty()
    program = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, cwd=cwd, start_new_session=True
    )
    os.close(terminal)
    screen, left = b"", iter(answers or ())
    with suppress(OSError):  # Linux says so when the program has closed the terminal
        while part := os.read(window, 4096):
            screen += part
            if answers is not None and screen.endswith(b": "):
                os.write(window, f"{next(left)}\n".encode())
    program.wait(timeout=60)
    os.close(window)
    return screen.decode()
