"""A call as JSON lines, one event a line, for other programs; ``docs/events.md`` describes the fields."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from calmdesk.call.events import Card, Cue, Dismissed, Event, Listened, LookBack, Notice, Partial, Said, Wording
from calmdesk.call.events import Final as FinalHeard
from calmdesk.overlay.output import until_closed
from calmdesk.overlay.style import in_english

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MILLISECONDS = 3
"""Digits after the point of a time in seconds."""


class JsonLinesView:
    """Prints every event but ``Listened`` as one line of UTF-8 at once, whatever the console's encoding.

    Args:
        tell: returns a notice's sentence in the user's language.
        stream: where the bytes go; stdout unless given.
    """

    def __init__(self, *, tell: Callable[[Notice], str] = in_english, stream: BinaryIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout.buffer
        self._tell = tell

    def show(self, event: Event) -> None:
        """Print the event's line.

        Raises:
            OutputClosedError: nobody reads the lines any more.
        """
        if isinstance(event, Listened):
            return
        with until_closed(self._stream):
            self._stream.write(json_line(fields(event, self._tell)))
            self._stream.flush()

    def close(self) -> None:
        """Nothing to give back: every line was written when it was known."""


def fields(
    event: Event,
    tell: Callable[[Notice], str] = in_english,
) -> dict[str, Any]:
    """Return the fields of an event's line, in the order they are printed."""
    kind, values = _described(event, tell)
    return {"at": round(event.at, _MILLISECONDS), "type": kind, **values}


def _described(
    event: Event,
    tell: Callable[[Notice], str],
) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    match event:
        case Partial() | FinalHeard():
            values = _heard(event)
        case Cue():
            values = _cue(event)
        case Card():
            values = _card(event)
        case Said() | Dismissed():
            values = {"family": event.family, "card": event.card}
        case Wording():
            values = _wording(event)
        case Notice():
            values = {
                "text": tell(event),
                "message": event.message,
                "lasting": event.lasting,
                "topic": event.topic,
            }
        case LookBack():
            values = _look_back(event)
    return type(event).__name__.lower(), values


def json_line(values: Mapping[str, Any]) -> bytes:
    """Return one line of JSON in UTF-8, safe to print."""
    return printable(json.dumps(values, ensure_ascii=False, separators=(",", ":"))).encode() + b"\n"


def printable(line: str) -> str:
    r"""Return a line of JSON in which what a terminal could obey is written as ``\uXXXX``, so that nothing is lost."""
    if line.isprintable():
        return line
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in line)


def _heard(heard: Partial | FinalHeard) -> dict[str, Any]:
    return {"side": heard.side.value, "utterance": heard.utterance, "text": heard.text}


def _cue(cue: Cue) -> dict[str, Any]:
    return {
        "side": cue.side.value,
        "utterance": cue.utterance,
        "family": cue.family,
        "phrase": cue.phrase,
        "words": list(cue.words),
        "first": cue.first,
        "last": cue.last,
        "score": round(cue.score, 3),
    }


def _wording(wording: Wording) -> dict[str, Any]:
    return {
        "side": wording.side.value,
        "utterance": wording.utterance,
        "words": list(wording.words),
        "suggest": wording.suggest,
        "first": wording.first,
        "last": wording.last,
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "family": card.family,
        "card": card.card,
        "tier": card.tier,
        "rung": card.rung,
        "say": card.say,
        "why": card.why,
        "avoid": card.avoid,
        "next": card.next,
        "ask": card.ask,
        "relay": card.relay,
        "because": list(card.because),
        "step": card.step,
    }


def _look_back(back: LookBack) -> dict[str, Any]:
    return {
        "families": dict(back.families),
        "rung": back.rung,
        "shown": back.shown,
        "said": back.said,
        "breathe": back.breathe,
    }
