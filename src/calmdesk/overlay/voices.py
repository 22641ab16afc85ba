"""What each side has said, as the screen shows it: the latest utterances, with the words that were a cue marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Final as FinalHeard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.call.events import Cue, Heard

_UTTERANCES: Final = 3
"""Utterances kept per side: more never fit on the screen."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as heard so far; ``marks`` are the places of the words that were a cue."""

    number: int
    words: tuple[str, ...]
    settled: bool = False
    marks: frozenset[int] = frozenset()

    def heard(self, words: tuple[str, ...], *, settled: bool) -> Utterance:
        """Return the utterance with the words the recogniser believes now; marks move along with their words."""
        marks = frozenset(place for run in _runs(self.marks) for place in _moved(run, self.words, words))
        return Utterance(self.number, words, settled, marks)

    def marked(self, first: int, last: int) -> Utterance:
        """Return the utterance with the words from ``first`` to ``last`` marked; places it lacks are ignored."""
        return replace(self, marks=self.marks | (set(range(first, last + 1)) & set(range(len(self.words)))))


Voice = tuple[Utterance, ...]
"""The latest utterances of one side, oldest first."""


def spoken(voice: Voice, heard: Heard) -> Voice:
    """Return the voice with what was heard; an utterance that turns out empty was a ghost and goes away."""
    words, settled = tuple(heard.text.split()), isinstance(heard, FinalHeard)
    before = next((said for said in voice if said.number == heard.utterance), None)
    if before is None:
        return (*voice, Utterance(heard.utterance, words, settled))[-_UTTERANCES:] if words else voice
    if not words and not settled:
        return voice
    now = before.heard(words, settled=settled)
    return tuple(now if said is before else said for said in voice if words or said is not before)


def marked(voice: Voice, cue: Cue) -> Voice:
    """Return the voice with the cue's words marked, if its utterance is still there."""
    return tuple(said.marked(cue.first, cue.last) if said.number == cue.utterance else said for said in voice)


def _runs(marks: frozenset[int]) -> list[range]:
    """Return the marks as runs of neighbouring places."""
    runs: list[range] = []
    for place in sorted(marks):
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return runs


def _moved(run: range, before: Sequence[str], now: Sequence[str]) -> Iterable[int]:
    """Return where the words of ``run`` stand now; what the recogniser has changed its mind about is left out."""
    words = tuple(before[run.start : run.stop])
    starts = [at for at in range(len(now) - len(words) + 1) if tuple(now[at : at + len(words)]) == words]
    if not starts:
        return [place for place in run if place < len(now) and now[place] == before[place]]
    start = min(starts, key=lambda at: abs(at - run.start))
    return range(start, start + len(words))
