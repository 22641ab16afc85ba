"""Two devices, one voice: does the client's device hear nothing but the desk?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from calmdesk.audio.echo import compare
from calmdesk.audio.sound_meter import Envelope, SoundMeter
from calmdesk.call.events import SAMPLE_RATE, Side
from speech.recordings import blocks, cut, hiss, to_int16, voice

if TYPE_CHECKING:
    from numpy.typing import NDArray


def envelope(sound: NDArray[np.float64], at: float = 0.0) -> Envelope:
    """Return the levels of a sound that begins at ``at``."""
    meter = SoundMeter()
    for block in blocks(to_int16(sound), at=at, size=3200):
        meter.feed(block)
    return meter.envelope()


def desk(start: float = 0.0, side: Side = Side.DESK) -> NDArray[np.float64]:
    """Return seven seconds of the desk, or of the client, full scale 1."""
    return np.asarray(cut(voice(side), start, start + 7) / 32_768)


def across_the_room(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sound as a device two metres away hears it: later, weaker, with the room's reverberation."""
    room = np.random.default_rng(3).standard_normal(4000) * np.exp(-np.arange(4000) / 800)
    room = np.concatenate([np.zeros(160), room]) / np.sqrt((room**2).sum())
    return np.asarray(0.1 * np.convolve(sound, room)[: len(sound)] + hiss(len(sound) / SAMPLE_RATE, -65))


def test_an_echo_is_the_same_voice_later_and_weaker() -> None:
    """The client's device hears the desk 20 dB weaker and 0.1 s later: both are told."""
    late = np.concatenate([np.zeros(1600), desk()])[: 7 * SAMPLE_RATE]
    found = compare(envelope(0.1 * late + hiss(7, -75)), envelope(desk()))
    assert found is not None
    assert found.likeness > 0.9
    assert found.lead == pytest.approx(20, abs=1)
    assert found.lag == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("start", [0.0, 20.0, 45.0])
def test_a_reverberant_room_does_not_hide_it(start: float) -> None:
    """A microphone across the room, with noise of its own, still hears the same voice."""
    found = compare(envelope(across_the_room(desk(start))), envelope(desk(start)))
    assert found is not None
    assert found.likeness > 0.7
    assert found.lead > 15


@pytest.mark.parametrize("start", [4.0, 20.0, 30.0, 60.0])
def test_two_people_who_talk_are_not_alike(start: float) -> None:
    """Client and desk of a real call take turns."""
    found = compare(envelope(desk(start, Side.CLIENT)), envelope(desk(start)))
    assert found is not None
    assert found.likeness < 0.2


def test_devices_whose_clocks_began_apart_are_compared_all_the_same() -> None:
    """One microphone opens 0.4 s after the other."""
    found = compare(envelope(0.3 * desk(), at=0.4), envelope(desk()))
    assert found is not None
    assert found.likeness > 0.9
    assert found.lag == pytest.approx(0.4, abs=0.02)


def test_silence_is_not_compared() -> None:
    """Where one side hears nothing, or there is too little of both, nothing is said."""
    nothing = envelope(hiss(7, -70))
    assert compare(nothing, envelope(desk())) is None
    assert compare(envelope(desk()), nothing) is None
    assert compare(envelope(desk()), envelope(desk(), at=6.5)) is None
    assert compare(SoundMeter().envelope(), envelope(desk())) is None


def test_lost_sound_is_left_out() -> None:
    """A hole on one side does not spoil the comparison of the rest."""
    meter = SoundMeter()
    for block in blocks(to_int16(0.2 * desk()), size=3200):
        if not 2.0 <= block.at < 3.0:
            meter.feed(block)
    found = compare(meter.envelope(), envelope(desk()))
    assert found is not None
    assert found.likeness > 0.9
