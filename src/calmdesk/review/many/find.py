"""Finds the calls below a folder: recordings of every kind, and saved heard events."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calmdesk.audio import kinds
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SAVED: Final = ".jsonl"
_SUFFIXES: Final = frozenset({SAVED, *(suffix for kind in kinds.KINDS for suffix in kind.suffixes)})


def find_calls(folder: Path, *, but: Path | None = None) -> list[Path]:
    """Return every call below a folder, the largest first: a long one begun last would keep all others waiting.

    A file counts when its name or its first bytes say that it is a recording, so that a damaged one is found, too.

    Args:
        folder: where to look; links to other folders are not followed.
        but: a folder inside it to leave out: that of the results.

    Raises:
        UsageError: there is no such folder, it holds no call, or it is that of the results.
    """
    if not folder.is_dir():
        raise UsageError("{folder} is no folder", folder=folder)
    if but and but.exists() and but.samefile(folder):
        raise UsageError("the results cannot lie among the calls", hint="give another folder with --out")
    found = [path for path in _files(folder, but) if path.suffix.lower() in _SUFFIXES or _is_recording(path)]
    if not found:
        raise UsageError("there is no recording below {folder}", folder=folder)
    return sorted(found, key=lambda path: (-_size(path), path))


def find_saved(folder: Path) -> list[Path]:
    """Return every file of heard events below a folder, the largest first.

    Raises:
        UsageError: there is none.
    """
    found = [path for path in _files(folder, None) if path.suffix.lower() == SAVED]
    if not found:
        raise UsageError(
            "there are no saved heard events below {folder}",
            hint="calmdesk hear {folder} saves what is heard in recordings",
            folder=folder,
        )
    return sorted(found, key=lambda path: (-_size(path), path))


def _files(folder: Path, but: Path | None) -> Iterator[Path]:
    apart = but.resolve() if but else None
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(each for each in folders if not each.startswith(".") and (here / each).resolve() != apart)
        yield from (here / name for name in sorted(names) if not name.startswith(".") and (here / name).is_file())


def _is_recording(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return kinds.signed(file.read(kinds.HEAD_BYTES)) is not None
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
