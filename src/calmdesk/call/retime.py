"""Events moved in time: what was heard in the desk's time becomes what was heard in a call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from calmdesk.call.events import Final

if TYPE_CHECKING:
    from calmdesk.call.events import Listened, Notice, Partial, Word

_MILLISECONDS = 3


def earlier(event: Partial | Final | Listened | Notice, by: float) -> Partial | Final | Listened | Notice:
    """Return the event ``by`` seconds earlier, with its words; nothing happens before zero."""
    if isinstance(event, Final):
        return replace(event, at=_moved(event.at, by), words=tuple(_word(word, by) for word in event.words))
    return replace(event, at=_moved(event.at, by))


def _word(word: Word, by: float) -> Word:
    return replace(word, start=_moved(word.start, by), end=_moved(word.end, by))


def _moved(at: float, by: float) -> float:
    return max(0.0, round(at - by, _MILLISECONDS))
