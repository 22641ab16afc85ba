"""How loud each side was over the call, coarsely, gathered while the call is heard."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.call.events import SAMPLE_RATE, Block, Side
from calmdesk.review.facts import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.call.events import Sent
    from calmdesk.call.stages import Source

MOST_POINTS: Final = 2_000
"""Of one side: a screen has no more columns, and the page stays small however long the call is."""

FINEST: Final = 0.05
"""Seconds of a point in a short call."""

_FULL_SCALE: Final = 32_768


class Metered:
    """A source whose blocks are measured on their way; memory does not grow with the call."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._meters: dict[Side, _Meter] = {}

    def blocks(self) -> Iterator[Sent]:
        """Yield what the source yields."""
        for sent in self._source.blocks():
            if isinstance(sent, Block):
                self._meters.setdefault(sent.side, _Meter()).take(sent)
            yield sent

    def envelopes(self) -> tuple[Envelope, ...]:
        """Return what was measured so far, the client first."""
        return tuple(meter.envelope(side) for side in Side if (meter := self._meters.get(side)))


class _Meter:
    """Measures one side; when there are too many points, two become one."""

    def __init__(self) -> None:
        self._step = FINEST
        self._peaks: list[int] = []

    def take(self, block: Block) -> None:
        """Measure a block, whatever its length and place."""
        frame = int(FINEST * SAMPLE_RATE)
        for offset in range(0, len(block.samples), frame):
            # As float: the lowest sample has no positive of its own in 16 bits.
            loudest = float(np.abs(block.samples[offset : offset + frame].astype(np.float32)).max())
            self._put(block.at + offset / SAMPLE_RATE, round(100 * loudest / _FULL_SCALE))

    def envelope(self, side: Side) -> Envelope:
        """Return what was measured."""
        return Envelope(side, self._step, tuple(self._peaks))

    def _put(self, at: float, peak: int) -> None:
        # A hair more: 0.15 / 0.05 is 2.9999.
        while (place := int(at / self._step + 1e-6)) >= MOST_POINTS:
            self._peaks = [max(pair) for pair in zip_longest(self._peaks[::2], self._peaks[1::2], fillvalue=0)]
            self._step *= 2
        self._peaks += [0] * (place + 1 - len(self._peaks))
        self._peaks[place] = max(self._peaks[place], peak)
