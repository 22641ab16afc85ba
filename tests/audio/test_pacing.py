from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from calmdesk.audio.pacing import WallClock, paced
from calmdesk.call.events import Block, Notice, Side

if TYPE_CHECKING:
    from collections.abc import Iterator


class Written:
    """A source of blocks of silence that are there at once; some of both sides."""

    def __init__(self, *, count: int = 5, first: float = 0.0) -> None:
        self._count = count
        self._first = first

    def blocks(self) -> Iterator[Block | Notice]:
        """Yield a notice, then pairs of blocks."""
        yield Notice(0.0, "the recording begins")
        for place in range(self._count):
            for side in Side:
                yield Block(self._first + place / 10, np.zeros(1600, np.int16), side)


class Sandglass:
    """A clock whose time passes only by waiting, and by what the program does in between."""

    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        """Return what the glass shows."""
        return self.time

    def wait(self, seconds: float) -> None:
        """Let the sand run; nobody waits for nothing."""
        assert seconds > 0
        self.time += seconds


def test_each_block_comes_when_it_would_have_been_spoken() -> None:
    """A block of 100 ms arrives 100 ms after its first word, as from a microphone; both sides together."""
    clock = Sandglass()
    arrived = [clock.now() - 100 for item in paced(Written(), clock).blocks() if isinstance(item, Block)]
    assert arrived == pytest.approx([0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5])


def test_notices_do_not_wait() -> None:
    """What is wrong with the file is on screen before the first word."""
    clock = Sandglass()
    assert isinstance(next(paced(Written(), clock).blocks()), Notice)
    assert clock.now() == 100


def test_a_slow_recogniser_is_not_slowed_further() -> None:
    """After a hiccup the call catches up: blocks that are late come at once, and time does not slip."""
    clock = Sandglass()
    source = paced(Written(count=10), clock).blocks()
    next(source), next(source)
    clock.time += 0.35
    rest = [(clock.now() - 100, item.end) for item in source]  # type: ignore[union-attr]  # only blocks follow
    assert [round(now, 9) for now, _ in rest[:7]] == [0.45] * 7
    assert all(now == pytest.approx(end) for now, end in rest[7:])


def test_a_call_that_begins_later_does_not_start_with_a_wait() -> None:
    """Pacing goes by the time between blocks, not by what the first one is stamped with."""
    clock = Sandglass()
    arrived = [clock.now() - 100 for item in paced(Written(first=60.0), clock).blocks() if isinstance(item, Block)]
    assert arrived[0] == pytest.approx(0.1)


def test_the_wall_clock_keeps_time() -> None:
    """Two tenths of a second of a call take two tenths of a second."""
    began = time.monotonic()
    assert len(list(paced(Written(count=2), WallClock()).blocks())) == 5
    assert 0.2 <= time.monotonic() - began < 1.0


def test_skipping_ends_the_wait_at_once() -> None:
    """A key pressed in the middle of a pause lets the rest run at full speed."""
    clock = WallClock()
    threading.Timer(0.05, clock.hurry).start()
    began = time.monotonic()
    assert len(list(paced(Written(count=600), clock).blocks())) == 1201
    assert clock.hurried
    assert time.monotonic() - began < 5
