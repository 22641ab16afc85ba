"""Keeps what native libraries print off the screen: Vosk, ALSA and PortAudio write on descriptor 2 as they please."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_STDERR: Final = 2


@contextlib.contextmanager
def quiet_libraries(*, keep: bool = False) -> Iterator[Path | None]:
    """Send descriptor 2 elsewhere while a screen is drawn.

    What Python itself writes to ``sys.stderr`` meanwhile is held back and printed afterwards; an exception that ends
    the block is shown as ever, since everything is in its place again by then.

    Args:
        keep: write the libraries' words to a private file in the temporary folder instead of nowhere. The file stays.

    Yields:
        The path of that file, None when nothing is kept.
    """
    with _python_errors_held_back(), _stderr_given_back():
        descriptor, path = _destination(keep=keep)
        _send_stderr_to(descriptor)
        yield path


def _destination(*, keep: bool) -> tuple[int, Path | None]:
    if not keep:
        return os.open(os.devnull, os.O_WRONLY), None
    descriptor, name = tempfile.mkstemp(prefix="calmdesk-", suffix=".log")
    return descriptor, Path(name)


def _send_stderr_to(descriptor: int) -> None:
    if descriptor != _STDERR:  # it is, when 2 was the lowest free number
        os.dup2(descriptor, _STDERR)
        os.close(descriptor)


@contextlib.contextmanager
def _stderr_given_back() -> Iterator[None]:
    """Let descriptor 2 be afterwards what it was, open or closed."""
    before = _duplicate(_STDERR)
    try:
        yield
    finally:
        if before is None:
            os.close(_STDERR)
        else:
            os.dup2(before, _STDERR)
            os.close(before)


def _duplicate(descriptor: int) -> int | None:
    """Return a second descriptor for the same file, None when it is closed."""
    try:
        return os.dup(descriptor)
    except OSError:
        return None


@contextlib.contextmanager
def _python_errors_held_back() -> Iterator[None]:
    before, held = sys.stderr, io.StringIO()
    sys.stderr = held
    try:
        yield
    finally:
        sys.stderr = before
        _print(held.getvalue(), before)


def _print(text: str, stream: TextIO | None) -> None:
    if text and stream is not None:
        with contextlib.suppress(OSError, ValueError):  # closed: there is nowhere to show it
            stream.write(text)
            stream.flush()
