"""Call time for a recogniser that counts only the samples it was fed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    from calmdesk.call.events import Block

MILLISECONDS = 3
"""Decimals of the call times given out, so that events of one moment do not change places."""

JITTER = 0.001
"""Seconds by which a block may miss the end of the one before it without counting as a jump."""


class StreamClock:
    """Turns seconds of stream (samples fed so far) into call time, across holes where audio was lost."""

    def __init__(self) -> None:
        self._fed = 0
        self._end: float | None = None
        # Where the stream and the call last ran together: places in the stream, and the call time of each.
        self._streams: list[float] = []
        self._calls: list[float] = []

    @property
    def end(self) -> float:
        """Call time just after the last sample fed; 0 before the first."""
        return self._end or 0.0

    def jump(self, block: Block) -> float:
        """Return by how many seconds ``block`` misses the end of the last one (negative: it goes back)."""
        gap = 0.0 if self._end is None else block.at - self._end
        return gap if abs(gap) > JITTER else 0.0

    def feed(self, block: Block) -> None:
        """Count a block that goes to the recogniser now."""
        if self._end is None or self.jump(block):
            self._streams.append(self._fed / SAMPLE_RATE)
            self._calls.append(block.at)
        self._fed += len(block.samples)
        self._end = block.end

    def start(self, stream: float) -> float:
        """Return the call time of a word that starts at ``stream`` seconds: after a hole that opens there."""
        return self._call(stream, bisect_right(self._streams, stream))

    def stop(self, stream: float) -> float:
        """Return the call time of a word that ends at ``stream`` seconds: before a hole that opens there."""
        return min(self._call(stream, bisect_left(self._streams, stream)), self.end)

    def _call(self, stream: float, place: int) -> float:
        place = max(0, place - 1)
        return self._calls[place] + stream - self._streams[place]

    def forget(self) -> None:
        """Drop the holes of utterances that are settled: no word will be asked for before the last one."""
        del self._streams[:-1], self._calls[:-1]
