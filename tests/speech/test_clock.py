from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import SAMPLE_RATE, Block
from calmdesk.speech.clock import StreamClock


def block(at: float, count: int) -> Block:
    """Return a silent block."""
    return Block(at, np.zeros(count, np.int16))


@given(st.lists(st.tuples(st.integers(1, 4000), st.integers(0, 160_000)), min_size=1, max_size=12))
def test_every_sample_keeps_its_call_time(pieces: list[tuple[int, int]]) -> None:
    """However much audio is lost between blocks, each sample that was heard stands where it was heard."""
    clock, fed, at = StreamClock(), 0, 7.0
    expected: list[tuple[float, float]] = []
    for count, lost in pieces:
        clock.feed(block(at, count))
        expected += [(fed / SAMPLE_RATE, at), ((fed + count - 1) / SAMPLE_RATE, at + (count - 1) / SAMPLE_RATE)]
        fed += count
        at += (count + lost) / SAMPLE_RATE
    for stream, call in expected:
        assert clock.start(stream) == pytest.approx(call, abs=0.002 * len(pieces))


def test_a_word_beside_a_hole_does_not_reach_across_it() -> None:
    """A word that ends where audio was lost ends before the hole; one that begins there begins after it."""
    clock = StreamClock()
    clock.feed(block(0.0, SAMPLE_RATE))
    clock.feed(block(5.0, SAMPLE_RATE))
    assert clock.stop(1.0) == pytest.approx(1.0)
    assert clock.start(1.0) == pytest.approx(5.0)
    assert clock.stop(1.5) == pytest.approx(5.5)


def test_a_word_never_ends_after_the_audio() -> None:
    """Vosk counts in steps of 30 ms: the last word must not end after the call."""
    clock = StreamClock()
    clock.feed(block(0.0, SAMPLE_RATE))
    assert clock.stop(1.02) == pytest.approx(1.0)


def test_a_block_that_follows_is_no_jump() -> None:
    """Rounding is not a hole; lost audio is one, and so is a step back."""
    clock = StreamClock()
    assert clock.jump(block(9.0, 10)) == 0
    clock.feed(block(0.0, SAMPLE_RATE))
    assert clock.jump(block(1.0004, 10)) == 0
    assert clock.jump(block(3.0, 10)) == pytest.approx(2.0)
    assert clock.jump(block(0.5, 10)) == pytest.approx(-0.5)


def test_settled_utterances_are_forgotten_but_not_the_time() -> None:
    """A day of holes does not fill the memory."""
    clock = StreamClock()
    for second in range(0, 20, 2):
        clock.feed(block(float(second), SAMPLE_RATE))
    clock.forget()
    assert clock.start(9.5) == pytest.approx(18.5)
    assert clock.end == pytest.approx(19.0)
