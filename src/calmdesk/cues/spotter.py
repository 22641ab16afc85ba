"""Cues in running speech: acts on hits that have settled, confirms on the final, never twice for the same words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.call.events import Cue, Final, Partial, Side
from calmdesk.cues.match import Growing

if TYPE_CHECKING:
    from calmdesk.cues.match import Hit, Matcher

SETTLED = 0.2
"""Seconds of call time a hit must stand in the partials to be believed: ``calmdesk bench stability`` measures it."""

_SHIFT = 3
"""Words by which a cue may move when the recogniser rewrites what came before it."""


@dataclass(slots=True)
class _Utterance:
    """The running utterance of one side: the hits that wait, with the time since when, and the cues already told."""

    number: int = -1
    text: str = ""
    waiting: dict[tuple[str, str], tuple[Hit, float]] = field(default_factory=dict)
    told: list[Hit] = field(default_factory=list)
    growing: Growing = field(default_factory=Growing)

    def has_told(self, hit: Hit) -> bool:
        """Tell whether a hit is a cue that was told, perhaps a few words off."""
        return self.has_told_of(hit.family, hit.first, hit.last)

    def has_told_of(self, family: str, first: int, last: int) -> bool:
        """Tell whether words of a family are a cue that was told."""
        return any(
            family == other.family and first <= other.last + _SHIFT and other.first <= last + _SHIFT
            for other in self.told
        )


class CueSpotter:
    """Implements ``call.stages.Spotter``.

    Plain partials come early and change: a wrong word stands for one or two of them. A hit counts once it has stood for
    ``settled`` seconds of call time; the final settles the rest at once, with the recogniser's confidences.
    """

    def __init__(self, matcher: Matcher, settled: float = SETTLED) -> None:
        self._matcher = matcher
        self._settled = settled
        self._running: dict[Side, _Utterance] = {}

    def spot(self, heard: Partial | Final) -> list[Cue]:
        """Return the cues that became certain with this event."""
        running = self._running.get(heard.side)
        if running is None or running.number != heard.utterance:
            running = self._running[heard.side] = _Utterance(heard.utterance)
        running.text = heard.text
        if isinstance(heard, Final):
            hits = self._matcher.cues(heard.text, heard.words, running.growing)
            running.waiting.clear()
            return [_tell(running, hit, heard.at, heard.side) for hit in hits if not running.has_told(hit)]
        before = running.waiting
        hits = self._matcher.cues(heard.text, growing=running.growing, whole=False, told=running.has_told_of)
        running.waiting = {
            (hit.family, hit.phrase): (hit, before.get((hit.family, hit.phrase), (hit, heard.at))[1])
            for hit in hits
            if not running.has_told(hit)
        }
        return self.wait(heard.at, heard.side)

    def wait(self, at: float, side: Side = Side.CLIENT) -> list[Cue]:
        """Return the cues that have settled by call time ``at`` while the partial stayed as it was."""
        running = self._running.get(side)
        if running is None:
            return []
        settled = [hit for hit, since in running.waiting.values() if at - since >= self._settled - 1e-6]
        cues = []
        for hit in settled:
            running.waiting.pop((hit.family, hit.phrase), None)
            if not running.has_told(hit):
                cues.append(_tell(running, hit, at, side))
        return cues


def _tell(running: _Utterance, hit: Hit, at: float, side: Side) -> Cue:
    running.told.append(hit)
    return Cue(at, hit.family, hit.phrase, hit.words, hit.score, running.number, hit.first, hit.last, side)
