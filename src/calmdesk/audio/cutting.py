"""Decoded sound cut into blocks for the road: 16 kHz, mono, int16, each with its call time and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.resample import Resampler, to_int16
from calmdesk.call.events import SAMPLE_RATE, Block, Side
from calmdesk.call.loudness import FRAME, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from calmdesk.audio.resample import Floats


class Cutter:
    """Cuts a stream of samples at any rate into blocks of ``block_seconds``.

    ``sides`` tells which channels each side is heard on; several are mixed. Blocks of the sides alternate, and both
    of a pair have the same call time, which is counted in samples from ``start`` and so never drifts.
    """

    def __init__(
        self, rate: int, sides: Mapping[Side, Sequence[int]], block_seconds: float, *, start: float = 0.0
    ) -> None:
        self._start = start
        self._sides = {side: list(columns) for side, columns in sides.items()}
        self._length = max(1, round(block_seconds * SAMPLE_RATE))
        self._resampler = Resampler(rate, SAMPLE_RATE, len(sides))
        self._waiting = np.empty((0, len(sides)), np.int16)
        self._cut = 0
        self.peak = 0

    @property
    def at(self) -> float:
        """Call time just after the last block, in seconds."""
        return self._start + self._cut / SAMPLE_RATE

    def feed(self, samples: Floats) -> Iterator[Block]:
        """Yield the blocks that are complete once ``samples``, of shape (frames, channels), have come in."""
        heard = np.stack([_mixed(samples, columns) for columns in self._sides.values()], axis=1)
        yield from self._cut_whole(self._resampler.feed(heard))

    def finish(self) -> Iterator[Block]:
        """Yield the rest; the last block may be shorter than the others."""
        yield from self._cut_whole(self._resampler.finish())
        yield from self._blocks(self._waiting)

    def _cut_whole(self, samples: Floats) -> Iterator[Block]:
        fresh = to_int16(samples)
        self.peak = max(self.peak, int(fresh.max(initial=0)), -int(fresh.min(initial=0)))
        ready = np.concatenate((self._waiting, fresh))
        whole = len(ready) - len(ready) % self._length
        self._waiting = ready[whole:]
        yield from self._blocks(ready[:whole])

    def _blocks(self, samples: NDArray[np.int16]) -> Iterator[Block]:
        """Yield samples of shape (frames, sides) in blocks, and what is over as a shorter one."""
        sides = [(side, np.ascontiguousarray(samples[:, column])) for column, side in enumerate(self._sides)]
        # All at once: between two turns of a decoder, which wants the cache for itself, each costs ten times as much.
        measured = [levels_of(own) if self._length % FRAME == 0 else () for _, own in sides]
        for start in range(0, len(samples), self._length):
            at, end = self.at, min(start + self._length, len(samples))
            self._cut += end - start
            for (side, own), known in zip(sides, measured, strict=True):
                yield Block(at, own[start:end], side, known[start // FRAME : end // FRAME])


def _mixed(samples: Floats, columns: Sequence[int]) -> Floats:
    """Return one channel, or the mean of several, of shape (frames,)."""
    return samples[:, columns[0]] if len(columns) == 1 else samples[:, columns].mean(axis=1)
