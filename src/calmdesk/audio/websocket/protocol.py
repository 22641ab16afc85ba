"""The messages of vosk-server's websocket protocol, as its clients send them and wait for them.

A client may send its ``config`` first, then sends sound as binary messages and gets one answer to each, and with
``eof`` the last one. Not every client waits for the answers, but none gets more of them than it sent messages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from calmdesk.audio.rates import HIGHEST_RATE, LOWEST_RATE, TELEPHONE_RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.call.events import Word

BAD_DATA: Final = 1007
UNSUPPORTED: Final = 1003
"""Close codes of RFC 6455."""

_LONGEST_TEXT: Final = 1 << 16
"""Characters of a text message; the longest that makes sense is a ``phrase_list``."""


class Command(Enum):
    """What a client asks for besides answers."""

    EOF = "eof"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Style:
    """What a client wants: ``rate`` of its sound in Hz, results with ``words``, or as a list of ``alternatives``.

    The defaults are vosk-server's own. Its ``phrase_list`` is not followed: the receptionist's cues want every word.
    """

    rate: int = TELEPHONE_RATE
    words: bool = True
    alternatives: bool = False


class UnknownMessageError(Exception):
    """A message that is not the protocol's; the connection is closed with ``code`` and the error's text."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def read_text(message: str, style: Style) -> Style | Command:
    """Return what a text message asks for; ``style`` is what was asked before.

    Raises:
        UnknownMessageError: it is no JSON, or not of this protocol, or its ``sample_rate`` cannot be.
    """
    table = _table(message)
    if "config" in table:
        return _configured(table["config"], style)
    for command in Command:
        if command.value in table:
            return command
    raise UnknownMessageError(UNSUPPORTED, "expected config, eof or reset")


def partial_answer(text: str) -> str:
    """Return the answer while an utterance runs."""
    return _json({"partial": text})


def final_answer(text: str, words: Sequence[Word], style: Style, start: float) -> str:
    """Return the answer with a settled utterance; its times are told in seconds since ``start``."""
    result: dict[str, Any] = {"text": text}
    if style.words and words:
        result = {"result": [_word(word, start) for word in words]} | result
    return _json({"alternatives": [{"confidence": 1.0} | result]} if style.alternatives else result)


def _table(message: str) -> dict[str, Any]:
    if len(message) > _LONGEST_TEXT:
        raise UnknownMessageError(BAD_DATA, "text message too long")
    try:
        table = json.loads(message)
    except (ValueError, RecursionError) as error:  # a thousand brackets are deeper than Python goes
        raise UnknownMessageError(BAD_DATA, "text message is not JSON") from error
    return _object(table)


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnknownMessageError(UNSUPPORTED, "expected a JSON object")
    return value


def _configured(config: object, style: Style) -> Style:
    table = _object(config)
    return Style(
        rate=_rate(table.get("sample_rate", style.rate)),
        words=bool(table.get("words", style.words)),
        alternatives=_asks_for_alternatives(table.get("max_alternatives", style.alternatives)),
    )


def _rate(value: object) -> int:
    """Return a rate; clients send integers, ``48000.0`` or even a text."""
    try:
        rate = float(value) if isinstance(value, (int, float, str)) else 0.0
    except (ValueError, OverflowError):
        rate = 0.0
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:  # nor what is not a number at all
        raise UnknownMessageError(BAD_DATA, f"sample_rate must be {LOWEST_RATE} to {HIGHEST_RATE}")
    return round(rate)


def _asks_for_alternatives(value: object) -> bool:
    return isinstance(value, (int, float)) and value > 0


def _word(word: Word, start: float) -> dict[str, Any]:
    return {
        "conf": round(word.confidence, 6),
        "end": round(word.end - start, 3),
        "start": round(word.start - start, 3),
        "word": word.text,
    }


def _json(table: dict[str, Any]) -> str:
    """Return JSON laid out as Vosk does: some clients look for pieces of text in it."""
    return json.dumps(table, ensure_ascii=False, indent=2, separators=(",", " : "))
