"""Who else may read a file, by its modes and those of the folders above it (POSIX; access lists are not looked at)."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TELLING = sys.platform != "win32"
"""Whether modes tell who may read a file; on Windows access lists do."""

_OTHERS = ((stat.S_IRGRP, stat.S_IXGRP), (stat.S_IROTH, stat.S_IXOTH))
"""The group and everybody: the right to read a file, and the right to pass through a folder."""


def readable_by_others(path: Path) -> bool:
    """Tell whether the group or everybody may read a file, which takes a way through all folders above it.

    A file that is gone by now, or that we may not look at, is not readable as far as we know.
    """
    try:
        real = path.resolve()
        mode = os.stat(real).st_mode  # noqa: PTH116  # one name beside the folders' below
        above = [os.stat(folder).st_mode for folder in real.parents]  # noqa: PTH116  # as above
    except OSError:
        return False
    return any(mode & read and all(folder & passing for folder in above) for read, passing in _OTHERS)


def mode_of(path: Path) -> str:
    """Return a mode as ``ls -l`` writes it, empty where modes do not tell."""
    return stat.filemode(path.stat().st_mode) if TELLING else ""


def exposed(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files among ``paths`` that others may read; none where modes do not tell."""
    return tuple(path for path in paths if readable_by_others(path)) if TELLING else ()
