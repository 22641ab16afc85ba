"""Folders for a moment; each is locked while its command lives: what a killed one has left is known, and goes."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = "calmdesk-"

_LOCK: Final = ".in-use"

_YOUNG: Final = 10.0
"""Seconds in which whoever has just made a folder gets to lock it."""


@contextmanager
def scratch_folder(inside: Path | None = None) -> Iterator[Path]:
    """Make a folder for its owner alone (0700), removed with the block; what others have left is removed before.

    Args:
        inside: where to make it; None for the system's temporary folder.

    Raises:
        OSError: it cannot be made.
    """
    from filelock import FileLock  # noqa: PLC0415  # few commands need a folder

    sweep(inside or Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=inside, ignore_cleanup_errors=True) as made:
        content = Path(made, "content")
        # Let go before the folder is removed: Windows removes no open file.
        with FileLock(Path(made, _LOCK), mode=0o600):
            content.mkdir(mode=0o700)
            yield content


def left_behind(inside: Path | None = None) -> Iterator[Path]:
    """Yield the folders of this user that no living command holds; those of the last seconds are given time."""
    for folder in (inside or _usual()).glob(f"{_PREFIX}*"):
        # It may be gone by now, or another user's.
        with suppress(OSError):
            if _is_ours(folder) and _is_dead(folder):
                yield folder


def sweep(inside: Path | None = None) -> None:
    """Remove what commands that were killed have left behind."""
    for folder in left_behind(inside):
        shutil.rmtree(folder, ignore_errors=True)


def _usual() -> Path:
    """Return the system's temporary folder without writing into it, as ``tempfile`` does when it is asked."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(tempfile.tempdir or next(filter(None, named), "/tmp"))  # noqa: S108  # where Unix has it


def _is_ours(folder: Path) -> bool:
    found = folder.lstat()
    own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return own and folder.is_dir() and not folder.is_symlink() and time.time() - found.st_mtime > _YOUNG


def _is_dead(folder: Path) -> bool:
    """Tell whether a folder was locked and is not any more; or was never: its command was killed before it could."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # only where there is such a folder

    if not (folder / _LOCK).is_file():
        return not any(folder.iterdir())
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except Timeout:
        return False
