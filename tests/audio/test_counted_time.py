from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.counted_time import BURST, PATIENCE, CountedTime


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        """Return its time."""
        return self.time


def test_time_begins_with_the_first_sound() -> None:
    """Minutes of waiting for the first call are no part of it."""
    clock = Clock()
    desk = CountedTime(clock)
    clock.time += 600
    assert not desk.waited()
    assert desk.at == 0
    desk.sounded(0.2)
    assert desk.at == pytest.approx(0.2)


def test_a_program_that_sends_every_four_seconds_four_seconds_of_sound_leaves_no_gap() -> None:
    """A pipe's buffer at telephone rate: time is the sound's, however coarse it comes."""
    clock = Clock()
    desk = CountedTime(clock)
    for _ in range(20):
        for _ in range(20):
            desk.sounded(0.2)
        for _ in range(19):
            clock.time += 0.2
            assert not desk.waited()
        clock.time += 0.2
    assert desk.at == pytest.approx(80)


def test_when_the_pipe_stands_still_time_goes_on() -> None:
    """Cues settle and silence ends a call although the softphone sends nothing; time never jumps back."""
    clock = Clock()
    desk = CountedTime(clock)
    for _ in range(10):
        clock.time += 0.2
        desk.sounded(0.2)
    seen = []
    for _ in range(50):
        clock.time += 0.2
        desk.waited()
        seen.append(desk.at)
    assert seen == sorted(seen)
    assert seen[int(PATIENCE / 0.2) - 2] == pytest.approx(2.0)
    assert desk.at == pytest.approx(12, abs=0.01)
    desk.sounded(0.2)
    assert desk.at == pytest.approx(12.2, abs=0.01)


def test_a_recording_sent_at_once_is_not_held_against_the_clock_for_long() -> None:
    """After an hour sent in a second, a stall still moves time within seconds."""
    clock = Clock()
    desk = CountedTime(clock)
    for _ in range(3600):
        desk.sounded(1.0)
    clock.time += BURST + PATIENCE + 0.2
    assert desk.waited()
    assert desk.at == pytest.approx(3600 + PATIENCE + 0.2)


def test_between_two_calls_time_moves_at_once() -> None:
    """Nobody is patient with a line that has hung up."""
    clock = Clock()
    desk = CountedTime(clock)
    desk.sounded(1.0)
    desk.rest()
    clock.time += 0.2
    assert desk.waited()
    assert desk.at == pytest.approx(1.2)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 3))))
def test_time_never_goes_back_and_never_loses_sound(steps: list[tuple[float, float]]) -> None:
    """Whatever comes and however late, time only grows, by no less than the sound."""
    clock = Clock()
    desk = CountedTime(clock)
    heard = before = 0.0
    for waiting, sound in steps:
        clock.time += waiting
        desk.waited()
        assert desk.at >= before
        desk.sounded(sound)
        heard += sound
        before = desk.at
        assert desk.at >= heard - 1e-6
