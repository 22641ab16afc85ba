"""Sound at one sample rate made sound at another, as it streams by."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Samples of shape (frames, channels), full scale at 1.0."""

_FULL_SCALE = 32768
_HIGHEST, _LOWEST = 32767, -32768


class Resampler:
    """Streaming resampler; equal rates pass through untouched.

    It holds back up to 0.12 s of sound, which ``finish`` gives back; the pieces together are the whole, without seams.
    """

    def __init__(self, rate: int, to: int, channels: int) -> None:
        self._channels = channels
        self._stream = soxr.ResampleStream(rate, to, channels, dtype="float32") if rate != to else None

    def feed(self, samples: Floats) -> Floats:
        """Return what is ready once ``samples`` have come in."""
        return samples if self._stream is None else self._stream.resample_chunk(samples)

    def finish(self) -> Floats:
        """Return what was held back; nothing may be fed any more."""
        nothing = np.empty((0, self._channels), np.float32)
        return nothing if self._stream is None else self._stream.resample_chunk(nothing, last=True)


def to_int16(samples: Floats) -> NDArray[np.int16]:
    """Return ``samples`` as 16-bit integers; what is beyond full scale, as resampling may leave it, is clipped."""
    return np.clip(np.rint(samples * _FULL_SCALE), _LOWEST, _HIGHEST).astype(np.int16)


def to_float(samples: NDArray[np.int16]) -> Floats:
    """Return 16-bit samples with full scale at 1.0."""
    return samples.astype(np.float32) / np.float32(_FULL_SCALE)
