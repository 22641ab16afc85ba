from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import SAMPLE_RATE
from calmdesk.speech.lull import CALM, PIECE, Lull

BLOCK = SAMPLE_RATE // 5


def block(number: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return a block that can be told from the others."""
    return np.full(BLOCK, number, np.int16)


@given(st.lists(st.booleans(), max_size=60))
def test_nothing_is_left_out_or_out_of_order(quiet: list[bool]) -> None:
    """Whatever is quiet and whatever is not: every sample is decoded once, in order, and none waits for long."""
    lull, decoded = Lull(), b""
    for number, calm in enumerate(quiet):
        decoded += lull.pass_on(block(number), quiet=calm)
        waiting = (number + 1) * BLOCK - len(decoded) // 2
        assert waiting < PIECE * SAMPLE_RATE
        assert waiting == 0 or calm
    decoded += lull.rest()
    assert decoded == b"".join(block(number).tobytes() for number in range(len(quiet)))


def test_speech_is_never_kept_back() -> None:
    """While somebody speaks, and for a second after, each block is decoded as it comes: no word is told later."""
    lull = Lull()
    assert all(lull.pass_on(block(1), quiet=False) for _ in range(10))
    after = [bool(lull.pass_on(block(1), quiet=True)) for _ in range(round(CALM * 5) - 1)]
    assert all(after)


def test_the_first_sound_brings_all_that_waited() -> None:
    """A call begins in the middle of a quiet stretch: it is decoded at once, from its very beginning."""
    lull = Lull()
    for _ in range(20):
        lull.pass_on(block(0), quiet=True)
    lull.rest()
    assert lull.pass_on(block(0), quiet=True) == b""
    assert lull.pass_on(block(7), quiet=False) == block(0).tobytes() + block(7).tobytes()
