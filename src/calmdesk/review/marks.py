"""What a trainer said of a call's cues, and the test sentences that this makes.

The page saves marks as JSON (``calmdesk-marks``), ``calmdesk annotate`` in a terminal too. Each mark is about one
utterance of the client: the families that were found in it, and those of them that are right, wrong, or missing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from calmdesk.call.text import safe
from calmdesk.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

FORMAT: Final = "calmdesk-marks"
VERSION: Final = 1

_LISTS: Final = ("found", "right", "wrong", "missing")


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of an utterance at call time ``at``; the lists hold families."""

    utterance: int
    at: float
    text: str
    found: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The families that the utterance really holds: what was found and not called wrong, and what was missing.

        A cue beside a marked one that nobody spoke against is taken for right: the trainer has looked at it. A family
        of which one cue is wrong stays where another cue of it is right, or missing.
        """
        kept = {*self.found}.difference(self.wrong)
        return tuple(sorted(kept.union(self.right, self.missing)))


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one call, heard in ``lang``."""

    call: str
    lang: str
    marks: tuple[Mark, ...]


def to_text(marks: Marks) -> str:
    """Return marks as the page writes them."""
    table = {"format": FORMAT, "version": VERSION, **asdict(marks)}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def as_cases(every: Iterable[Marks]) -> Iterator[str]:
    """Yield a labelled JSON line per marked utterance, as ``calmdesk phrasebook bench FILE`` reads them."""
    for marks in every:
        for mark in marks.marks:
            row = {"id": f"{marks.call}#{mark.utterance}", "text": mark.text, "labels": list(mark.labels)}
            yield json.dumps(row, ensure_ascii=False) + "\n"


def read_marks(path: Path, families: Collection[str]) -> Marks:
    """Read a file of marks. Whatever it claims is checked: files come from anywhere.

    Args:
        path: the file.
        families: those that marks may name.

    Raises:
        ReviewError: it cannot be read, is of another kind or newer, or a field of it is wrong.
    """
    table = _table(path)
    version = table.get("version")
    if table.get("format") != FORMAT or not isinstance(version, int):
        raise ReviewError(
            "{path} is no file of marks",
            hint="save the marks from a review page, or make some: calmdesk annotate CALL.jsonl",
            path=path,
        )
    if version > VERSION:
        raise ReviewError("{path} was written by a newer calmdesk", hint="update calmdesk to read it", path=path)
    marks = table.get("marks")
    if not isinstance(marks, list):
        raise _wrong(path, "marks")
    read = tuple(_mark(mark, path, families) for mark in marks)
    return Marks(_text(table, "call", path), _text(table, "lang", path), read)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ReviewError("cannot read {path}: {reason}", path=path, reason=error) from None
    except (ValueError, RecursionError):  # not JSON, not UTF-8, brackets without end
        table = None
    return table if isinstance(table, dict) else {}


def _mark(mark: object, path: Path, families: Collection[str]) -> Mark:
    if not isinstance(mark, dict):
        raise _wrong(path, "marks")
    lists = {name: _families(mark.get(name, []), name, path, families) for name in _LISTS}
    text = _text(mark, "text", path)
    if not text:
        raise _wrong(path, "text")
    return Mark(int(_number(mark, "utterance", path)), _number(mark, "at", path), text, **lists)


def _families(value: object, name: str, path: Path, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(path, name)
    if strange := sorted({*value}.difference(known)):
        raise ReviewError(
            "{path}: no such family: {families}",
            hint="the families are: {known}",
            path=path,
            families=", ".join(strange),
            known=", ".join(sorted(known)),
        )
    return tuple(value)


def _text(table: dict[str, Any], field: str, path: Path) -> str:
    value = table.get(field)
    if not isinstance(value, str):
        raise _wrong(path, field)
    return safe(value, longest_word=_LONGEST_WORD)


def _number(table: dict[str, Any], field: str, path: Path) -> float:
    value = table.get(field)
    # `true` is an int to Python; NaN fails the comparison.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        raise _wrong(path, field)
    return value


_LONGEST_WORD: Final = 200
_MOST: Final = 10_000_000


def _wrong(path: Path, field: str) -> ReviewError:
    return ReviewError("{path}: the field `{field}` is missing or wrong", path=path, field=field)
