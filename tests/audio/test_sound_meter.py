"""What the sound check measures: levels, noise, voice, and what is wrong with a signal."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from calmdesk.audio.sound_meter import SoundMeter, level_of
from calmdesk.audio.sound_report import Level, SoundReport
from calmdesk.call.events import SAMPLE_RATE, Block, Side
from calmdesk.call.loudness import SILENCE
from speech.recordings import blocks, cut, hiss, to_int16, voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

BLOCK = SAMPLE_RATE // 5


def measured(samples: Samples, *, size: int = BLOCK, floor: float | None = None) -> SoundReport:
    """Return the report on a sound that comes in blocks of 0.2 s."""
    meter = SoundMeter()
    for block in blocks(samples, size=size):
        meter.feed(block)
    return meter.report(floor=floor)


def sine(hertz: float, seconds: float, decibels: float) -> NDArray[np.float64]:
    """Return a sine whose peak is ``decibels`` under full scale."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * times))


def sounds(most: int = 12_000) -> SearchStrategy[Samples]:
    """Return any samples: noise, constants, extremes, next to nothing."""
    lengths, extremes = st.integers(0, most), st.sampled_from([-32_768, -1, 0, 1, 32_767])
    return arrays.arrays(np.int16, lengths) | arrays.arrays(np.int16, lengths, elements=extremes, fill=extremes)


def levels_of(report: SoundReport) -> Sequence[float]:
    """Return every level of a report."""
    found = [report.rms, report.peak, report.floor, report.usual]
    return [*found, *([report.voice] if report.voice is not None else []), *([report.hum.level] if report.hum else [])]


@given(st.lists(sounds(), max_size=4))
def test_whatever_a_device_gives_is_measured(pieces: list[Samples]) -> None:
    """Full scale, constants, empty and odd blocks: no figure is missing or impossible."""
    meter, at = SoundMeter(), 0.0
    for piece in pieces:
        meter.feed(Block(at, piece))
        level = level_of(piece)
        assert SILENCE <= level.rms <= 0.01 >= level.peak
        at += len(piece) / SAMPLE_RATE
    report = meter.report()
    assert all(SILENCE - 0.01 <= level <= 0.01 for level in levels_of(report))
    assert all(0 <= share <= 1 for share in (report.clipped, report.muted, abs(report.offset)))
    assert all(math.isfinite(value) for value in astuple(report) if isinstance(value, float))
    assert report.seconds == pytest.approx(at)
    assert report.voice_seconds <= report.seconds


@given(seed=st.integers(0, 2**32), length=st.integers(BLOCK, 3 * BLOCK), loudest=st.integers(2, 15_000))
def test_twice_as_loud_is_six_decibels_more(seed: int, length: int, loudest: int) -> None:
    """Turning the volume up by a factor of two moves every level by 6.02 dB, and nothing else."""
    samples = np.random.default_rng(seed).integers(-loudest, loudest, length, endpoint=True, dtype=np.int16)
    report, louder = measured(samples), measured((2 * samples).astype(np.int16))
    assume(not report.muted)  # nothing, twice, is nothing
    for quiet, loud in zip(levels_of(report), levels_of(louder), strict=True):
        assert loud - quiet == pytest.approx(6.02, abs=0.05)
    assert louder.muted == report.muted
    assert louder.voice_seconds == report.voice_seconds


@given(sizes=st.lists(st.integers(1, 5_000), min_size=1, max_size=20))
def test_the_length_of_the_blocks_does_not_matter(sizes: list[int]) -> None:
    """A device with odd blocks is measured like any other."""
    samples = cut(voice(Side.CLIENT), 5, 7)
    meter, first = SoundMeter(), 0
    for size in [*sizes, len(samples)]:
        piece = samples[first : first + size]
        meter.feed(Block(first / SAMPLE_RATE, piece))
        first += len(piece)
    whole, pieces = measured(samples), meter.report()
    assert pieces.rms == pytest.approx(whole.rms)
    assert pieces.peak == whole.peak
    assert pieces.floor == pytest.approx(whole.floor, abs=1)
    assert pieces.voice_seconds == pytest.approx(whole.voice_seconds, abs=0.3)


def test_levels_are_those_of_the_textbook() -> None:
    """A sine at full scale has -3 dBFS and a peak of 0; half of that 6 dB less; no sound -120."""
    assert level_of(to_int16(sine(440, 1, 0))).rms == pytest.approx(-3.01, abs=0.01)
    assert astuple(level_of(to_int16(sine(440, 1, -6.02)))) == pytest.approx((-9.03, -6.02, 0), abs=0.01)
    assert level_of(np.zeros(100, np.int16)) == level_of(np.empty(0, np.int16)) == Level(SILENCE, SILENCE)


@pytest.mark.parametrize("decibels", [-70, -50, -30])
def test_the_noise_floor_is_the_noise(decibels: float) -> None:
    """A quiet room and a loud one are told apart, to a decibel or two."""
    report = measured(to_int16(hiss(3, decibels)))
    assert report.usual == pytest.approx(decibels, abs=0.7)
    assert report.floor == pytest.approx(decibels, abs=2)
    assert report.voice is None
    assert report.hum is None


def test_a_voice_is_measured_while_it_sounds() -> None:
    """The client of a real call: the voice stands 25 dB out of the line, its pauses do not count."""
    report = measured(cut(voice(Side.CLIENT), 4, 12))
    assert report.voice == pytest.approx(-29, abs=1)
    assert report.floor == pytest.approx(-56, abs=1)
    assert 1.5 < report.voice_seconds < 4
    assert (report.voice or 0) > report.rms + 4


def test_a_steady_tone_is_no_voice() -> None:
    """A dial tone and a hum repeat themselves as vowels do; they do not stand out of themselves."""
    for hertz in (100, 440):
        assert measured(to_int16(sine(hertz, 3, -20) + hiss(3, -60))).voice is None


def test_the_floor_may_be_known_before() -> None:
    """A sound without any pause is a voice or a hum: only the silence before it can tell."""
    vowel = to_int16(sine(120, 2, -30) + sine(240, 2, -34) + sine(360, 2, -38))
    assert measured(vowel).voice is None
    assert measured(vowel, floor=-60).voice_seconds == pytest.approx(2)


def test_pauses_that_are_cut_out_do_not_hide_the_noise() -> None:
    """A gate that mutes all pauses does not make a noisy line a quiet one."""
    noisy = to_int16(cut(voice(Side.CLIENT), 4, 8) / 32_768 + hiss(4, -45))
    gated = np.concatenate([noisy, np.zeros(4 * SAMPLE_RATE, np.int16)])
    assert measured(gated).floor == pytest.approx(measured(noisy).floor, abs=1)
    assert measured(gated).muted == pytest.approx(0.5, abs=0.02)


def test_sound_cut_off_at_full_scale_is_counted() -> None:
    """An input turned up too far flattens its waves; a wave that just touches full scale once does not count."""
    loud = to_int16(np.clip(sine(200, 2, 10), -1, 1))
    assert measured(loud).clipped > 0.5
    assert level_of(loud).clipped
    touching = to_int16(hiss(2, -20))
    touching[::500] = 32_767
    assert measured(touching).clipped == 0
    assert not level_of(touching).clipped


def test_a_muted_device_is_told_from_a_quiet_one() -> None:
    """Exact silence is a switch; the last bit moving is a quiet room. A voltage on a dead line is silence too."""
    assert measured(np.zeros(SAMPLE_RATE, np.int16)).muted == 1
    assert measured(np.full(SAMPLE_RATE, 700, np.int16)).muted == 1
    assert measured(np.random.default_rng(1).integers(-1, 2, SAMPLE_RATE, dtype=np.int16)).muted == 0


def test_a_voltage_on_the_plug_is_no_noise() -> None:
    """An offset is told as such and leaves the noise floor alone."""
    report = measured(to_int16(hiss(2, -60) + 0.1))
    assert report.offset == pytest.approx(0.1, abs=0.001)
    assert report.usual == pytest.approx(-60, abs=1)


@pytest.mark.parametrize(("tones", "hertz"), [((50,), 50), ((100, 150), 50), ((60, 180), 60), ((300, 350, 400), 50)])
def test_mains_hum_is_heard_through_noise(tones: tuple[int, ...], hertz: int) -> None:
    """A ground loop hums at 50 Hz or 60 Hz, or only at their multiples where a telephone takes the deep tones away."""
    hum = sum((sine(tone, 3, -37) for tone in tones), np.zeros(3 * SAMPLE_RATE))
    found = measured(to_int16(hum + hiss(3, -50, low=20, high=7000))).hum
    assert found is not None
    assert astuple(found) == pytest.approx((-40 + 10 * math.log10(len(tones)), hertz), abs=1)


def test_a_voice_does_not_hum() -> None:
    """A deep voice has tones at 100 Hz too, but they come and go; a hum under a voice stays."""
    talk = cut(voice(Side.CLIENT), 4, 12)
    assert measured(talk).hum is None
    found = measured(to_int16(talk / 32_768 + sine(50, 8, -45))).hum
    assert found is not None
    assert astuple(found) == pytest.approx((-48, 50), abs=1.5)


@given(st.integers(0, 1_000))
def test_noise_does_not_hum(seed: int) -> None:
    """No fan is taken for the mains."""
    assert measured(to_int16(hiss(3, -40, low=20, high=7000, seed=seed))).hum is None


def test_lost_sound_leaves_a_hole_in_the_envelope() -> None:
    """Where a second is missing, the levels after it keep their place in time."""
    meter = SoundMeter()
    samples = to_int16(hiss(1, -40))
    for block in [*blocks(samples, size=BLOCK), *blocks(samples, at=2.0, size=BLOCK)]:
        meter.feed(block)
    found = meter.envelope()
    assert (found.first, len(found.levels)) == (0, 150)
    assert np.isnan(found.levels[50:100]).all()
    assert not np.isnan(found.levels[:50]).any()
