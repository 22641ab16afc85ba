"""Puts sentences and calls before a phrasebook and notes, row by row, what came of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from calmdesk.bench.labelled import Labelled
from calmdesk.bench.scores import Outcome, Trace
from calmdesk.bench.scripts import speaking_time
from calmdesk.call.events import Card, Cue, Ended, Final, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calmdesk.bench.scripts import CallScript, Turn
    from calmdesk.call.events import Event, Word
    from calmdesk.cues.match import Hit, Matcher

LATE = 2.0
"""Seconds after the end of a turn in which a cue still belongs to it: the recogniser waits for silence."""

_EDGE = 0.3
"""Seconds by which the times of words and those of a script may differ."""


def judge_sentences(
    rows: Sequence[Labelled], heard: Sequence[str], matcher: Matcher, urgency: Mapping[str, tuple[int, int]]
) -> list[Outcome]:
    """Return what the matcher finds in each text of ``heard``, the rows as a recogniser wrote them.

    A sentence on its own brings one card at the most: of its most urgent family.
    """
    outcomes = []
    for row, text in zip(rows, heard, strict=True):
        hits = matcher.cues(text)
        found = frozenset(hit.family for hit in hits)
        cards = (min(found, key=urgency.__getitem__),) if found else ()
        cues = tuple(_trace(hit) for hit in hits)
        outcomes.append(Outcome(row, found, cards, speaking_time(row.text), text, cues))
    return outcomes


def judge_call(script: CallScript, events: Iterable[Event], name: str = "") -> list[Outcome]:
    """Hold the events of a heard call against its script: one outcome for each of the client's turns.

    A cue is right when it falls in a client's turn, or within ``LATE`` seconds after one, that carries its family. Cues
    and cards that belong to no turn come as outcomes without words. Cards that no cue has brought, prompts of the flow,
    are not judged. ``name`` stands before the turns' numbers in the
    ids, instead of the script's own.
    """
    judged = _Judged(script, name or script.name)
    for event in events:
        match event:
            case Cue(side=Side.CLIENT):
                judged.place(event.at, event.family).cues.append(_trace(event))
            case Card() if event.because:
                judged.place(event.at, event.family).cards.append(event.family)
            case Final(side=Side.CLIENT):
                judged.words.extend(event.words)
            case Ended():
                judged.end = event.at
    return judged.outcomes()


class _Place:
    """A client's turn, or what follows it, with what was found there."""

    def __init__(self, row: Labelled, turn: Turn | None = None) -> None:
        self.row = row
        self.turn = turn
        self.cues: list[Trace] = []
        self.cards: list[str] = []

    def outcome(self, seconds: float = 0.0, heard: str = "") -> Outcome:
        found = frozenset(cue.family for cue in self.cues)
        return Outcome(self.row, found, tuple(self.cards), seconds, heard, tuple(self.cues))


class _Judged:
    def __init__(self, script: CallScript, name: str) -> None:
        self._places = [_Place(turn.row(name), turn) for turn in script.client]
        self._name = name
        self._outside: dict[int, _Place] = {}
        self.words: list[Word] = []
        self.end = 0.0

    def place(self, at: float, family: str) -> _Place:
        """Return where a cue or card of that time and family belongs."""
        near = [place for place in self._places if place.turn and place.turn.start <= at <= place.turn.end + LATE]
        fitting = [place for place in near if family in place.row.labels]
        if fitting or near:
            return (fitting or near)[-1]
        before = sum(place.turn is not None and place.turn.end < at for place in self._places)
        row = Labelled(f"{self._name}:after {before}", "", frozenset())
        return self._outside.setdefault(before, _Place(row))

    def outcomes(self) -> list[Outcome]:
        turns = [place.turn for place in self._places if place.turn]
        # Each turn stands for the time up to the next one, so that the times add up to the whole call.
        limits = [0.0, *(turn.start for turn in turns[1:]), max(self.end, turns[-1].end)] if turns else []
        seconds = [later - earlier for earlier, later in pairwise(limits)]
        pairs = zip(self._places, seconds, strict=True)
        inside = [place.outcome(time, self._heard(place.turn)) for place, time in pairs]
        return inside + [place.outcome() for place in self._outside.values()]

    def _heard(self, turn: Turn | None) -> str:
        """Return the words that were heard while a turn was spoken."""
        if turn is None:
            return ""
        within = (word for word in self.words if turn.start - _EDGE <= word.start and word.end <= turn.end + _EDGE)
        return " ".join(word.text for word in within)


def _trace(cue: Hit | Cue) -> Trace:
    return Trace(cue.family, cue.phrase, cue.score, " ".join(cue.words))
