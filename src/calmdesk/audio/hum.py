"""Mains hum: the tones at 50 or 60 Hz and their multiples that stay while voices come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.audio.sound_report import Hum
from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEGMENT = 2 * SAMPLE_RATE // 5
"""Samples of a spectrum: at 2.5 Hz a bin, both 50 and 60 Hz fall on the middle of one."""

_HERTZ = SAMPLE_RATE / _SEGMENT
_MAINS: Final = (50, 60)
_TONES = 8
"""Tones looked at; telephone lines let none below 300 Hz through, so the higher ones must count."""

_BINS = round(_TONES * max(_MAINS) / _HERTZ) + 10
_WINDOW = np.hanning(_SEGMENT)
_POWER = 2.0 / (_SEGMENT * float((_WINDOW**2).sum()))
"""Makes the summed bins of a tone the tone's power."""

_STEADY = 25
"""Percentile of a bin over time: a voice fills it now and then, the hum always."""

_FEWEST = 3
"""Spectra it takes to know what stays: 0.8 s of sound."""

_PROMINENT = 10.0
"""Times by which a tone's power exceeds that beside it: 10 dB, which noise does not reach in these percentiles."""


class HumMeter:
    """Listens for hum in 16 kHz sound; keeps 1.6 kB per 0.2 s."""

    def __init__(self) -> None:
        self._waiting = np.empty(0, np.float32)
        self._spectra: list[NDArray[np.float32]] = []

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, scaled so that full scale is 1."""
        self._waiting = np.concatenate((self._waiting, samples))
        while len(self._waiting) >= _SEGMENT:
            segment = self._waiting[:_SEGMENT]
            self._waiting = self._waiting[_SEGMENT // 2 :]
            spectrum = np.fft.rfft((segment - segment.mean()) * _WINDOW)[:_BINS]
            self._spectra.append((np.abs(spectrum) ** 2 * _POWER).astype(np.float32))

    def hum(self) -> Hum | None:
        """Return the hum, None where no tone of the mains stands out."""
        if len(self._spectra) < _FEWEST:
            return None
        steady = np.percentile(np.array(self._spectra, np.float64), _STEADY, axis=0)
        power, hertz = max((_mains_power(steady, hertz), hertz) for hertz in _MAINS)
        return Hum(float(10 * np.log10(power)), hertz) if power > 0 else None


def _mains_power(steady: NDArray[np.float64], mains: int) -> float:
    """Return the power of the tones of a mains frequency; 0 unless the lowest, or two of the others, stand out."""
    tones, around = zip(*(_tone(steady, round(n * mains / _HERTZ)) for n in range(1, _TONES + 1)), strict=True)
    excess = np.subtract(tones, around)
    prominent = excess > (_PROMINENT - 1) * np.array(around)
    return float(excess[prominent].sum()) if prominent[0] or prominent.sum() > 1 else 0.0


def _tone(steady: NDArray[np.float64], place: int) -> tuple[float, float]:
    """Return the power of the five bins around ``place``, and of five bins like those beside them."""
    beside = np.concatenate((steady[place - 8 : place - 3], steady[place + 4 : place + 9]))
    return float(steady[place - 2 : place + 3].sum()), 5 * float(np.median(beside))
