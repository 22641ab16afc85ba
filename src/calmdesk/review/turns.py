"""The transcript as the page tells it: turn by turn, with what was noticed in it and the cards it brought."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calmdesk.call.events import Word
    from calmdesk.review.facts import CardFact, CueFact, ReviewFacts, Utterance, WordingFact


@dataclass(frozen=True, slots=True)
class Segment:
    """Words in a row that belong together: to the cue at place ``cue``, to a wording, or to neither."""

    words: tuple[Word, ...]
    cue: int | None = None
    wording: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """An utterance with its place, the cues noticed in it by their places, what may sound defensive, and the cards."""

    place: int
    utterance: Utterance
    segments: tuple[Segment, ...]
    cues: tuple[tuple[int, CueFact], ...]
    wordings: tuple[WordingFact, ...]
    cards: tuple[CardFact, ...]


def turns(facts: ReviewFacts) -> list[Turn]:
    """Return the turns of a call, in order. Every cue, wording and card is in one of them if there is any turn."""
    utterances = facts.utterances
    places = range(len(utterances))
    cues = [(_home(cue.passage.utterance if cue.passage else None, cue.start, utterances), cue) for cue in facts.cues]
    brought = {cue.card: home for home, cue in cues if cue.card is not None}
    cards = [(_home(brought.get(n), card.at, utterances), card) for n, card in enumerate(facts.cards)]
    wordings = [
        (_home(each.passage.utterance if each.passage else None, each.start, utterances), each)
        for each in facts.wordings
    ]
    return [
        Turn(
            place,
            utterances[place],
            tuple(_segments(place, facts)),
            tuple((number, cue) for number, (home, cue) in enumerate(cues) if home == place),
            tuple(each for home, each in wordings if home == place),
            tuple(card for home, card in cards if home == place),
        )
        for place in places
    ]


def _home(known: int | None, at: float, utterances: tuple[Utterance, ...]) -> int:
    """Return the place of the utterance something belongs to: ``known``, else the last that began before ``at``."""
    if known is not None:
        return known
    return max((place for place, each in enumerate(utterances) if each.start <= at), default=0)


def _segments(place: int, facts: ReviewFacts) -> Iterator[Segment]:
    words = facts.utterances[place].words
    kind = _kinds(place, facts)
    for (cue, wording), run in groupby(range(len(words)), key=kind):
        yield Segment(tuple(words[i] for i in run), cue, wording)


def _kinds(place: int, facts: ReviewFacts) -> Callable[[int], tuple[int | None, bool]]:
    """Return what tells of a word of an utterance which cue it belongs to, and whether it is one to look at."""
    passages = [(n, cue.passage) for n, cue in enumerate(facts.cues) if cue.passage and cue.passage.utterance == place]
    wordings = [each.passage for each in facts.wordings if each.passage and each.passage.utterance == place]

    def kind(word: int) -> tuple[int | None, bool]:
        cue = next((n for n, passage in passages if passage.first <= word <= passage.last), None)
        return cue, cue is None and any(passage.first <= word <= passage.last for passage in wordings)

    return kind
