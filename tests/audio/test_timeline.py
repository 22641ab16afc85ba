from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.capture.records import Sound
from calmdesk.audio.timeline import Placed, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

RATE = 16_000
BLOCK = 3_200
DAY = 8 * 3600


def _sounds(lateness: Iterable[float], zero: float = 1000.0) -> list[Sound]:
    """Return blocks that seem to have begun so many seconds after they did."""
    return [Sound(BLOCK * i, zero + 0.2 * i + late, b"") for i, late in enumerate(lateness)]


def _place(timeline: Timeline, sounds: list[Sound]) -> list[Placed]:
    return [placed for sound in sounds for placed in timeline.place(sound)] + timeline.rest()


def _errors(placed: list[Placed], zero: float = 1000.0) -> list[float]:
    return [each.start - zero - each.sound.first / RATE for each in placed]


def test_an_undisturbed_stretch_is_exact_to_the_sample() -> None:
    """While nothing happens, places follow from the number of frames, whatever the arrivals waver."""
    chance = np.random.default_rng(1)
    placed = _place(Timeline(RATE), _sounds(chance.uniform(0, 0.015) for _ in range(500)))
    assert {each.stretch for each in placed} == {1}
    assert all(after.start - before.start == pytest.approx(0.2) for before, after in pairwise(placed))


def test_a_delay_is_not_a_loss() -> None:
    """A machine that stops for a second and then brings its backlog in a burst has lost nothing."""
    timeline = Timeline(RATE)
    late = [0.0] * 10 + [1.0, 0.8, 0.6, 0.4, 0.2] + [0.0] * 10
    assert _errors(_place(timeline, _sounds(late))) == pytest.approx([0.0] * 25)
    assert timeline.lost == 0


@pytest.mark.parametrize("loss", [0.1, 0.7, 60.0])
def test_lateness_that_stays_is_a_loss(loss: float) -> None:
    """Sound that a sound system never brought leaves a hole where it was, and is counted."""
    timeline = Timeline(RATE)
    errors = _errors(_place(timeline, _sounds([0.0] * 10 + [loss] * 20)))
    assert errors == pytest.approx([0.0] * 10 + [loss] * 20)
    assert timeline.lost == pytest.approx(loss)


def test_a_loss_at_the_very_end_is_placed_too() -> None:
    """A device that stumbles and then goes away for good: what it still brought is where it belongs."""
    timeline = Timeline(RATE)
    assert _errors(_place(timeline, _sounds([0.0] * 5 + [2.0]))) == pytest.approx([0.0] * 5 + [2.0])
    assert timeline.lost == pytest.approx(2.0)


def test_a_late_first_block_is_set_right() -> None:
    """A device whose first block came late by a third of a second is on time from the third block on."""
    errors = _errors(_place(Timeline(RATE), _sounds([0.3] + [0.0] * 9)))
    assert errors[2:] == pytest.approx([0.0] * 8)


def test_one_guess_too_early_changes_nothing() -> None:
    """Sound servers guess their own delay, and now and then are out by 50 ms for a moment."""
    errors = _errors(_place(Timeline(RATE), _sounds([0.0] * 10 + [-0.05] + [0.0] * 10)))
    assert errors == pytest.approx([0.0] * 21)


@pytest.mark.parametrize("parts_per_million", [-200, 200])
def test_a_day_with_a_sound_card_that_runs_fast_or_slow(parts_per_million: int) -> None:
    """Eight hours at 200 ppm are 6 s: desk time stays within 0.1 s, without a hole a recogniser would notice."""
    chance = np.random.default_rng(2)
    timeline = Timeline(RATE)
    worst, hole, last = 0.0, 0.0, None
    for i in range(DAY * 5):
        true = 1000.0 + 0.2 * i * (1 + parts_per_million / 1e6)
        late = chance.exponential(0.004) + (chance.uniform(0, 0.6) if chance.random() < 0.001 else 0.0)
        for placed in timeline.place(Sound(BLOCK * i, true + late, b"")):
            known = 1000.0 + placed.sound.first / RATE * (1 + parts_per_million / 1e6)
            worst = max(worst, abs(placed.start - known))
            hole = max(hole, abs(placed.start - last - 0.2)) if last else hole
            last = placed.start
    assert worst < 0.1
    assert hole < 0.05
    assert timeline.lost == 0


@given(st.lists(st.floats(-0.5, 5.0), min_size=1, max_size=60))
def test_no_sound_disappears(lateness: list[float]) -> None:
    """Whatever the arrivals are like, every block comes out once, in order."""
    placed = _place(Timeline(RATE), _sounds(lateness))
    assert [each.sound.first for each in placed] == [BLOCK * i for i in range(len(lateness))]
