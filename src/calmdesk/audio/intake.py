"""Captured sound made blocks for the road, whatever rate and channels the device has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.resample import Resampler, to_float, to_int16
from calmdesk.call.events import SAMPLE_RATE, Block, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from calmdesk.audio.handover import Captured
    from calmdesk.audio.resample import Floats


class Intake:
    """Mixes one side's sound to one channel, resamples it to 16 kHz, and stamps each block with its time."""

    def __init__(self, side: Side = Side.CLIENT) -> None:
        self._side = side
        self._resampler: Resampler | None = None
        self._expected: tuple[int, int] | None = None
        self._base = 0.0
        self._made = 0

    @property
    def at(self) -> float:
        """Desk time just after the last block, in seconds."""
        return self._base + self._made / SAMPLE_RATE

    def blocks(self, captured: Captured) -> Iterator[Block]:
        """Yield at most two blocks: what came before a gap, if sound was lost, and what ``captured`` completes."""
        if (captured.stretch, captured.first) != self._expected:
            yield from self.finish()
            self._start_over(captured)
        self._expected = captured.stretch, captured.first + captured.frames
        samples = np.frombuffer(captured.data, np.int16).reshape(-1, captured.format.channels)
        if self._resampler is None:
            yield from self._block(samples[:, 0])
        else:
            yield from self._converted(self._resampler.feed(to_float(samples).mean(axis=1, keepdims=True)))

    def finish(self) -> Iterator[Block]:
        """Yield what resampling still holds back; what comes next has nothing to do with it."""
        resampler, self._resampler, self._expected = self._resampler, None, None
        if resampler is not None:
            yield from self._converted(resampler.finish())

    def forget(self) -> None:
        """Drop what resampling still holds back."""
        self._resampler = self._expected = None

    def _start_over(self, captured: Captured) -> None:
        self._base = captured.at
        self._made = 0
        fits = (captured.format.rate, captured.format.channels) == (SAMPLE_RATE, 1)
        self._resampler = None if fits else Resampler(captured.format.rate, SAMPLE_RATE, 1)

    def _converted(self, samples: Floats) -> Iterator[Block]:
        yield from self._block(to_int16(samples[:, 0]))

    def _block(self, samples: NDArray[np.int16]) -> Iterator[Block]:
        if len(samples):
            block = Block(self.at, samples, self._side)
            self._made += len(samples)
            yield block
