"""Cards that were called wrong, kept for tuning, where the clinic has asked for it: labelled sentences, one a line.

``phrasebook bench`` and ``tune`` read the file as they read any other; a sentence in it calls for nothing. Each line
says on which day it was noted, and is removed when the clinic's time for it is over.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager
from datetime import date, timedelta
from math import inf
from typing import IO, TYPE_CHECKING, Final

from calmdesk.errors import SettingsError
from calmdesk.places import user_data
from calmdesk.whole_file import left_beside, remove_left, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WAIT: Final = 10.0
"""Seconds to wait for another desk; each has the file for a moment."""


def feedback_file() -> Path:
    """Return where the sentences are kept; the file may not exist."""
    return user_data() / "feedback.jsonl"


def keep(text: str, family: str, path: Path | None = None) -> Path:
    """Add the sentence that brought a wrong card of ``family``; only its owner may read the file.

    Raises:
        SettingsError: it cannot be written, or is a link; then nothing of the line is in it.
    """
    path = path or feedback_file()
    noted = date.today().isoformat()  # noqa: DTZ011  # the clinic's own day
    line = json.dumps({"text": text, "labels": [], "wrong": family, "noted": noted}, ensure_ascii=False) + "\n"
    with _failing("cannot keep the wrong card in {path}: {reason}", path), _ours(path):
        _refuse_link(path)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "ab", buffering=0) as file:  # noqa: PTH123  # opened with its permissions
            _add(file, line.encode())
    return path


def purge(oldest: date, path: Path | None = None) -> tuple[int, int]:
    """Remove the sentences noted before a day, and those of which nobody knows the day; the file goes with the last.

    Nothing is written when nothing is due.

    Returns:
        How many were removed, and how many are left.

    Raises:
        SettingsError: the file cannot be read or written; then it is as it was.
    """
    path = path or feedback_file()
    if not path.exists() and not any(left_beside(path, older=-inf)):
        return 0, 0
    with _failing("cannot remove from {path}: {reason}", path), _ours(path):
        _refuse_link(path)
        # Nobody else writes it now: whatever is half written, however new, was left by a program that was killed.
        remove_left(path, older=-inf)
        lines = [line for line in _content(path).splitlines(keepends=True) if line.strip()]
        left = [line for line in lines if (_day(line) or date.min) >= oldest]
        if len(left) < len(lines):
            _rewrite(path, left)
    return len(lines) - len(left), len(left)


def oldest_kept(today: date, days: int) -> date:
    """Return the first day whose sentences are still kept."""
    return today - timedelta(days=days)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _rewrite(path: Path, lines: list[bytes]) -> None:
    """Put a new file in the place of the old one, or nothing at all."""
    if not lines:
        path.unlink()
        return
    write_whole(path, b"".join(lines), new_folder=True)


def _add(file: IO[bytes], line: bytes) -> None:
    """Write a line whole, or nothing of it: a full disk may take a part."""
    before = os.fstat(file.fileno()).st_size
    try:
        written = file.write(line)
        while written < len(line):
            written += file.write(line[written:])
    except OSError:
        os.truncate(file.fileno(), before)
        raise


def _day(line: bytes) -> date | None:
    try:
        return date.fromisoformat(json.loads(line)["noted"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _refuse_link(path: Path) -> None:
    """Keep a link from leading what was said to a place nobody chose."""
    if (path.is_symlink() or path.exists()) and not stat.S_ISREG(path.lstat().st_mode):
        raise SettingsError("{path} is a link, or no plain file: it is not used", path=path)


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    """Have the file for oneself: another desk may be adding to it."""
    # Imported late: few calls have a wrong card, and fewer clinics keep them.
    from filelock import FileLock  # noqa: PLC0415

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=_WAIT, mode=0o600):
        yield


@contextmanager
def _failing(problem: str, path: Path) -> Iterator[None]:
    """Say an operating system's refusal, also a lock that is not given, in our own words."""
    try:
        yield
    except OSError as error:
        raise SettingsError(problem, path=path, reason=error) from error
