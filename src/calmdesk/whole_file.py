"""Files that are there as a whole or not at all, whatever happens while they are written.

On Linux a file gets no name before it is whole: a program that is killed leaves nothing. Elsewhere it is written beside
its place, and what a killed program has left there goes with the next file of that name.
"""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_DESCRIPTORS: Final = Path("/proc/self/fd")

_OLD: Final = 600.0
"""Seconds after which nobody writes a file any more that lies beside its place."""


def write_whole(path: Path, content: bytes, *, new_folder: bool = False) -> None:
    """Write a file and put it in its place once it is on the disk; a ``new_folder`` is made if need be.

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
            os.chmod(  # noqa: PTH101  # a file without a name
                file.fileno() if os.chmod in os.supports_fd else file.name, stat.S_IMODE(path.stat().st_mode)
            )


@contextmanager
def put_in_place(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file (0600) that takes its place once it is whole and on the disk; or nothing is left of it.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    descriptor = _nameless(path.parent)
    with _named_beside(path) if descriptor is None else _without_name(descriptor, path) as file:
        yield file


def left_beside(path: Path, older: float = _OLD) -> Iterator[Path]:
    """Yield what killed programs have left beside a file's place, ``older`` than some seconds."""
    for beside in path.parent.glob(f".{escape(path.name)}.????????"):
        # It may have been put in its place by now.
        with suppress(OSError):
            if time.time() - beside.lstat().st_mtime >= older:
                yield beside


def remove_left(path: Path, older: float = _OLD) -> None:
    """Remove what killed programs have left beside a file's place, as far as one may; ``older`` as ``left_beside``."""
    for beside in left_beside(path, older):
        with suppress(OSError):
            beside.unlink()


def _nameless(folder: Path) -> int | None:
    """Open a new file that has no name; None where the system, or the folder's disk, has no such files."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not _DESCRIPTORS.is_dir():
        return None
    try:
        return os.open(folder, flag | os.O_WRONLY, 0o600)
    except OSError:
        # Not on this disk, or not in this folder: then making it by name tells why.
        return None


@contextmanager
def _without_name(descriptor: int, path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(descriptor, "wb") as file:
        yield file
        _to_disk(file)
        try:
            _give_name(descriptor, path)
        except FileExistsError:
            # No system call puts it over another file: it has a name of its own between two of them.
            remove_left(path)
            beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            _give_name(descriptor, beside)
            _put_over(beside, path)


def _give_name(descriptor: int, path: Path) -> None:
    # With a folder's descriptor Python takes the call that follows the link; the path is whole, it is not looked at.
    os.link(_DESCRIPTORS / str(descriptor), path, src_dir_fd=descriptor, follow_symlinks=True)


@contextmanager
def _named_beside(path: Path) -> Iterator[IO[bytes]]:
    remove_left(path)
    beside = None
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as file:
            beside = Path(file.name)
            yield file
            _to_disk(file)
        beside.replace(path)
    finally:
        if beside:
            beside.unlink(missing_ok=True)


def _put_over(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
