"""Files that are there as a whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_whole(path: Path, content: bytes, *, new_folder: bool = False) -> None:
    """Write a file beside its place and put it there once it is on the disk; a ``new_folder`` is made if need be.

    A link is followed: a clinic may keep its settings elsewhere. A new file is for its owner's eyes alone (0600, its
    folder 0700); an older one's mode stays.

    Raises:
        OSError: it cannot be written, the disk being full or read-only; what was there stays, and nothing else.
    """
    path = path.resolve()
    if new_folder:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with put_in_place(path) as file:
        file.write(content)
        if path.exists():
            Path(file.name).chmod(stat.S_IMODE(path.stat().st_mode))


@contextmanager
def put_in_place(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file (0600) beside ``path`` that takes its place once it is whole and on the disk; or nothing is left."""
    beside = None
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as file:
            beside = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        if beside:
            beside.unlink(missing_ok=True)
