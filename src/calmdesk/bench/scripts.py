"""Call scripts: who says what, turn by turn, and which cues the client's turns hold.

``{"id", "title", "turns": [{"speaker": "client" | "desk", "text", "labels", "start", "end"}]}``; the times (seconds of
call time) are there when the call was recorded, and let a recording be judged by its script.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from calmdesk.bench.json_files import labels_field, parse_object, read_text, text_field, wrong_field
from calmdesk.bench.labelled import Labelled
from calmdesk.call.events import Side

if TYPE_CHECKING:
    from pathlib import Path

WORDS_A_SECOND = 2.6
"""How quickly people speak on the telephone, pauses inside a turn included; times are estimated with it."""

PAUSE = 0.4
"""Seconds between two turns whose times are not known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; ``start`` and ``end`` in seconds of call time."""

    number: int
    side: Side
    text: str
    labels: frozenset[str]
    start: float
    end: float

    def row(self, call: str) -> Labelled:
        """Return the turn as a labelled sentence of a call."""
        return Labelled(f"{call}:{self.number}", self.text, self.labels)


@dataclass(frozen=True, slots=True)
class CallScript:
    """A call as written. ``timed``: its times come from the file, so a recording can be held against it."""

    name: str
    title: str
    turns: tuple[Turn, ...]
    timed: bool

    @property
    def client(self) -> tuple[Turn, ...]:
        """The client's turns."""
        return tuple(turn for turn in self.turns if turn.side is Side.CLIENT)

    @property
    def rows(self) -> tuple[Labelled, ...]:
        """The client's turns as labelled sentences."""
        return tuple(turn.row(self.name) for turn in self.client)


def speaking_time(text: str) -> float:
    """Return how long a text takes to say, in seconds (estimated)."""
    return len(text.split()) / WORDS_A_SECOND


def read_script(path: Path) -> CallScript:
    """Read a call script; times that it lacks are estimated.

    Raises:
        HeardFileError: it cannot be read, or is none.
    """
    table = parse_object(read_text(path), path)
    entries = table.get("turns")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise wrong_field(path, 1, "turns")
    timed = all("start" in entry and "end" in entry for entry in entries)
    turns: list[Turn] = []
    for number, entry in enumerate(entries, 1):
        before = turns[-1].end if turns else 0.0
        turns.append(_turn(entry, number, before, path, timed=timed))
    if any(later.end < earlier.end for earlier, later in pairwise(turns)):
        raise wrong_field(path, 1, "end")
    return CallScript(path.stem, str(table.get("title", "")), tuple(turns), timed)


def _turn(entry: dict[str, Any], number: int, before: float, path: Path, *, timed: bool) -> Turn:
    text = text_field(entry, "text", path, 1)
    speaker = entry.get("speaker")
    if speaker not in list(Side):
        raise wrong_field(path, 1, "speaker")
    start = _seconds(entry, "start", path) if timed else before + PAUSE
    end = _seconds(entry, "end", path) if timed else start + speaking_time(text)
    labels = labels_field(entry, path, 1, needed=False)
    return Turn(number, Side(speaker), text, labels, start, max(start, end))


def _seconds(entry: dict[str, Any], field: str, path: Path) -> float:
    value = entry[field]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise wrong_field(path, 1, field)
    return float(value)
