"""The desk's own words: a card that is read aloud is ticked, and what may sound defensive is marked.

Where the desk has no channel of its own, its words come out of the client's microphone: the standing card, read aloud,
must then not be taken for something the client says.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Said, Side, Wording
from calmdesk.cues.read_aloud import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calmdesk.call.events import Card, Cue, Heard
    from calmdesk.cues.read_aloud import Passage

    Wordings = Callable[[Final, str], Iterable[Wording]]

SAID = 0.6
"""Share of a card's sentence that must be heard for it to be said: nobody reads word for word."""

ECHO = 4
"""Words of a card in their order that nobody says by chance."""

FRESH = 15.0
"""Seconds after a card came in which its first words, however few, are taken for the desk beginning to read."""

REMEMBERED = 60.0
"""Seconds of call time in which a card may be read aloud."""

_CARDS = 2
"""Cards kept: who reads one aloud goes on when the next one comes."""


@dataclass(slots=True)
class _Reading:
    """A card that may be read aloud, and which of its words were heard in utterances that are over."""

    card: Card
    sentence: Sentence
    words: frozenset[int] = frozenset()
    said: bool = False
    passages: dict[int, list[Passage]] = field(default_factory=dict)


class DeskEar:
    """Implements ``call.stages.DeskEar``.

    Args:
        wordings: finds the desk's words that may sound defensive in a final, in answer to a family (empty before the
            first card); nothing is looked for unless given.
        shared: the desk may be heard on the client's channel too. Once it is heard on one of its own, only that counts.
    """

    def __init__(self, wordings: Wordings | None = None, *, shared: bool = True) -> None:
        self._wordings = wordings
        self._readings: deque[_Reading] = deque(maxlen=_CARDS)
        self._side = Side.CLIENT if shared else Side.DESK

    def shown(self, card: Card) -> None:
        """Take note of a card the receptionist may read aloud from now on."""
        self._readings.append(_Reading(card, Sentence(card.say)))

    def hear(self, heard: Heard) -> list[Said | Wording]:
        """Return what became known with this event: each card is said once, each wording told once."""
        if heard.side is Side.DESK:
            self._side = Side.DESK
        if heard.side is not self._side:
            return []
        own: list[Said | Wording] = [said for reading in self._readings for said in _said(reading, heard)]
        if self._wordings and heard.side is Side.DESK and isinstance(heard, Final):
            own += self._wordings(heard, self._readings[-1].card.family if self._readings else "")
        return own

    def is_echo(self, cue: Cue) -> bool:
        """Tell whether a cue's words are the standing card's, read aloud beside the client's microphone."""
        if self._side is Side.DESK:
            return False
        return any(
            passage.holds(cue.first, cue.last) and _is_reading(passage, cue.at - reading.card.at)
            for reading in self._readings
            for passage in reading.passages.get(cue.utterance, ())
        )


def _is_reading(passage: Passage, age: float) -> bool:
    """Tell whether a passage is the desk's: long enough, or the beginning of a card that has just come."""
    return len(passage.words) >= ECHO or (0 in passage.words and age <= FRESH)


def _said(reading: _Reading, heard: Heard) -> list[Said]:
    """Follow the reading; return the tick when enough of the sentence has been heard for the first time."""
    if heard.at - reading.card.at > REMEMBERED:
        reading.passages.clear()
        return []
    passages = reading.sentence.passages(heard.text.split())
    reading.passages = {heard.utterance: passages}
    words = reading.words.union(*(passage.words for passage in passages if len(passage.words) > 1))
    if isinstance(heard, Final):
        reading.words = words
    if reading.said or reading.sentence.share(words) < SAID:
        return []
    reading.said = True
    return [Said(heard.at, reading.card.family, reading.card.card)]
