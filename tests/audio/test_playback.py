from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.playback import played
from calmdesk.call.events import Block, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


class Written:
    """A source of blocks of 100 ms whose samples all have the value ``value``."""

    def __init__(self, value: int, *, count: int) -> None:
        self._value = value
        self._count = count

    def blocks(self) -> Iterator[Block | Notice]:
        """Yield a notice and the blocks."""
        yield Notice(0.0, "the recording begins")
        for place in range(self._count):
            yield Block(place / 10, np.full(1600, self._value, np.int16))


class Tape:
    """A speaker that keeps what it is given."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.finished = False

    def play(self, samples: NDArray[np.int16]) -> None:
        """Keep the value of the block."""
        self.values.append(int(samples[0]))

    def finish(self) -> None:
        """Remember that the end was waited for."""
        self.finished = True


def test_the_whole_call_is_heard_while_only_the_client_is_listened_to() -> None:
    """Cards are made from the client's channel; the ear hears the mix, a little ahead so that it never stutters."""
    tape = Tape()
    source = played(Written(1, count=10), Written(2, count=10), tape).blocks()
    assert isinstance(next(source), Notice)
    assert tape.values == []
    first = next(source)
    assert isinstance(first, Block)
    assert first.samples[0] == 1
    assert tape.values == [2] * 4
    assert len(list(source)) == 9
    assert tape.values == [2] * 10
    assert tape.finished


def test_sound_that_ends_early_does_not_end_the_call() -> None:
    """When there is less to hear than to read, the replay goes on."""
    tape = Tape()
    items = list(played(Written(1, count=10), Written(2, count=3), tape).blocks())
    assert len(items) == 11
    assert tape.values == [2] * 3
