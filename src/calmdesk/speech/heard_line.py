"""One heard event as one line of JSON, and back. Whatever a line claims is checked: files come from anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn

from calmdesk.call.events import Final, Partial, Side, Word
from calmdesk.call.text import REPLACEMENT, safe, safe_words

if TYPE_CHECKING:
    from calmdesk.call.events import Heard

LATEST = 100_000.0
"""Seconds, more than a day: a time beyond it is a mistake."""

MOST_UTTERANCES = 10_000_000

_TYPES: dict[str, type[Heard]] = {"partial": Partial, "final": Final}
_NAMES = {kind: name for name, kind in _TYPES.items()}


class BadFieldError(Exception):
    """A line's field is missing or not what it should be; no field where the line is no JSON object."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field


def to_line(heard: Heard) -> str:
    """Return the event as JSON, without a line break."""
    return json.dumps({"type": _NAMES[type(heard)], **asdict(heard)}, ensure_ascii=False, allow_nan=False)


def to_table(line: bytes) -> dict[str, Any]:
    """Return the JSON object of a line.

    Raises:
        BadFieldError: it is none.
    """
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, digits or brackets without end
        raise BadFieldError from None
    return table if isinstance(table, dict) else _refuse("")


def from_table(table: dict[str, Any]) -> Heard:
    """Return the event a line tells of; its texts are made safe to show.

    Raises:
        BadFieldError: it tells of none.
    """
    kind = _TYPES.get(_text(table, "type")) or _refuse("type")
    at, text = _number(table, "at", LATEST), " ".join(safe_words(_text(table, "text")))
    utterance, side = _whole(table, "utterance"), _side(table)
    if kind is Partial:
        return Partial(at, text, utterance, side)
    return Final(at, text, utterance, _words(table), side)


def _words(table: dict[str, Any]) -> tuple[Word, ...]:
    words = table.get("words")
    return tuple(map(_word, words)) if isinstance(words, list) else _refuse("words")


def _word(table: object) -> Word:
    if not isinstance(table, dict):
        _refuse("words")
    text = safe(_text(table, "text")) or REPLACEMENT
    start, end = _number(table, "start", LATEST), _number(table, "end", LATEST)
    return Word(text, start, end, _number(table, "confidence", 1.0))


def _text(table: dict[str, Any], field: str) -> str:
    value = table.get(field)
    return value if isinstance(value, str) else _refuse(field)


def _number(table: dict[str, Any], field: str, most: float) -> float:
    value = table.get(field)
    # `true` is an int to Python; NaN fails the comparison.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        _refuse(field)
    return float(value)


def _whole(table: dict[str, Any], field: str) -> int:
    number = _number(table, field, MOST_UTTERANCES)
    return int(number) if number.is_integer() else _refuse(field)


def _side(table: dict[str, Any]) -> Side:
    name = _text(table, "side")
    return Side(name) if name in set(Side) else _refuse("side")


def _refuse(field: str) -> NoReturn:
    raise BadFieldError(field)
