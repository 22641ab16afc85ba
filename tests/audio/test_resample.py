from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.sounds import spectrum_peak, tone
from calmdesk.audio.resample import Floats, Resampler, to_float, to_int16

RATES = [8000, 11025, 22050, 32000, 44100, 48000, 96000]


def _resampled(samples: Floats, rate: int, to: int = 16000, piece: int = 1000) -> Floats:
    resampler = Resampler(rate, to, 1)
    pieces = [resampler.feed(samples[start : start + piece, None]) for start in range(0, len(samples), piece)]
    return np.concatenate([*pieces, resampler.finish()])[:, 0]


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_stays_the_tone(rate: int) -> None:
    """Pitch, loudness and length survive, whatever the rate; nothing else appears beside the tone."""
    sound = _resampled(tone(1000, 2.0, rate), rate)
    assert len(sound) == pytest.approx(32000, abs=1)
    middle = sound[4000:-4000]
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.005)
    hertz, others = spectrum_peak(to_int16(middle))
    assert hertz == pytest.approx(1000, abs=1)
    assert others > 80


@pytest.mark.parametrize("rate", [32000, 44100, 48000, 96000])
def test_what_16_khz_cannot_hold_is_gone(rate: int) -> None:
    """A whistle of 10 kHz vanishes; it does not come back as one of 6 kHz."""
    sound = _resampled(tone(10_000, 1.0, rate), rate)
    assert np.abs(sound[2000:-2000]).max() < 0.0005


def test_equal_rates_change_nothing() -> None:
    """Sound that is right already passes bit by bit."""
    sound = tone(440, 0.5)
    assert np.array_equal(_resampled(sound, 16000), sound)


@settings(max_examples=25)
@given(piece=st.integers(1, 5000), rate=st.sampled_from(RATES))
def test_pieces_have_no_seams(piece: int, rate: int) -> None:
    """However the sound is sliced, the result is the same."""
    sound = tone(700, 0.25, rate)
    whole = _resampled(sound, rate, piece=len(sound))
    assert np.allclose(_resampled(sound, rate, piece=max(piece, len(sound) // 50)), whole, atol=1e-4)


def test_integers_survive_the_way_there_and_back() -> None:
    """Every 16-bit sample is the same after it was a float."""
    every = np.arange(-32768, 32768).astype(np.int16)
    assert np.array_equal(to_int16(to_float(every)), every)


def test_what_resampling_overshoots_is_clipped() -> None:
    """A hair above full scale stays loud; it does not wrap round into a click."""
    assert to_int16(np.array([1.01, -1.01], np.float32)).tolist() == [32767, -32768]
