"""What a telephony program is told of its own call: written by the recogniser's thread, read by the connection's."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from calmdesk.audio.websocket.protocol import Style, final_answer, partial_answer
from calmdesk.call.events import Final, Partial

if TYPE_CHECKING:
    from calmdesk.call.events import Heard


class Answers:
    """The newest partial, and the finals that have not been told.

    ``start`` is the desk time at which the call began; the answers' times count from there. ``style`` is what the
    client wants.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self.start = 0.0
        self._partial: Partial | None = None
        self._finals: list[Final] = []
        self._told = (-1, 0)
        self._lock = threading.Lock()

    def tell(self, heard: Heard) -> None:
        """Take note of what was heard."""
        with self._lock:
            heard = self._without_told(heard)
            if isinstance(heard, Partial):
                self._partial = heard
            else:
                self._partial = None
                self._finals.append(heard)

    def next(self) -> str:
        """Return the answer to a message of sound: the oldest final, else the partial."""
        with self._lock:
            finals, self._finals = self._finals[:1], self._finals[1:]
            return self._joined(finals) if finals else partial_answer(self._partial.text if self._partial else "")

    def rest(self) -> str:
        """Return the last answer: all that has not been told, in one."""
        with self._lock:
            finals, self._finals = self._finals, []
            return self._joined(finals)

    def reset(self) -> str:
        """Return what was heard so far as if it were settled; it is not told again when it is."""
        with self._lock:
            finals, self._finals = self._finals, []
            if partial := self._partial:
                self._told = (partial.utterance, self._told_of(partial) + len(partial.text.split()))
                finals = [*finals, Final(partial.at, partial.text, partial.utterance)]
                self._partial = None
            return self._joined(finals)

    def _joined(self, finals: list[Final]) -> str:
        text = " ".join(final.text for final in finals if final.text)
        words = [word for final in finals for word in final.words]
        return final_answer(text, words, self.style, self.start)

    def _told_of(self, heard: Heard) -> int:
        """Return how many words of an utterance a reset has told."""
        utterance, count = self._told
        return count if heard.utterance == utterance else 0

    def _without_told(self, heard: Heard) -> Heard:
        if not (count := self._told_of(heard)):
            return heard
        heard = replace(heard, text=" ".join(heard.text.split()[count:]))
        return replace(heard, words=heard.words[count:]) if isinstance(heard, Final) else heard
