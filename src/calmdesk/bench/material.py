"""What a phrasebook is measured on: each file is recognised by what it holds.

Labelled sentences, call scripts, saved streams of heard events, and recordings. A heard call or a recording is judged
by the call script of the same name beside it; without one its cards are only counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.bench.json_files import read_text
from calmdesk.bench.labelled import read_lines
from calmdesk.bench.scripts import CallScript, read_script
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.bench.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Sentences:
    """Labelled sentences from one place."""

    name: str
    rows: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class HeardCall:
    """A call to be heard: a recording, or a saved stream; ``script`` says what is right, where there is one."""

    path: Path
    saved: bool
    script: CallScript | None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


Material = Sentences | CallScript | HeardCall


def read_material(paths: Iterable[Path]) -> list[Material]:
    """Recognise and read files.

    Raises:
        HeardFileError: one cannot be read, or is of no kind that can be measured.
    """
    return [_read(path) for path in paths]


def _read(path: Path) -> Material:
    if not path.is_file():
        raise HeardFileError("cannot read {path}: there is no such file", path=path)
    match path.suffix.lower():
        case ".json":
            return read_script(path)
        case ".jsonl" | ".ndjson":
            if _saved_stream(path):
                return HeardCall(path, saved=True, script=_script_beside(path))
            return Sentences(path.name, tuple(read_lines(path)))
        case ".toml":
            raise HeardFileError(
                "{path} holds no labelled sentences",
                hint="a phrasebook's own cases are measured when no file is given",
                path=path,
            )
        case _:
            return HeardCall(path, saved=False, script=_script_beside(path))


def _saved_stream(path: Path) -> bool:
    """Tell a saved stream, by the header in its first line, from labelled sentences."""
    first = next((line for line in read_text(path).splitlines() if line.strip()), "")
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and {"format", "version"} <= header.keys()


def _script_beside(path: Path) -> CallScript | None:
    """Return the script of the same name, when it says when each turn is spoken."""
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return None
    script = read_script(beside)
    if not script.timed:
        raise HeardFileError(
            "{path} does not say when its turns are spoken: each needs `start` and `end`",
            hint="without them the call cannot be judged; measure the script itself, or move it away",
            path=beside,
        )
    return script
