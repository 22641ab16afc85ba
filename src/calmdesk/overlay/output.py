"""Lines to a stream that may not be a terminal: within its encoding, at once, and quiet when the reader leaves."""

from __future__ import annotations

import contextlib
import os
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


_SIZE: Final = (80, 24)
"""Cells of a terminal that does not tell."""


class OutputClosedError(Exception):
    """Whoever read the output has left (``calmdesk replay … | head``), or the terminal is gone.

    No mistake: the command stops and ends with exit code 0, without a word.
    """


def can_draw(stream: TextIO | None) -> bool:
    """Tell whether the overlay can be drawn on ``stream``: a terminal that moves its cursor."""
    return stream is not None and stream.isatty() and os.environ.get("TERM", "") not in {"dumb", "unknown"}


def size_of(stream: IO[str]) -> tuple[int, int]:
    """Return a terminal's width and height in cells; the COLUMNS of a shell would not follow a resize."""
    try:
        width, height = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):  # not a terminal, or closed
        return _SIZE
    return (width or _SIZE[0], height or _SIZE[1])


@contextlib.contextmanager
def until_closed(stream: IO[str] | IO[bytes]) -> Iterator[None]:
    """Turn the broken pipe of a write to ``stream`` into ``OutputClosedError``."""
    try:
        yield
    except BrokenPipeError as error:
        send_to_nowhere(stream)
        raise OutputClosedError from error


def send_to_nowhere(stream: IO[str] | IO[bytes]) -> None:
    """Let what is still buffered for a closed ``stream`` vanish, or Python would complain about it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
