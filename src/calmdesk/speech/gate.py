"""Keeps ghost words off the screen: recognisers hear « euh », « oui » or « mais » in silence, hum and clicks.

Every block still reaches the recogniser, so that its clock stays right; the gate only judges whether what came out of
an utterance can have been said. Two questions, cheapest first:

- did the sound ever rise above the line's own noise?
- if it did, was anything in it *voiced* (vowels repeat with the vocal cords, a slammed door does not)? Asked only of
  utterances of one or two words, so that a whispered sentence still gets through.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.call.events import SAMPLE_RATE
from calmdesk.call.loudness import FRAME, OPEN_ABOVE, PITCH_WINDOW, levels, levels_of, voiced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from calmdesk.call.events import Block

CLOSE_BELOW = 5.0
"""dB over the noise floor under which it closes again."""

FLOOR_RISE = 3.0 * FRAME / SAMPLE_RATE
"""dB per frame (3 dB/s) by which the floor may climb; pauses between syllables pull it down again at once."""

FLOOR_START, FLOOR_MIN, FLOOR_MAX = -45.0, -75.0, -35.0
"""dBFS. The start is a noisy line's floor: a quieter one pulls it down at once, and a voice still stands out of it."""

STRETCH = 5
"""Frames of which the loudest is asked whether it is voiced: a tenth of a second."""

PATIENCE = 10
"""Blocks that may wait to be looked at."""

SHORT = 2
"""Words up to which an unvoiced utterance is taken for a noise."""


class Gate:
    """Judges utterances by the sound they came from. One per recogniser; costs about a hundredth of the decoding."""

    def __init__(self) -> None:
        self._floor = FLOOR_START
        self._open = False
        self._risen = False
        self._voiced = False
        self._waiting: list[Block] = []

    def listen(self, block: Block) -> None:
        """Take the next stretch of sound of the running utterance."""
        # Looked at when a judgement asks for it: a second of sound at once costs little more than a tenth of one.
        self._waiting.append(block)
        if len(self._waiting) >= PATIENCE:
            self._catch_up()

    def is_quiet(self, block: Block) -> bool:
        """Whether nothing in a stretch of sound rises above the line's own noise, as it was at the last look.

        Of one that is too short to tell, it is not said.
        """
        levels = block.levels or levels_of(block.samples)
        return bool(levels) and max(levels) <= self._floor + OPEN_ABOVE

    def is_ghost(self, text: str) -> bool:
        """Whether ``text``, heard since the utterance began, can only be an invention of the recogniser."""
        if not (self._risen and self._voiced):
            self._catch_up()
        if not self._risen:
            return True
        return not self._voiced and len(text.split()) <= SHORT

    def next_utterance(self) -> None:
        """Forget what was heard; the noise floor stays."""
        self._catch_up()
        self._risen = self._open
        self._voiced = False

    def _catch_up(self) -> None:
        """Look at the sound that waits."""
        if not self._waiting:
            return
        blocks, self._waiting = self._waiting, []
        known = [block.levels for block in blocks]
        frames = None if all(known) else _frames(blocks)
        loudness = [*chain.from_iterable(known)] if frames is None else levels(frames).tolist()
        opened = [self._open, *map(self._step, loudness)]
        self._risen = self._risen or any(opened)
        if self._voiced or not any(opened):
            return
        frames = _frames(blocks) if frames is None else frames
        for first in range(0, len(loudness), STRETCH):
            near = loudness[first : first + STRETCH]
            if any(opened[first : first + STRETCH + 1]) and _is_voiced(_loudest(frames, first + near.index(max(near)))):
                self._voiced = True
                return

    def _step(self, level: float) -> bool:
        self._floor = min(max(level, FLOOR_MIN), self._floor + FLOOR_RISE, FLOOR_MAX)
        self._open = level > self._floor + (CLOSE_BELOW if self._open else OPEN_ABOVE)
        return self._open


def _frames(blocks: Sequence[Block]) -> NDArray[np.float32]:
    """Return the sound of blocks frame by frame; what is too short for one is a shorter one."""
    samples = np.concatenate([block.samples for block in blocks])
    count = max(1, len(samples) // FRAME)
    return samples[: count * FRAME].astype(np.float32).reshape(count, -1)


def _loudest(frames: NDArray[np.float32], at: int) -> NDArray[np.float32]:
    """Return the 40 ms around the loudest frame."""
    first = max(0, min(at, len(frames) - 2))
    return frames[first : first + 2].ravel()


def _is_voiced(window: NDArray[np.float32]) -> bool:
    """Whether the window repeats itself at the pitch of a voice; too short to tell counts as a voice."""
    return len(window) < PITCH_WINDOW or bool(voiced(window[None, :PITCH_WINDOW])[0])
