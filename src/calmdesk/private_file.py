"""Files for the eyes of their user alone, there as a whole or not at all."""

from __future__ import annotations

import errno
import io
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from calmdesk.whole_file import put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.errors import CalmdeskError


@contextmanager
def private_file(
    path: Path, error: type[CalmdeskError], *, over: bool = False, encoding: str = "utf-8"
) -> Iterator[IO[str]]:
    """Write a text file (0600) beside its place, and put it there once it is whole and on the disk.

    Args:
        path: its place.
        error: what is raised when a file is there already, or it cannot be written; what was there stays.
        over: it may take the place of another file.
        encoding: of the text; lines end as they are written.
    """
    if not over:
        refuse_taken(path, error)
    try:
        with put_in_place(path) as file:
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            yield text
            text.flush()
    except OSError as reason:
        raise error("cannot write {path}: {reason}", path=path, reason=reason) from None


def refuse_taken(path: Path, error: type[CalmdeskError]) -> None:
    """Raise ``error`` where a place is taken: asked before a long work, whose result would not be written over it."""
    if path.exists() or path.is_symlink():
        raise error("{path} is there already", hint="choose another name, or add --force", path=path)


def nowhere() -> OSError:
    """Return what the system says of a place that is not there: told before a long work, as an error's reason."""
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
