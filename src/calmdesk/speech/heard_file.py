"""What was heard in a call, kept in a file when asked and played back later without audio or model.

JSON lines in UTF-8: a header with the format's version, then an event a line, in the order they were heard.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Protocol, Self

from calmdesk.errors import HeardFileError
from calmdesk.speech.heard_line import BadFieldError, from_table, to_line, to_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from calmdesk.call.events import Heard

FORMAT = "calmdesk heard"
VERSION = 1
LONGEST_LINE = 1_000_000
"""Bytes: some ten thousand words with their times; an utterance of twenty seconds has about eighty."""

HUNG_UP = (GeneratorExit, KeyboardInterrupt)
"""How a user's early end of a call looks from inside: the stream is closed, or Ctrl-C is pressed."""


class Through(Protocol):
    """What events pass before they are written, to lose what tells who somebody is; it may keep some back a while."""

    def hear(self, heard: Heard) -> Iterable[Heard]:
        """Take an event; return those that may be written now."""
        ...

    def finish(self) -> Iterable[Heard]:
        """Return those that were kept back."""
        ...


class HeardWriter:
    """Writes heard events to ``path`` as they come, for their owner's eyes only (mode 0600).

    A context manager. Until it is left the events stand in ``<path>.part``, complete up to the last one; an error
    leaves them there. Hanging up early is no error. Only a file of heard events is ever overwritten.

    Args:
        path: where to write.
        through: what the events pass first; None writes them as they are.

    Raises:
        HeardFileError: the file cannot be written, or ``path`` is a file of another kind.
    """

    def __init__(self, path: Path, through: Through | None = None) -> None:
        self._path = path
        self._through = through
        self._part = path.with_name(path.name + ".part")
        with _failing("cannot write {path}: {reason}", path):
            _spare_other_files(path)
            self._file = _private(self._part)
        self._put(json.dumps({"format": FORMAT, "version": VERSION}))

    def write(self, heard: Heard) -> None:
        """Add an event; it is in the file when this returns, unless ``through`` keeps it back."""
        for event in self._through.hear(heard) if self._through else (heard,):
            self._put(to_line(event))

    def _put(self, line: str) -> None:
        with _failing("cannot write {path}: {reason}", self._path):
            self._file.write(line + "\n")
            self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _failing("cannot write {path}: {reason}", self._path), self._file:
            for event in self._through.finish() if self._through else ():
                self._put(to_line(event))
        with _failing("cannot write {path}: {reason}", self._path):
            if kind is None or issubclass(kind, HUNG_UP):
                self._part.replace(self._path)


def read_heard(path: Path) -> Iterator[Heard]:
    """Yield the events of a file that ``HeardWriter`` wrote, a line at a time.

    Raises:
        HeardFileError: it cannot be read, is of another kind or newer, or a line of it is wrong.
    """
    with _failing("cannot read {path}: {reason}", path), path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if number == 1:
                _check_header(line, path)
            elif line.strip():
                yield _event(line, path, number)
        if not number:
            _check_header(b"", path)


def _event(line: bytes, path: Path, number: int) -> Heard:
    if len(line) > LONGEST_LINE:
        raise HeardFileError(
            "{path}, line {line}: longer than {longest} bytes", path=path, line=number, longest=LONGEST_LINE
        )
    try:
        return from_table(to_table(line))
    except BadFieldError as error:
        if not error.field:
            raise HeardFileError("{path}, line {line}: this is not a JSON object", path=path, line=number) from error
        raise HeardFileError(
            "{path}, line {line}: the field `{field}` is missing or wrong", path=path, line=number, field=error.field
        ) from error


def _version(line: bytes) -> object:
    """Return the version a header names, None where it is no header of ours."""
    try:
        table = to_table(line.removeprefix(b"\xef\xbb\xbf"))  # Windows' editors put a mark there
    except BadFieldError:
        return None
    return table.get("version") if table.get("format") == FORMAT else None


def _check_header(line: bytes, path: Path) -> None:
    version = _version(line)
    if isinstance(version, int) and version > VERSION:
        raise HeardFileError("{path} was written by a newer calmdesk", hint="update calmdesk to read it", path=path)
    if version != VERSION:
        raise HeardFileError(
            "{path} is not a file of heard events",
            hint="such a file is made with --save-heard; its first line names its format",
            path=path,
        )


def _spare_other_files(path: Path) -> None:
    """Keep a slip of the fingers from replacing a recording, or anything else, by a file of heard events."""
    if not path.exists():
        return
    with path.open("rb") as file:
        first = file.readline(LONGEST_LINE)
    if first and _version(first) is None:
        raise HeardFileError(
            "{path} exists and is not a file of heard events", hint="choose another name for it", path=path
        )


def _private(path: Path) -> IO[str]:
    """Open a new file that only its owner may read; an old one of that name is removed, never followed."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return open(descriptor, "w", encoding="utf-8", errors="replace", newline="\n")  # noqa: PTH123 - a descriptor


@contextmanager
def _failing(problem: str, path: Path) -> Iterator[None]:
    """Say an operating system's refusal in our own words."""
    try:
        yield
    except OSError as error:
        raise HeardFileError(problem, path=path, reason=error) from error
