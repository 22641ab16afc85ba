"""The words of a call in the order they were said, each with its times, as far as the recogniser settled them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.call.events import Partial, Side, Word
from calmdesk.call.text import safe_words
from calmdesk.review.facts import Passage, Utterance
from calmdesk.review.places import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.call.events import Cue, Final, Heard, Wording

Key = tuple[Side, int]
"""A side and the number of one of its utterances."""


@dataclass(frozen=True)
class Settled:
    """The utterances of a call by the time they began, and their places by side and number."""

    utterances: tuple[Utterance, ...]
    places: Mapping[Key, int]

    def passage(self, noticed: Cue | Wording) -> Passage | None:
        """Return where words that were noticed stand in the end, None where they are not there any more."""
        place = self.places.get((noticed.side, noticed.utterance))
        if place is None:
            return None
        words = [word.text for word in self.utterances[place].words]
        found = find(words, safe_words(" ".join(noticed.words)), noticed.first)
        return Passage(place, *found) if found else None

    def start(self, passage: Passage | None, otherwise: float) -> float:
        """Return when the words of a passage began to be said."""
        return self.utterances[passage.utterance].words[passage.first].start if passage else otherwise


class Transcript:
    """Takes what is heard. An utterance that was never settled, as when the user hung up, stands as it was last."""

    def __init__(self) -> None:
        self._began: dict[Key, float] = {}
        self._heard: dict[Key, Heard] = {}

    def take(self, heard: Heard) -> None:
        """Take note of a partial or a final."""
        key = (heard.side, heard.utterance)
        if heard.text.split():
            self._began.setdefault(key, heard.at)
            self._heard[key] = heard
        else:  # an utterance that came to nothing
            self._heard.pop(key, None)

    def settled(self) -> Settled:
        """Return the utterances as they are known now."""
        every = [(key, self._utterance(key, heard)) for key, heard in self._heard.items()]
        every.sort(key=lambda pair: (pair[1].start, pair[0][0] is Side.DESK))
        places = {key: place for place, (key, _) in enumerate(every)}
        return Settled(tuple(utterance for _, utterance in every), places)

    def _utterance(self, key: Key, heard: Heard) -> Utterance:
        words = () if isinstance(heard, Partial) else _timed(heard)
        words = words or _spread(heard.text, self._began[key], heard.at)
        return Utterance(heard.side, words[0].start, max(word.end for word in words), words)


def _timed(final: Final) -> tuple[Word, ...]:
    """Return the words of a final with their own times; none where they are not those of its text."""
    texts = safe_words(final.text)
    if len(texts) != len(final.words):
        return ()
    return tuple(
        Word(text, word.start, max(word.start, word.end), word.confidence)
        for text, word in zip(texts, final.words, strict=True)
    )


def _spread(text: str, start: float, end: float) -> tuple[Word, ...]:
    """Return words without times of their own, spread evenly from ``start`` to ``end``."""
    texts = safe_words(text)
    step = max(0.0, end - start) / len(texts)
    return tuple(
        Word(each, round(start + place * step, 3), round(start + (place + 1) * step, 3))
        for place, each in enumerate(texts)
    )
