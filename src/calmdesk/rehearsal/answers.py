"""The trainee's answers, one at a time: typed, spoken into a microphone, or from recordings."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from calmdesk.call.events import Block, Notice, Partial
from calmdesk.call.events import Final as Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import TextIO

    from calmdesk.audio.live import LiveSound
    from calmdesk.call.events import FromSpeech, Heard, Sent
    from calmdesk.call.stages import Source
    from calmdesk.overlay.keyboard import Keyboard

    Hear = Callable[[Source], Generator[FromSpeech]]

QUIT: Final = "q"

PAUSE: Final = 1.2
"""Seconds of silence behind an utterance that end an answer: longer than somebody looks for a word."""

_LONGEST_LINE: Final = 10_000
"""Characters of a typed line."""


class Answers(Protocol):
    """Where answers come from."""

    def next(self) -> str | None:
        """Return the next answer, None when there is none any more."""
        ...

    def close(self) -> None:
        """Give back what it comes from."""
        ...


class Typed:
    """A line is an answer; a line « q », or the end of the input, ends the talk.

    Args:
        stream: where lines are read.
        ask: called before each.
    """

    def __init__(self, stream: TextIO, ask: Callable[[], None]) -> None:
        self._stream = stream
        self._ask = ask

    def next(self) -> str | None:
        """Return the next line."""
        self._ask()
        line = self._stream.readline(_LONGEST_LINE)
        if not line or line.strip().lower() == QUIT:
            return None
        return line.strip()

    def close(self) -> None:
        """Nothing to give back: the input is the program's."""


class Recorded:
    """A recording is an answer.

    Args:
        recordings: in the order of the turns; they were opened, so that a missing one is told before the talk.
        hear: recognises one.
        tell: is told what was heard, and notices about a recording.
    """

    def __init__(self, recordings: Iterable[Source], hear: Hear, tell: Callable[[Heard | Notice], None]) -> None:
        self._recordings = iter(recordings)
        self._hear = hear
        self._tell = tell

    def next(self) -> str | None:
        """Return what is heard in the next recording."""
        recording = next(self._recordings, None)
        if recording is None:
            return None
        answer = _Answer()
        with closing(self._hear(recording)) as stream:
            for event in stream:
                answer.take(event)
                if isinstance(event, Notice):
                    self._tell(event)
        self._tell(Settled(0.0, answer.text, 0))
        return answer.text

    def close(self) -> None:
        """Nothing to give back: each recording is closed when it is over."""


class Spoken:
    """An answer ends with a pause, or with Enter; « q » ends the talk.

    Args:
        sound: the microphone; it does not listen while nobody is asked.
        hear: recognises it; called once.
        keyboard: where Enter and « q » come from.
        tell: is told what is heard, and notices about the microphone.
        ask: called for each answer as soon as the microphone hears: what is said before is lost.
    """

    def __init__(
        self,
        sound: LiveSound,
        hear: Hear,
        keyboard: Keyboard,
        tell: Callable[[Heard | Notice], None],
        ask: Callable[[], None],
    ) -> None:
        self._sound = sound
        self._stream: Iterator[FromSpeech] = hear(_Watched(sound, self._sound_comes))
        self._keyboard = keyboard
        self._tell = tell
        self._ask = ask
        self._started = self._silent = False
        self._over = -1

    def next(self) -> str | None:
        """Listen, and return what was said."""
        if self._started:
            self._sound.pause(on=False)
        self._started = self._silent = True
        self._typed()  # keys pressed while the client spoke meant nothing
        answer = _Answer(self._over)
        try:
            return self._listen(answer)
        finally:
            self._over = answer.utterance
            self._sound.pause(on=True)

    def close(self) -> None:
        """Give the microphone and the keyboard back."""
        self._sound.close()
        self._keyboard.close()

    def _listen(self, answer: _Answer) -> str | None:
        for event in self._stream:
            answer.take(event)
            if isinstance(event, (Notice, Partial, Settled)):
                self._tell(event)
            typed = self._typed()
            if QUIT in typed:
                return None
            if "\n" in typed or "\r" in typed or answer.over:
                return answer.text
        return None

    def _sound_comes(self) -> None:
        if self._silent:
            self._silent = False
            self._ask()

    def _typed(self) -> str:
        return (self._keyboard.read(0) or "").lower()


@dataclass(frozen=True, slots=True)
class _Watched:
    """A source that tells of every block of sound before it is recognised."""

    source: Source
    came: Callable[[], None]

    def blocks(self) -> Iterator[Sent]:
        with closing(self.source.blocks()) as blocks:  # type: ignore[type-var]  # an Iterator with close()
            for item in blocks:
                if isinstance(item, Block):
                    self.came()
                yield item


class _Answer:
    """What is heard of one answer; ``utterance`` is the last it heard of, and those up to ``after`` are an older's."""

    def __init__(self, after: int = -1) -> None:
        self.utterance = after
        self._after = after
        self._settled: list[str] = []
        self._running = ""
        self._last = 0.0
        self._at = 0.0

    def take(self, event: FromSpeech) -> None:
        """Take what was heard, or that time has passed."""
        self._at = event.at
        if not isinstance(event, (Partial, Settled)) or event.utterance <= self._after:
            return
        self.utterance = event.utterance
        self._last = event.at
        if isinstance(event, Settled):
            self._settled.append(event.text)
        self._running = event.text if isinstance(event, Partial) else ""

    @property
    def text(self) -> str:
        """What was said, as far as it is known."""
        return " ".join(part for part in [*self._settled, self._running] if part)

    @property
    def over(self) -> bool:
        """Whether the pause behind the last utterance is long enough."""
        return any(self._settled) and not self._running and self._at - self._last >= PAUSE


def wait_while(busy: Callable[[], bool], look: float = 0.05) -> None:
    """Return when ``busy`` is no longer so; looks every ``look`` seconds."""
    while busy():
        time.sleep(look)
