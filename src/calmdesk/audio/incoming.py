"""Raw sound that arrives when it likes, made blocks in desk time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from calmdesk.audio.counted_time import CountedTime
from calmdesk.audio.cutting import Cutter
from calmdesk.call.events import Listened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calmdesk.audio.pcm import Pcm
    from calmdesk.call.events import Block

LOOK: Final = 0.2
"""Seconds between two looks while nothing comes: keys are read, time passes."""

PIECE: Final = 0.2
"""Seconds of sound handed over at once; a pause takes effect between two pieces."""


class Incoming:
    """Blocks of one line after another, all in one desk time.

    However the bytes were cut on their way, the blocks are the same. While ``paused``, sound is thrown away and its
    time passes.
    """

    def __init__(self, block_seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self.paused = False
        self._block_seconds = block_seconds
        self._time = CountedTime(now)
        self._form: Pcm | None = None
        self._cutter: Cutter | None = None
        self._rest = b""

    @property
    def at(self) -> float:
        """Desk time just after the last block, or of now where there is none."""
        return self._cutter.at if self._cutter else self._time.at

    @property
    def mid_sample(self) -> bool:
        """Whether half a sample, or one of two channels, is still to come."""
        return bool(self._rest)

    def feed(self, data: bytes, form: Pcm) -> Iterator[Block | Listened]:
        """Yield the blocks that ``data`` completes; sound of another form than before begins anew."""
        if form != self._form:
            yield from self.finish()
            self._form = form
        start, frames = self._time.at, self._whole_frames(data, form)
        if frames:
            self._time.sounded(len(frames) / form.frame_bytes / form.rate)
        if self.paused:
            self._cutter = None
            yield Listened(self._time.at)
        elif frames:
            self._cutter = self._cutter or Cutter(form.rate, form.sides, self._block_seconds, start=start)
            yield from self._cutter.feed(form.samples(frames))

    def nothing(self) -> Iterator[Block | Listened]:
        """Yield that time passes, and before it what was held back if nothing has come for long."""
        if self._time.waited():
            yield from self._flush()
        yield Listened(self.at)

    def finish(self) -> Iterator[Block]:
        """Yield what was held back, as when a line is over; half a sample is dropped."""
        yield from self._flush()
        self._form, self._rest = None, b""
        self._time.rest()

    def _flush(self) -> Iterator[Block]:
        cutter, self._cutter = self._cutter, None
        if cutter and not self.paused:
            yield from cutter.finish()

    def _whole_frames(self, data: bytes, form: Pcm) -> bytes:
        """Return what is complete, with what was left the last time; keep the rest."""
        joined = self._rest + data
        whole = len(joined) - len(joined) % form.frame_bytes
        self._rest = joined[whole:]
        return joined[:whole]
