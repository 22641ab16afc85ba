"""Leading through the steps: what is measured when, who waits for whom, what a fault does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from calmdesk.call.events import SAMPLE_RATE, Block, Final, Listened, Partial, Side, Word
from calmdesk.soundcheck.check import SoundCheck
from calmdesk.soundcheck.steps import GUIDED, Stage, Step
from soundcheck.made_up import Played, nothing
from speech.recordings import cut, hiss, to_int16, voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ONCE = (Step(Stage.ANYBODY, 2.0),)


class Wall:
    """A clock that shows a later time each time it is looked at."""

    def __init__(self, pace: float = 0.0) -> None:
        self._now = 0.0
        self._pace = pace

    def __call__(self) -> float:
        """Return the time, and let some pass."""
        self._now += self._pace
        return self._now


def desk_and_client() -> NDArray[np.int16]:
    """Return four seconds of a quiet line, six of the desk, ten of the client."""
    parts = to_int16(hiss(4, -60)), cut(voice(Side.DESK), 0, 6), cut(voice(Side.CLIENT), 4, 14)
    return np.concatenate(parts)


def pressing_space(check: SoundCheck, *moments: float) -> Iterator[Block | Listened]:
    """Yield what passes, and say that a step may begin at those moments, in seconds."""
    waiting = list(moments)
    for item in check.blocks():
        if waiting and item.at >= waiting[0]:
            waiting.pop(0)
            check.go_on()
        assert isinstance(item, (Block, Listened))
        yield item


def test_each_step_is_measured_by_itself() -> None:
    """Silence, desk, client: each for its time, from the moment somebody says that it may begin."""
    check = SoundCheck(Played({Side.CLIENT: desk_and_client()}), GUIDED, clock=Wall())
    passed = [item.at for item in pressing_space(check, 0.4, 4.0, 10.0)]
    assert check.finished
    assert passed[-1] < 19  # and not to the end of the sound
    silence, desk, client = check.results()
    assert [each.stage for each in check.results()] == [Stage.SILENCE, Stage.DESK, Stage.CLIENT]
    assert [each.client.seconds for each in check.results()] == pytest.approx([3, 5, 8], abs=0.3)
    assert silence.client.voice is None
    assert desk.client.voice == pytest.approx(-19, abs=2)
    assert client.client.voice == pytest.approx(-29, abs=1)


def test_a_step_waits_until_it_may_begin() -> None:
    """Dialling the voice mail takes as long as it takes: nothing is measured, nothing is over, the meter moves."""
    check = SoundCheck(Played({Side.CLIENT: desk_and_client()}), GUIDED, clock=Wall(pace=1.0))
    for _, _ in zip(check.blocks(), range(50), strict=False):
        assert check.now.waiting
        assert check.now.step == 0
    assert check.now.levels[Side.CLIENT].rms > -60
    assert check.results() == ()


def test_a_step_may_be_left_out() -> None:
    """No client at hand: the rest is checked all the same."""
    check = SoundCheck(Played({Side.CLIENT: desk_and_client()}), GUIDED, clock=Wall())
    for item in pressing_space(check, 0.2, 4.0):
        if item.at >= 10 and not check.finished:
            check.skip()
    assert [each.stage for each in check.results()] == [Stage.SILENCE, Stage.DESK]


def test_a_step_broken_off_is_not_measured() -> None:
    """Leaving a running step out forgets it."""
    check = SoundCheck(Played({Side.CLIENT: nothing(9)}), ONCE, at_once=True, clock=Wall())
    for item in check.blocks():
        if item.at >= 1 and not check.finished:
            check.skip()
    assert check.results() == ()


def test_nobody_needs_to_say_anything_where_nobody_is() -> None:
    """In a script the one step begins at once, and what is left of it counts down."""
    check = SoundCheck(Played({Side.CLIENT: nothing(9)}), ONCE, at_once=True, clock=Wall())
    left = [check.now.left for _ in check.blocks()]
    assert left[0] == pytest.approx(1.8)
    assert left == sorted(left, reverse=True)
    (result,) = check.results()
    assert result.client.seconds == pytest.approx(2)
    assert result.client.muted == 1


def test_a_device_that_gives_nothing_does_not_hold_the_check_up() -> None:
    """No block ever comes: the clock on the wall ends the step, two seconds late, and it is empty."""
    check = SoundCheck(Played({Side.CLIENT: nothing(0)}, beats=500), ONCE, at_once=True, clock=Wall(pace=0.2))
    beats = len(list(check.blocks()))
    assert 15 <= beats <= 25
    (result,) = check.results()
    assert (result.seconds, result.client.seconds) == (2.0, 0.0)


def test_a_device_that_goes_away_ends_the_check() -> None:
    """The microphone is pulled out in the second step: the rest is known to have brought nothing."""
    check = SoundCheck(Played({Side.CLIENT: nothing(5)}), GUIDED, clock=Wall())
    list(pressing_space(check, 0.0, 4.0))
    assert check.finished
    silence, desk, client = check.results()
    assert silence.client.seconds == pytest.approx(3)
    assert 0 < desk.client.seconds < 2
    assert client.client.seconds == 0


def test_lost_sound_belongs_to_the_step_in_which_it_was_lost() -> None:
    """What was lost before a step begins is not held against it."""
    check = SoundCheck(Played({Side.CLIENT: nothing(9)}, loses=0.01), ONCE, clock=Wall())
    list(pressing_space(check, 3.0))
    assert check.results()[0].client.lost == pytest.approx(0.1, abs=0.02)


def test_words_belong_to_the_step_in_which_they_were_said() -> None:
    """A final comes late, when the next step has begun; its words' own times tell where they belong."""
    check = SoundCheck(Played({Side.CLIENT: nothing(20)}), GUIDED, clock=Wall())
    for item in pressing_space(check, 0.0, 4.0, 10.0):
        if item.at == pytest.approx(12):
            words = (Word("bonjour", 8.0, 8.4), Word("allô", 11.0, 11.3), Word("dring", 9.4, 9.8))
            check.heard(Final(12.0, "bonjour allô dring", 0, words))
    said = {result.stage: [word.text for word in result.words[Side.CLIENT]] for result in check.results()}
    assert said == {Stage.SILENCE: [], Stage.DESK: ["bonjour"], Stage.CLIENT: ["allô"]}


def test_what_is_heard_is_shown_as_it_comes() -> None:
    """Words that may still change, then the settled ones; a new step begins without the old words."""
    check = SoundCheck(Played({Side.CLIENT: nothing(1)}), GUIDED, clock=Wall())
    check.heard(Partial(1.0, "bon", 0))
    assert (check.now.heard[Side.CLIENT], check.now.settled) == ("bon", False)
    check.heard(Final(1.5, "bonjour", 0))
    assert (check.now.heard[Side.CLIENT], check.now.settled) == ("bonjour", True)
    check.go_on()
    assert check.now.heard == {}


def test_sound_that_is_cut_off_is_shown_for_a_second() -> None:
    """A peak of a tenth of a second would be over before anybody sees it."""
    samples = nothing(4)
    samples[SAMPLE_RATE : SAMPLE_RATE + 100] = 32_767
    check = SoundCheck(Played({Side.CLIENT: samples}), GUIDED, clock=Wall())
    seen = [item.at for item in check.blocks() if check.now.clipped]
    assert seen[0] == pytest.approx(1.0)
    assert seen[-1] == pytest.approx(1.8)


def test_two_devices_are_measured_side_by_side() -> None:
    """Client and desk each have a report of their own, and are compared."""
    own = cut(voice(Side.DESK), 0, 6)
    echo = to_int16(0.1 * own / 32_768 + hiss(6, -65))
    sound = Played({Side.CLIENT: echo, Side.DESK: own})
    check = SoundCheck(sound, (Step(Stage.ANYBODY, 5.0),), at_once=True, clock=Wall())
    list(check.blocks())
    (result,) = check.results()
    assert result.reports[Side.DESK].voice == pytest.approx(-21, abs=1)
    assert result.client.voice == pytest.approx(-39, abs=2.5)
    assert result.echo is not None
    assert result.echo.likeness > 0.9
    assert result.echo.lead == pytest.approx(20, abs=1)


def test_one_device_is_compared_with_nothing() -> None:
    """Without a desk device there is no echo to speak of."""
    check = SoundCheck(Played({Side.CLIENT: nothing(3)}), ONCE, at_once=True, clock=Wall())
    list(check.blocks())
    assert check.results()[0].echo is None


def test_a_recogniser_that_is_slow_does_not_shorten_a_step() -> None:
    """Where the wall is at most two seconds ahead of the sound, the sound decides."""
    check = SoundCheck(Played({Side.CLIENT: nothing(9)}), ONCE, at_once=True, clock=Wall(pace=0.25))
    list(check.blocks())
    assert check.results()[0].client.seconds == pytest.approx(2)
