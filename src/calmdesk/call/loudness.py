"""What several stations ask of a stretch of sound: how loud it is, and whether there may be a voice in it.

Levels are in dBFS of power: 0 is the power of a square wave at full scale, so a sine at full scale has -3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Frames = NDArray[np.float32]

FRAME: Final = SAMPLE_RATE // 50
"""Samples per level reading: 20 ms, shorter than any vowel."""

PITCH_WINDOW: Final = 2 * FRAME
"""Samples of a window that is asked whether it is voiced: 40 ms, two turns of the deepest voice."""

SILENCE: Final = -120.0
"""dBFS told of no sound at all; the last bit of 16 is at -90."""

OPEN_ABOVE: Final = 8.0
"""dB over the noise floor from which sound counts; noise alone wavers by about 3 dB between frames."""

_FULL_SCALE = 32_768.0
_PITCH_LAGS = slice(SAMPLE_RATE // 400, SAMPLE_RATE // 70)
"""Lags of voices between 70 and 400 Hz."""

_VOICED = 0.5
"""Normalised autocorrelation: 40 ms of telephone noise stay under 0.45, half of all loud speech is above 0.7."""


def levels(frames: Frames) -> NDArray[np.float32]:
    """Return the level of each row of int16-scaled samples, in dBFS."""
    power = np.einsum("ij,ij->i", frames, frames) / frames.shape[1]
    decibels: NDArray[np.float32] = 10.0 * np.log10(power / _FULL_SCALE**2 + 10 ** (SILENCE / 10))
    return decibels


def levels_of(samples: NDArray[np.int16]) -> tuple[float, ...]:
    """Return the level of each whole frame of a stretch of sound, in dBFS."""
    count = len(samples) // FRAME
    frames = samples[: count * FRAME].astype(np.float32).reshape(count, FRAME)
    return tuple(levels(frames).tolist())


def voiced(windows: Frames) -> NDArray[np.bool_]:
    """Tell of each window, shape (count, PITCH_WINDOW), whether it repeats itself at the pitch of a voice.

    A hum or a tone does so too: ask only where the sound stands out of the line's own noise.
    """
    spectrum = np.fft.rfft(windows - windows.mean(axis=1, keepdims=True), 2 * PITCH_WINDOW)
    likeness = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)
    # A lagged window overlaps itself less: give the later lags their share back.
    share = PITCH_WINDOW / (PITCH_WINDOW - np.arange(_PITCH_LAGS.start, _PITCH_LAGS.stop))
    found: NDArray[np.bool_] = (likeness[:, _PITCH_LAGS] * share).max(axis=1) > _VOICED * likeness[:, 0]
    return found
