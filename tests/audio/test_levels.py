from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.sounds import stereo, talk, tone
from calmdesk.audio.levels import Verdict, judge, measure

DESK_FIRST = [(0.4, 3.0), (6.0, 8.0)]
CLIENT_SECOND = [(3.4, 5.5), (8.5, 9.5)]

LEFT_ANSWERS = stereo(talk(DESK_FIRST, seed=1), talk(CLIENT_SECOND, seed=2))


def _verdict(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]], rate: int = 8000, pieces: int = 7) -> Verdict:
    return judge(measure(np.array_split(samples, pieces), rate))


def test_who_answers_is_the_desk() -> None:
    """The side that speaks first picked up the telephone."""
    assert _verdict(LEFT_ANSWERS) is Verdict.LEFT_FIRST
    assert _verdict(LEFT_ANSWERS[:, ::-1]) is Verdict.RIGHT_FIRST


def test_an_echo_of_the_other_side_changes_nothing() -> None:
    """On a poor line each side is heard faintly on the other channel too."""
    echo = LEFT_ANSWERS[:, ::-1] * 0.1
    assert _verdict(LEFT_ANSWERS + echo) is Verdict.LEFT_FIRST


def test_a_click_before_the_first_word_is_not_a_voice() -> None:
    """Somebody hanging up a handset at the start does not count as speaking."""
    call = LEFT_ANSWERS.copy()
    call[400:800, 1] = tone(1000, 0.05, 8000)
    assert _verdict(call) is Verdict.LEFT_FIRST


def test_a_quiet_line_and_a_loud_one_are_both_heard() -> None:
    """One side may be recorded far softer than the other."""
    assert _verdict(LEFT_ANSWERS * np.array([0.03, 1.0], np.float32)) is Verdict.LEFT_FIRST
    assert _verdict(LEFT_ANSWERS * np.array([1.0, 0.03], np.float32)) is Verdict.LEFT_FIRST


def test_the_same_sound_on_both_channels_is_recognised() -> None:
    """A mono call saved as stereo is known for what it is, even with unequal levels."""
    voices = talk([*DESK_FIRST, *CLIENT_SECOND])
    assert _verdict(stereo(voices, voices)) is Verdict.SAME
    assert _verdict(stereo(voices, 0.5 * voices)) is Verdict.SAME


def test_two_microphones_in_one_room_are_recognised() -> None:
    """A stereo recorder on the desk hears both voices on both channels."""
    left = talk([*DESK_FIRST, *CLIENT_SECOND], seed=1)
    right = talk([*DESK_FIRST, *CLIENT_SECOND], seed=2)
    assert _verdict(stereo(left, right)) is Verdict.ROOM


def test_an_empty_channel_is_recognised() -> None:
    """When only one channel was connected, it is the one that counts."""
    voices, hiss = talk([*DESK_FIRST, *CLIENT_SECOND], seed=1), talk([], seed=2)
    assert _verdict(stereo(hiss, voices)) is Verdict.LEFT_SILENT
    assert _verdict(stereo(voices, np.zeros_like(voices))) is Verdict.RIGHT_SILENT


def test_silence_is_recognised() -> None:
    """Neither digital silence nor a hissing line is a voice."""
    assert _verdict(np.zeros((80000, 2), np.float32)) is Verdict.SILENT
    assert _verdict(stereo(talk([], seed=1), talk([], seed=2))) is Verdict.SILENT


def test_two_voices_that_begin_together_stay_unclear() -> None:
    """When a recording starts in the middle of a quarrel, nothing is claimed."""
    both = stereo(talk([(0.0, 1.0), (3, 5)], seed=1), talk([(0.1, 1.0), (6, 9)], seed=2))
    assert _verdict(both) is Verdict.UNCLEAR


def test_a_recording_shorter_than_a_word_is_judged_too() -> None:
    """A fraction of a second is not enough to judge, and no reason to fail."""
    assert _verdict(np.ones((100, 2), np.float32)) is Verdict.SILENT
    assert judge(measure([], 8000)) is Verdict.SILENT


def test_only_the_first_minute_is_measured() -> None:
    """Choosing a channel does not read a two-hour recording to its end."""
    asked = 0

    def endless() -> object:
        nonlocal asked
        while True:
            asked += 1
            yield LEFT_ANSWERS

    assert judge(measure(endless(), 8000)) is Verdict.LEFT_FIRST  # type: ignore[arg-type]  # an endless generator
    assert asked == 6


@given(pieces=st.integers(1, 200), rate=st.sampled_from([8000, 11025, 16000]))
def test_the_verdict_does_not_depend_on_how_the_sound_is_read(pieces: int, rate: int) -> None:
    """The same recording gets the same verdict however its decoder slices it."""
    call = stereo(talk(DESK_FIRST, rate=rate, seed=1), talk(CLIENT_SECOND, rate=rate, seed=2))
    assert _verdict(call, rate, pieces) is Verdict.LEFT_FIRST
