"""Make clean synthetic speech less clean: tilt, room, noise, a voice behind, telephone lines, level.

Signals are float64 at 16 kHz; only ``dirty`` cares about their scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import soxr
from scipy import signal

if TYPE_CHECKING:
    from collections.abc import Callable

Signal = npt.NDArray[np.float64]

RATE: Final = 16000
TELEPHONE_RATE: Final = 8000
_TINY: Final = 1e-9
_MU: Final = 255
_EQUALISER: Final = np.array([0, 150, 400, 900, 1800, 3000, 4500, 6500, 8000])
_LINE_TONES: Final = (350.0, 425.0, 440.0, 480.0)
"""Dialling and ringing tones of European and American networks, in Hz."""


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return True with this probability."""
    return bool(rng.random() < probability)


def decibels(level: float) -> float:
    """Return the amplitude ratio of a level in dB."""
    return float(10 ** (level / 20))


def loudness(x: Signal) -> float:
    """Return the root mean square, never 0."""
    return float(np.sqrt(np.mean(x**2))) + _TINY


def peak(x: Signal) -> float:
    """Return the largest amplitude, never 0."""
    return float(np.abs(x).max(initial=0)) + _TINY


def noise(rng: np.random.Generator, length: int) -> Signal:
    """Return white to brown noise of RMS 1."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    frequency = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 30)
    x = np.fft.irfft(spectrum * frequency ** -rng.choice([0, 0.5, 0.5, 1.0]), length)
    return x / loudness(x)


def tilt(rng: np.random.Generator, x: Signal) -> Signal:
    """Filter with a smooth random equaliser, within 10 dB."""
    gains = np.cumsum(rng.normal(0, 2.2, len(_EQUALISER)))
    gains = np.clip(gains - gains.mean(), -10, 10)
    response = signal.firwin2(101, _EQUALISER / (RATE / 2), 10 ** (gains / 20))
    return signal.fftconvolve(x, response)[50 : 50 + len(x)]


def room(rng: np.random.Generator, x: Signal) -> Signal:
    """Add the decaying echo of a room (0.08 to 0.5 s) after the direct sound."""
    length = int(rng.uniform(0.08, 0.5) * RATE)
    tail = rng.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    tail[: int(0.002 * RATE)] = 0
    tail *= decibels(-rng.uniform(3, 15)) / np.sqrt(np.sum(tail**2))
    return x + signal.fftconvolve(x, tail)[: len(x)]


def up_sampled(rng: np.random.Generator, x: Signal) -> Signal:
    """Bring 8 kHz to 16 kHz by one of the ways recordings come: what they leave above 4 kHz differs."""
    if chance(rng, 0.5):
        return signal.resample_poly(x, 2, 1)
    return soxr.resample(x, TELEPHONE_RATE, RATE)


def telephone(rng: np.random.Generator, x: Signal) -> Signal:
    """Send through a telephone line: 300 to 3400 Hz or so, 8 kHz, G.711 mu-law; the peak becomes 0.1 to 0.9."""
    edges = [rng.uniform(150, 350), rng.uniform(3200, 3700)]
    band = signal.butter(3, edges, "band", fs=TELEPHONE_RATE, output="sos")
    y = signal.sosfilt(band, signal.resample_poly(x, 1, 2))
    y = y / peak(y) * rng.uniform(0.1, 0.9)
    coded = np.rint(np.sign(y) * np.log1p(_MU * np.abs(y)) / np.log1p(_MU) * 127) / 127
    decoded = np.sign(coded) * np.expm1(np.abs(coded) * np.log1p(_MU)) / _MU
    return up_sampled(rng, decoded)[: len(x)]


def narrowband(rng: np.random.Generator, x: Signal) -> Signal:
    """Low-pass: a clean 8 kHz recording, or some other limited bandwidth."""
    if chance(rng, 0.6):
        return up_sampled(rng, signal.resample_poly(x, 1, 2))[: len(x)]
    return signal.sosfilt(signal.butter(8, rng.uniform(3000, 7000), fs=RATE, output="sos"), x)


def _hiss(rng: np.random.Generator, t: Signal) -> Signal:
    return noise(rng, len(t)) * rng.uniform(0.05, 1)


def _rumble(rng: np.random.Generator, t: Signal) -> Signal:
    return np.cumsum(rng.normal(0, 0.03, len(t))) % 2 - 1


def _hum(rng: np.random.Generator, t: Signal) -> Signal:
    mains = 2 * np.pi * rng.choice([50, 100]) * t
    return np.sin(mains) + rng.uniform(0, 0.5) * np.sin(3 * mains)


def _tones(rng: np.random.Generator, t: Signal) -> Signal:
    tones = rng.choice([*_LINE_TONES, rng.uniform(200, 2000)], rng.integers(1, 4))
    on = (t % rng.uniform(0.3, 3)) < rng.uniform(0.1, 1.5)
    return np.sin(2 * np.pi * np.outer(tones, t)).sum(0) * on


def _clicks(rng: np.random.Generator, t: Signal) -> Signal:
    at = rng.random(len(t)) < rng.uniform(1, 8) / RATE
    return signal.fftconvolve(at, np.exp(-np.arange(400) / rng.uniform(3, 80)))[: len(t)]


def _nothing(_rng: np.random.Generator, t: Signal) -> Signal:
    return np.zeros(len(t))


_NOT_SPEECH: Final[tuple[Callable[[np.random.Generator, Signal], Signal], ...]] = (
    _hiss,
    _rumble,
    _hum,
    _tones,
    _tones,
    _tones,
    _clicks,
    _nothing,
)


def not_speech(rng: np.random.Generator) -> Signal:
    """Return 0.6 to 3 s of something that is not speech: hiss, rumble, hum, line tones, clicks, digital silence."""
    t = np.arange(int(rng.uniform(0.6, 3) * RATE)) / RATE
    return _NOT_SPEECH[rng.integers(len(_NOT_SPEECH))](rng, t)


def _channel(rng: np.random.Generator, x: Signal) -> Signal:
    """One time in three a telephone line, sometimes a noisy one; one time in six another narrow band."""
    draw = rng.choice(["telephone", "narrow", "wide"], p=[0.33, 0.17, 0.5])
    if draw == "telephone":
        x = telephone(rng, x)
        return x + noise(rng, len(x)) * loudness(x) * decibels(-rng.uniform(25, 45)) if chance(rng, 0.4) else x
    return narrowband(rng, x) if draw == "narrow" else x


def dirty(rng: np.random.Generator, x: Signal, behind: Signal) -> Signal:
    """Return the speech as some room, line and microphone might deliver it, at the scale of int16.

    Args:
        rng: what decides.
        x: clean speech, at any scale.
        behind: another speaker's words, now and then heard behind; may be empty.
    """
    x = x / peak(x)
    if chance(rng, 0.6):
        x = tilt(rng, x)
    if chance(rng, 0.35):
        x = room(rng, x)
    speech = loudness(x)
    if chance(rng, 0.65):
        x = x + noise(rng, len(x)) * speech * decibels(-rng.uniform(8, 40))
    if len(behind) and chance(rng, 0.1):
        x = x + np.resize(behind, len(x)) / loudness(behind) * speech * decibels(-rng.uniform(10, 25))
    x = _channel(rng, x)
    highest = peak(x)
    if chance(rng, 0.08):  # an overdriven microphone
        x = np.clip(x, -0.5 * highest, 0.5 * highest)
    x = x / highest * 32767 * decibels(-rng.uniform(0.5, 26))
    # Vosk up-samples 8 kHz without rounding afterwards; a 16 kHz file was rounded. Hear both.
    return np.clip(np.rint(x) if chance(rng, 0.5) else x, -32768, 32767)
