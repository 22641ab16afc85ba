from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from calmdesk.advice.ladder import ONE_REMARK, STEP_DOWN, TOP, Ladder


def test_repeated_remarks_climb_one_rung_at_a_time() -> None:
    """The second insult brings the indirect remark, the third the direct request."""
    ladder = Ladder()
    rungs = []
    for n in range(7):
        ladder = ladder.raised(20.0 * n, 1)
        rungs.append(ladder.rung)
    assert rungs == [1, 2, 3, 4, 5, 5, 5]


def test_two_cues_in_one_breath_are_one_remark() -> None:
    """« Une bonne femme … conne comme vous » climbs once."""
    ladder = Ladder().raised(10.0, 1)
    assert ladder.raised(10.0 + ONE_REMARK / 2, 1).rung == 1


def test_a_threat_goes_straight_to_the_warning() -> None:
    """« Je viens tout casser » is not ignored first."""
    assert Ladder().raised(5.0, 4).rung == 4


def test_a_warning_is_said_before_the_call_is_ended() -> None:
    """An insult, a threat in the same breath, another insult a moment later: still the warning, not the end."""
    ladder = Ladder().raised(0.0, 1).raised(5.0, 4)
    assert [ladder.raised(at, 1).rung for at in (ONE_REMARK + 1, 5.0 + ONE_REMARK)] == [4, 5]


def test_quiet_brings_the_ladder_down_one_rung_a_minute() -> None:
    """A client who stops is met as before, not all at once."""
    ladder = Ladder(3, 100.0)
    assert [ladder.at(100.0 + STEP_DOWN * n).rung for n in range(5)] == [3, 2, 1, 0, 0]


def test_a_soft_word_takes_one_rung_back() -> None:
    """« Excusez-moi, je me suis emporté » is worth a step down."""
    assert Ladder(4, 10.0).lowered(12.0).rung == 3
    assert Ladder().lowered(12.0).rung == 0


@given(st.lists(st.tuples(st.floats(0, 300), st.integers(1, 4), st.booleans()), max_size=60))
def test_the_ladder_stays_between_its_ends(steps: list[tuple[float, int, bool]]) -> None:
    """Whatever happens in a call, the rung is one the cards know, and quiet never raises it."""
    now, ladder = 0.0, Ladder()
    for pause, lowest, soft in steps:
        now += pause
        assert ladder.at(now).rung <= ladder.rung
        ladder = ladder.lowered(now) if soft else ladder.raised(now, lowest)
        assert 0 <= ladder.rung <= TOP
        assert soft or ladder.rung >= lowest


@given(st.integers(1, TOP), st.floats(0, 3_000), st.integers(0, 300))
def test_looking_twice_does_not_bring_the_ladder_down(rung: int, since: float, steps: int) -> None:
    """Two cues of the same moment stand on the same rung, whatever the last digit of a time."""
    ladder, now = Ladder(rung, since), since + 0.0
    for _ in range(steps):
        now += STEP_DOWN / 60
    assert ladder.at(now).at(now) == ladder.at(now)
    assert ladder.at(now).rung == max(0, rung - steps // 60)
