"""Sound and results made for the tests of the sound check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.sound_report import SoundReport
from calmdesk.call.events import SAMPLE_RATE, Block, Listened, Side, Word
from calmdesk.soundcheck.steps import Result, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from calmdesk.audio.echo import Echo
    from calmdesk.call.events import Sent

BLOCK = SAMPLE_RATE // 5

QUIET = SoundReport(seconds=3, rms=-60, peak=-45, floor=-61, usual=-60)
VOICE = SoundReport(seconds=8, rms=-30, peak=-10, floor=-60, usual=-50, voice=-25, voice_seconds=3)
WORDS = tuple(Word(text, 20 + n, 20.5 + n, 0.95) for n, text in enumerate(("bonjour", "c'est", "madame")))


class Played:
    """Live sound of which it is known beforehand what it will be: sounds by side, block after block, then nothing.

    ``lost_seconds`` grows by ``loses`` with each block, ``beats`` are the times it said that there was no sound.
    """

    def __init__(self, sides: Mapping[Side, NDArray[np.int16]], *, beats: int = 0, loses: float = 0.0) -> None:
        self._sides = sides
        self._beats = beats
        self._loses = loses
        self.names = {side: f"the {side}'s microphone" for side in sides}
        self.lost_seconds = 0.0

    def blocks(self) -> Iterator[Sent]:
        """Yield both sides' blocks in turn, then that there is no sound."""
        at = 0.0
        for first in range(0, max(map(len, self._sides.values())), BLOCK):
            at = first / SAMPLE_RATE
            self.lost_seconds += self._loses
            for side, samples in self._sides.items():
                yield Block(at, samples[first : first + BLOCK], side)
        for _ in range(self._beats):
            yield Listened(at)


def step(stage: Stage, client: SoundReport, desk: SoundReport | None = None, *, echo: Echo | None = None) -> Result:
    """Return the result of a step in which some words were heard, if there was a voice."""
    reports = {Side.CLIENT: client} | ({Side.DESK: desk} if desk else {})
    words = {Side.CLIENT: WORDS} if client.voice is not None else {}
    return Result(stage, client.seconds or 8.0, reports, words, echo)


def nothing(seconds: float) -> NDArray[np.int16]:
    """Return perfect silence."""
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)
