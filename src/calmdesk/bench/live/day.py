"""A whole day at the desk in a few minutes: every block is heard, and memory does not grow.

The feed is raw sound through a pipe, as a telephony program sends it, faster than life: recorded calls in changing
order, with quiet in between. Behind it is what ``listen`` runs, drawing on a terminal.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from calmdesk.call.events import SAMPLE_RATE, Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from calmdesk.call.events import FromSpeech, Sent
    from calmdesk.call.stages import Source, View
    from calmdesk.live.shift import Shift

GROWTH_GOAL: Final = 20.0
"""Megabytes after the first ten minutes."""

WARM: Final = 600.0
"""Seconds of the day after which memory should no longer grow."""

_QUIET: Final = 120.0
"""Seconds between two calls: more than the silence that ends one."""

_NOISE: Final = 12.0
"""Root mean square of the quiet, of 32,768: -69 dBFS."""

_MEGABYTE: Final = 1_000_000

_JITTER: Final = 0.001
"""Seconds by which a block may miss the end of the one before it."""


@dataclass(frozen=True, slots=True)
class Day:
    """Seconds of sound ``sent`` and ``heard``, ``holes`` in between; megabytes when ``warm`` and at the ``end``."""

    sent: float
    heard: float
    holes: int
    calls: int
    cards: int
    warm: float
    end: float

    @property
    def growth(self) -> float:
        """Megabytes that memory grew once it was warm."""
        return self.end - self.warm


class Feed:
    """Writes a day's sound into a pipe, as fast as it is taken. ``sent`` counts the samples.

    Args:
        calls: the client's side of some calls, int16 at 16 kHz.
        seconds: the length of the day.
    """

    def __init__(self, calls: Sequence[NDArray[np.int16]], seconds: float) -> None:
        self.sent = 0
        self._calls = calls
        self._samples = round(seconds * SAMPLE_RATE)
        outlet, self._inlet = os.pipe()
        self.stream: BinaryIO = os.fdopen(outlet, "rb")
        self._thread = threading.Thread(target=self._write, name="feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop feeding."""
        self.stream.close()
        self._thread.join()

    def _write(self) -> None:
        with os.fdopen(self._inlet, "wb") as inlet:
            try:
                for samples in _pieces(self._calls):
                    piece = samples[: self._samples - self.sent]
                    inlet.write(piece.data.cast("B"))
                    self.sent += len(piece)
                    if self.sent >= self._samples:
                        return
            except BrokenPipeError:  # nobody listens any more
                return


class Counting:
    """A source whose sound is counted as it is taken, and whose call time must run on without a hole."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.samples = 0
        self.holes = 0

    def blocks(self) -> Iterator[Sent]:
        """Yield what the source yields."""
        end = 0.0
        for item in self._source.blocks():
            if isinstance(item, Block):
                self.holes += abs(item.at - end) > _JITTER
                self.samples += len(item.samples)
                end = item.end
            yield item


def follow(
    stream: Iterable[FromSpeech], shift: Shift, view: View, memory: Callable[[], int]
) -> tuple[Counter[str], float, float]:
    """Show a day to its end; return the number of events of each kind, and the megabytes when warm and at the end.

    Args:
        stream: what is heard.
        shift: the calls.
        view: where they are shown.
        memory: returns the bytes this process holds now.
    """
    kinds: Counter[str] = Counter()
    warm = 0
    for event in stream:
        if not warm and event.at >= WARM:
            warm = memory()
        for shown in shift.take(event):
            view.show(shown)
            kinds[type(shown).__name__] += 1
    end = memory()
    return kinds, (warm or end) / _MEGABYTE, end / _MEGABYTE


def _pieces(calls: Sequence[NDArray[np.int16]]) -> Iterator[NDArray[np.int16]]:
    """Yield calls and quiet by turns, without end; each call begins somewhere else, so that no day is like another."""
    chance = np.random.default_rng(8)
    # Made once: the feed shares its memory with what is measured.
    quiet = (chance.standard_normal(round(2 * _QUIET * SAMPLE_RATE)) * _NOISE).astype(np.int16)
    for samples in cycle(calls):
        yield samples[chance.integers(len(samples) // 4) :]
        first = chance.integers(len(quiet) // 2)
        yield quiet[first : first + len(quiet) // 2]
