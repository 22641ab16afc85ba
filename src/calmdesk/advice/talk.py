"""How long the client has been talking without an answer: from word times alone, no judgement of the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Side

if TYPE_CHECKING:
    from calmdesk.call.events import Heard

PAUSE = 4.0
"""Seconds without a word of the client after which somebody else must have had the word."""

ANSWER = 4
"""Words of the desk that are an answer; « oui », « je comprends » are acknowledgements, and the client goes on."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A stretch of the client's talk: seconds of settled utterances, and of the one under way.

    Words before ``since`` do not count: an answer or a card came then. ``began`` and ``ended`` are the first and the
    last word of the utterance under way, as far as the partials tell.
    """

    since: float = 0.0
    settled: float = 0.0
    utterance: int = -1
    text: str = ""
    began: float = 0.0
    ended: float = float("-inf")

    @property
    def seconds(self) -> float:
        """How long the client has been talking."""
        running = self.ended - max(self.began, self.since) if self.text else 0.0
        return self.settled + max(running, 0.0)

    def heard(self, heard: Heard) -> Talk:
        """Return the stretch after something was heard, from either side."""
        words = heard.text.split()
        if heard.side is Side.DESK:
            return Talk(since=heard.at) if len(words) >= ANSWER else self
        if isinstance(heard, Final):
            return self._settled(heard)
        return self._running(heard.at, heard.text, heard.utterance) if words else self

    def _running(self, at: float, text: str, utterance: int) -> Talk:
        if utterance == self.utterance and text == self.text:
            return self
        if at - self.ended > PAUSE:
            return Talk(self.since, 0.0, utterance, text, at, at)
        began = self.began if self.text and utterance == self.utterance else at
        return replace(self, utterance=utterance, text=text, began=began, ended=at)

    def _settled(self, final: Final) -> Talk:
        if not final.words:
            return replace(self, settled=self.seconds, text="")
        first, last = final.words[0].start, final.words[-1].end
        settled = 0.0 if not self.text and first - self.ended > PAUSE else self.settled
        spoken = max(last - max(first, self.since), 0.0)
        return replace(self, settled=settled + spoken, text="", ended=last)
