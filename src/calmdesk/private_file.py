"""Files for the eyes of their user alone, there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if not over and (path.exists() or path.is_symlink()):
        raise error("{path} is there already", hint="choose another name, or add --force", path=path)
    beside = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding=encoding, newline="", prefix=f".{path.name}.", dir=path.parent, delete=False
        ) as file:
            beside = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as reason:
        raise error("cannot write {path}: {reason}", path=path, reason=reason.strerror or reason) from None
    finally:
        if beside:
            beside.unlink(missing_ok=True)
