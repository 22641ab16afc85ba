"""Vosk as a ``Recogniser``: blocks of one side in, partials and finals in call time out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from calmdesk.call.events import SAMPLE_RATE, Final, Partial, Side, Word
from calmdesk.call.text import REPLACEMENT, safe, safe_words
from calmdesk.errors import ModelError
from calmdesk.speech import endpoint
from calmdesk.speech.clock import MILLISECONDS, StreamClock
from calmdesk.speech.gate import Gate
from calmdesk.speech.lull import Lull
from calmdesk.speech.native import hushed
from calmdesk.speech.vosk_types import vosk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.call.events import Block, Heard
    from calmdesk.speech.vosk_types import Model

_ANSWERS = json.JSONDecoder(strict=False)
"""Vosk leaves control characters of a model's word list as they are."""

HOLE = 0.3
"""Seconds of missing audio that end an utterance: the words on both sides of it are not one phrase."""


class VoskRecogniser:
    """One side's recogniser on a model that may be shared; use it from one thread at a time.

    Args:
        model: what ``models.load`` returned.
        side: whose words these are.
        delays: the endpoint delays ``model`` was loaded with, None for its own.

    Raises:
        ModelError: the model's parts do not fit each other.
    """

    def __init__(self, model: Model, side: Side = Side.CLIENT, delays: endpoint.EndpointDelays | None = None) -> None:
        with _failing_as_model_error(), hushed():
            self._vosk = vosk().KaldiRecognizer(model, SAMPLE_RATE)
        self._vosk.SetWords(True)  # noqa: FBT003 - Vosk's own spelling
        # Partial words stay off: they would bring partials late, from a lattice that lags by four or five words.
        self._vosk.SetMaxAlternatives(0)  # word times and confidences exist only then
        if delays:
            endpoint.tell(self._vosk, delays)
        self._side = side
        self._clock = StreamClock()
        self._gate = Gate()
        self._lull = Lull()
        self._utterance = 0
        self._answer = ""
        self._shown = ""

    def hear(self, block: Block) -> list[Heard]:
        """Return what became known with ``block``: usually nothing, a partial or a final; after a hole both."""
        if not len(block.samples):
            return []
        before = self._settle(self._flush()) if abs(self._clock.jump(block)) >= HOLE else []
        self._clock.feed(block)
        self._gate.listen(block)
        quiet = not self._shown and self._gate.is_quiet(block)
        sound = self._lull.pass_on(block.samples, quiet=quiet)
        if not sound:
            return before
        ended, answer = self._decode(sound)
        return before + (self._settle(answer) if ended else self._partial(answer))

    def finish(self) -> list[Final]:
        """Return the utterance that was still open when the sound ended."""
        return [heard for heard in self._settle(self._flush()) if isinstance(heard, Final)]

    def _decode(self, sound: bytes) -> tuple[bool, str]:
        """Return whether the utterance ended with ``sound``, and Vosk's answer."""
        try:  # no context manager: ten times a second it would cost more than what it does
            ended = bool(self._vosk.AcceptWaveform(sound))
            return ended, self._vosk.Result() if ended else self._vosk.PartialResult()
        except Exception as error:  # Vosk raises nothing narrower
            raise _does_not_work() from error

    def _flush(self) -> str:
        """End the running utterance and return Vosk's answer."""
        if (rest := self._lull.rest()) and (settled := self._decode(rest))[0]:
            return settled[1]
        with _failing_as_model_error():
            return self._vosk.FinalResult()

    def _partial(self, answer: str) -> list[Heard]:
        # While the gate holds a partial back it is asked again: the sound may rise with the next block.
        if answer == self._answer:
            return []
        text = safe(_read(answer)["partial"])
        if text and self._gate.is_ghost(text):
            return []
        self._answer = answer
        return self._show(text)

    def _show(self, text: str) -> list[Heard]:
        if text == self._shown:
            return []
        self._shown = text
        return [Partial(self._now, text, self._utterance, self._side)]

    def _settle(self, answer: str) -> list[Heard]:
        """Return the final of an utterance that has ended; where it came to nothing, take back its partial."""
        result = _read(answer)
        text = " ".join(safe_words(result["text"]))
        taken_back = not text or self._gate.is_ghost(text)
        heard: list[Heard] = self._show("") if taken_back else [self._final(text, result)]
        if heard:
            self._utterance += 1
        self._answer = self._shown = ""
        self._gate.next_utterance()
        self._clock.forget()
        return heard

    def _final(self, text: str, result: dict[str, Any]) -> Final:
        words = tuple(map(self._word, result.get("result", ())))
        return Final(self._now, text, self._utterance, words, self._side)

    def _word(self, found: dict[str, Any]) -> Word:
        return Word(
            text=safe(found["word"]) or REPLACEMENT,
            start=round(self._clock.start(found["start"]), MILLISECONDS),
            end=round(self._clock.stop(found["end"]), MILLISECONDS),
            confidence=min(1.0, max(0.0, found["conf"])),
        )

    @property
    def _now(self) -> float:
        return round(self._clock.end, MILLISECONDS)


def _read(answer: str) -> dict[str, Any]:
    """Return Vosk's JSON."""
    table: dict[str, Any] = _ANSWERS.decode(answer)
    return table


@contextmanager
def _failing_as_model_error() -> Iterator[None]:
    """Say in our own words what Vosk says with a bare ``Exception``."""
    try:
        yield
    except Exception as error:  # Vosk raises nothing narrower
        raise _does_not_work() from error


def _does_not_work() -> ModelError:
    return ModelError(
        "the speech model does not work: its parts do not fit each other", hint="unpack or copy the model again"
    )
