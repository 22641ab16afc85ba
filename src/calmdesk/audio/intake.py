"""Captured sound made blocks for the road, whatever rate and channels the device has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.resample import Resampler, to_float, to_int16
from calmdesk.call.events import SAMPLE_RATE, Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from calmdesk.audio.handover import Captured
    from calmdesk.audio.resample import Floats
    from calmdesk.audio.streams import StreamFormat


class Intake:
    """Mixes to one channel, resamples to 16 kHz, and stamps each block with the time its sound was captured."""

    def __init__(self, captured_as: StreamFormat) -> None:
        self._format = captured_as
        self._next = 0
        self._start_over(0)

    @property
    def at(self) -> float:
        """Call time just after the last block, in seconds."""
        return self._base + self._made / SAMPLE_RATE

    def blocks(self, captured: Captured) -> Iterator[Block]:
        """Yield at most two blocks: what came before a gap, if sound was lost, and what ``captured`` completes."""
        if captured.first != self._next:
            yield from self.finish()
            self._start_over(captured.first)
        self._next = captured.first + captured.frames
        samples = np.frombuffer(captured.data, np.int16).reshape(-1, self._format.channels)
        if self._format.rate == SAMPLE_RATE and self._format.channels == 1:
            yield from self._block(samples[:, 0])
        else:
            yield from self._converted(self._resampler.feed(to_float(samples).mean(axis=1, keepdims=True)))

    def finish(self) -> Iterator[Block]:
        """Yield what resampling still holds back."""
        yield from self._converted(self._resampler.finish())

    def _start_over(self, first: int) -> None:
        """Begin again at frame ``first``: what came before has nothing to do with what follows."""
        self._base = first / self._format.rate
        self._made = 0
        self._resampler = Resampler(self._format.rate, SAMPLE_RATE, 1)

    def _converted(self, samples: Floats) -> Iterator[Block]:
        yield from self._block(to_int16(samples[:, 0]))

    def _block(self, samples: NDArray[np.int16]) -> Iterator[Block]:
        if len(samples):
            block = Block(self.at, samples)
            self._made += len(samples)
            yield block
