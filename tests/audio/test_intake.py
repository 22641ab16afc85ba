from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import loudest_hertz, stereo, tone
from calmdesk.audio.handover import Captured
from calmdesk.audio.intake import Intake
from calmdesk.audio.resample import to_int16
from calmdesk.audio.streams import StreamFormat
from calmdesk.call.events import Side

if TYPE_CHECKING:
    from calmdesk.audio.resample import Floats
    from calmdesk.call.events import Block


def _captured(sound: Floats, form: StreamFormat, piece: int = 1600) -> list[Captured]:
    samples = to_int16(sound)
    starts = range(0, len(samples), piece)
    return [
        Captured(start / form.rate, 1, start, samples[start : start + piece].tobytes(), form, Side.DESK)
        for start in starts
    ]


def _blocks(intake: Intake, pieces: list[Captured]) -> list[Block]:
    return [block for piece in pieces for block in intake.blocks(piece)]


def test_what_is_right_already_is_not_touched() -> None:
    """16 kHz mono passes sample by sample, with the time of capture."""
    sound = tone(440, 0.5)
    blocks = _blocks(Intake(Side.DESK), _captured(sound, StreamFormat(16000, 1)))
    assert np.array_equal(np.concatenate([block.samples for block in blocks]), to_int16(sound))
    assert [block.at for block in blocks] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    assert {block.side for block in blocks} == {Side.DESK}


def test_a_stereo_microphone_at_48_khz_is_mixed_and_resampled() -> None:
    """A tone on both channels stays the tone, and call time runs on without a gap."""
    channel = tone(1000, 1.0, 48000)
    intake = Intake()
    pieces = _captured(stereo(channel, channel), StreamFormat(48000, 2), 4800)
    blocks = [*_blocks(intake, pieces), *intake.finish()]
    assert loudest_hertz(np.concatenate([block.samples for block in blocks])) == pytest.approx(1000, abs=2)
    assert [block.at for block in blocks[1:]] == pytest.approx([block.end for block in blocks[:-1]])
    assert blocks[-1].end == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("rate", [16000, 48000])
def test_lost_sound_does_not_make_the_clock_slip(rate: int) -> None:
    """After half a second was lost, the next word still carries the time at which it was said."""
    pieces = _captured(tone(440, 1.0, rate), StreamFormat(rate, 1), rate // 10)
    blocks = _blocks(Intake(), pieces[:2] + pieces[7:])
    gaps = [(before.end, after.at) for before, after in pairwise(blocks) if after.at > before.end + 0.01]
    assert gaps == [pytest.approx((0.2, 0.7))]


def test_a_device_that_comes_back_in_another_format_is_understood() -> None:
    """A headset put in the place of a microphone, at another rate, is heard from its own time on."""
    before = _captured(tone(440, 0.2), StreamFormat(16000, 1))
    headset = replace(_captured(tone(440, 0.2, 48000), StreamFormat(48000, 1), 9600)[0], at=5.0, stretch=2)
    intake = Intake()
    blocks = [*_blocks(intake, [*before, headset]), *intake.finish()]
    assert [block.at for block in blocks[:3]] == pytest.approx([0, 0.1, 5.0])
    assert blocks[-1].end == pytest.approx(5.2, abs=0.001)


def test_what_a_pause_finds_half_converted_is_not_heard_after_it() -> None:
    """The last tenth of a second before a private call does not turn up when it is over."""
    [piece] = _captured(tone(440, 0.2, 48000), StreamFormat(48000, 1), 9600)
    intake = Intake()
    list(intake.blocks(piece))
    intake.forget()
    assert list(intake.finish()) == []
