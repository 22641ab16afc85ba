"""What the two channels of a recording say about who is on which, measured on its first minute."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from calmdesk.audio.resample import Floats

_MEASURED_SECONDS = 60.0
_FRAME_SECONDS = 0.05

_SAME_SOUND = 0.95
"""Correlation of two channels from which they are one sound recorded twice."""

_DOMINANCE = 6.0
"""dB by which a channel must be the louder one for the voice to be its own; an echo of the other side is weaker."""

_VOICE_ABOVE_FLOOR = 12.0
_QUIETEST_VOICE, _LOUDEST_FLOOR = -55.0, -35.0
"""dB relative to full scale: what is below the first is never a voice, what is above the second always is sound."""

_SHARED = 0.6
"""Share of the sounding time in which neither channel dominates, from which both hear the same room."""

_VOICE_SECONDS = 0.3
_VOICE_WINDOW = 0.5
"""A voice has begun where it sounds for 0.3 s within half a second: a click has not."""

_CLEARLY_FIRST = 0.2
"""Seconds by which one channel must begin before the other."""


class Verdict(Enum):
    """What two channels turned out to be."""

    SAME = auto()
    """One sound on both."""
    ROOM = auto()
    """Both hear both voices."""
    SILENT = auto()
    """Nothing on either."""
    LEFT_SILENT = auto()
    RIGHT_SILENT = auto()
    LEFT_FIRST = auto()
    RIGHT_FIRST = auto()
    UNCLEAR = auto()
    """Two voices that begin together."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Of each 50 ms: the mean square of the two channels, shape (frames, 2), and the mean of their product."""

    power: NDArray[np.float64]
    cross: NDArray[np.float64]


def measure(chunks: Iterable[Floats], rate: int) -> Levels:
    """Measure the first minute of a recording of two channels; what it keeps does not grow with the sample rate."""
    length = max(1, round(_FRAME_SECONDS * rate))
    rest = np.empty((0, 2), np.float32)
    powers, crosses, frames = [np.empty((0, 2))], [np.empty(0)], 0
    for chunk in chunks:
        samples = np.concatenate((rest, chunk))
        whole = len(samples) - len(samples) % length
        framed = samples[:whole].reshape(-1, length, 2)
        powers.append(np.einsum("flc,flc->fc", framed, framed) / length)
        crosses.append(np.einsum("fl,fl->f", framed[..., 0], framed[..., 1]) / length)
        rest = samples[whole:]
        frames += len(framed)
        if frames * _FRAME_SECONDS >= _MEASURED_SECONDS:
            break
    return Levels(np.concatenate(powers), np.concatenate(crosses))


def judge(levels: Levels) -> Verdict:
    """Say what the channels are."""
    decibels = 10 * np.log10(levels.power + 1e-12)
    lead = decibels - decibels[:, ::-1]
    sounding = decibels > _thresholds(decibels)
    own = sounding & (lead >= _DOMINANCE)
    if not sounding.any():
        return Verdict.SILENT
    if _correlation(levels) > _SAME_SOUND:
        return Verdict.SAME
    if 1 - own.any(axis=1).sum() / sounding.any(axis=1).sum() > _SHARED:
        return Verdict.ROOM
    has_voice = [_begin(channel) < np.inf for channel in own.T]
    if not all(has_voice):
        return _SILENT[has_voice[0], has_voice[1]]
    # Both may speak at once from the start: then neither dominates, and only an echo is clearly weaker.
    return _who_begins(*(_begin(channel) for channel in (sounding & (lead > -_DOMINANCE)).T))


_SILENT = {
    (False, False): Verdict.SILENT,
    (False, True): Verdict.LEFT_SILENT,
    (True, False): Verdict.RIGHT_SILENT,
}
"""By which channels have a voice of their own, left and right."""


def _who_begins(left: float, right: float) -> Verdict:
    """Judge by the seconds at which the voices begin."""
    if abs(left - right) < _CLEARLY_FIRST:
        return Verdict.UNCLEAR
    return Verdict.LEFT_FIRST if left < right else Verdict.RIGHT_FIRST


def _thresholds(decibels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the level above which each channel sounds: clear of its own line noise."""
    if not len(decibels):
        return np.full(2, _QUIETEST_VOICE)
    floor = np.percentile(decibels, 10, axis=0)
    return np.clip(floor + _VOICE_ABOVE_FLOOR, _QUIETEST_VOICE, _LOUDEST_FLOOR)


def _correlation(levels: Levels) -> float:
    scale = np.sqrt(levels.power.sum(axis=0).prod())
    return float(levels.cross.sum() / scale) if scale > 0 else 0.0


def _begin(own: NDArray[np.bool_]) -> float:
    """Return the second at which a voice begins, infinity when none does."""
    window = round(_VOICE_WINDOW / _FRAME_SECONDS)
    counts = np.convolve(own, np.ones(window), mode="full")[window - 1 :]
    found = np.flatnonzero(counts >= round(_VOICE_SECONDS / _FRAME_SECONDS))
    return float(found[0]) * _FRAME_SECONDS if len(found) else float("inf")
