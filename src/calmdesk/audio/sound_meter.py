"""Measures one side's sound as it comes: loudness, noise, voice, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.audio.hum import HumMeter
from calmdesk.audio.sound_report import Level, SoundReport
from calmdesk.call.events import SAMPLE_RATE
from calmdesk.call.loudness import FRAME, OPEN_ABOVE, PITCH_WINDOW, SILENCE, levels, voiced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calmdesk.call.events import Block

FRAME_SECONDS: Final = FRAME / SAMPLE_RATE

_FULL_SCALE = 32_768
_CUT_OFF = 32_600
"""Samples as far out as this are at full scale: resampling leaves a cut-off wave a little under it."""

_FLOOR_PERCENTILE = 10
"""Even who talks without a break leaves one frame in ten to the line's own noise, between syllables."""


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """The level of each 20 ms in dBFS, from frame ``first`` of call time on; NaN where sound is missing."""

    first: int
    levels: NDArray[np.float32]


def level_of(samples: NDArray[np.int16]) -> Level:
    """Return how loud a block is."""
    if not len(samples):
        return Level(SILENCE, SILENCE)
    exact = samples.astype(np.float64)
    return Level(_decibels(exact.var()), _decibels(np.abs(exact).max() ** 2), _clipped(samples) > 0)


class SoundMeter:
    """One side, one stretch of time; keeps levels, no sound."""

    def __init__(self) -> None:
        self._hum = HumMeter()
        self._rest = np.empty(0, np.int16)
        self._expected = 0.0
        self._placed: list[tuple[int, NDArray[np.float32]]] = []
        self._voiced: list[NDArray[np.bool_]] = []
        self._muted: list[NDArray[np.bool_]] = []
        self._samples = self._clipped = 0
        self._peak = self._sum = self._squares = 0.0

    def feed(self, block: Block) -> None:
        """Take the next block."""
        samples = block.samples
        exact = samples.astype(np.float64)
        self._samples += len(samples)
        self._clipped += _clipped(samples)
        self._peak = max(self._peak, np.abs(exact).max(initial=0))
        self._sum += float(exact.sum())
        self._squares += float(exact @ exact)
        self._hum.feed((exact / _FULL_SCALE).astype(np.float32))
        self._look_at(block)

    def envelope(self) -> Envelope:
        """Return the levels by call time."""
        if not self._placed:
            return Envelope(0, np.empty(0, np.float32))
        first = min(place for place, _ in self._placed)
        length = max(place + len(found) for place, found in self._placed) - first
        whole = np.full(length, np.nan, np.float32)
        for place, found in self._placed:
            whole[place - first : place - first + len(found)] = found
        return Envelope(first, whole)

    def report(self, *, floor: float | None = None, lost: float = 0.0) -> SoundReport:
        """Return what the sound was like.

        Args:
            floor: the noise floor in dBFS where it was measured before; else it is taken from this sound.
            lost: seconds that the source says were lost meanwhile.
        """
        loudness = np.concatenate([np.empty(0, np.float32), *(found for _, found in self._placed)])
        if not len(loudness):
            return SoundReport(self._samples / SAMPLE_RATE, SILENCE, SILENCE, SILENCE, SILENCE, lost=lost)
        muted = np.concatenate(self._muted)
        # A gate or a telephone exchange that sends nothing in pauses says nothing of the noise under the words.
        noise = loudness if muted.all() else loudness[~muted]
        own_floor, usual = np.percentile(noise, (_FLOOR_PERCENTILE, 50)).tolist()
        voice = self._voice(loudness, own_floor if floor is None else floor)
        mean = self._sum / self._samples
        return SoundReport(
            seconds=self._samples / SAMPLE_RATE,
            rms=_decibels(self._squares / self._samples - mean**2),
            peak=_decibels(self._peak**2),
            floor=own_floor,
            usual=usual,
            voice=float(10 * np.log10((10 ** (voice / 10)).mean())) if len(voice) else None,
            voice_seconds=len(voice) * FRAME_SECONDS,
            clipped=self._clipped / self._samples,
            muted=float(muted.mean()),
            offset=mean / _FULL_SCALE,
            hum=self._hum.hum(),
            lost=lost,
        )

    def _look_at(self, block: Block) -> None:
        """Take the levels of all whole windows; what is left over waits for the next block, unless there is a gap."""
        if abs(block.at - self._expected) > FRAME_SECONDS / 2:
            self._rest = self._rest[:0]
        start = block.at - len(self._rest) / SAMPLE_RATE
        self._expected = block.end
        samples = np.concatenate((self._rest, block.samples))
        whole = len(samples) - len(samples) % PITCH_WINDOW
        self._rest = samples[whole:]
        if not whole:
            return
        windows = samples[:whole].astype(np.float32).reshape(-1, PITCH_WINDOW)
        frames = windows.reshape(-1, FRAME)
        # A voltage on the line is no sound: it would be taken for noise.
        self._placed.append((round(start / FRAME_SECONDS), levels(frames - frames.mean(axis=1, keepdims=True))))
        self._voiced.append(voiced(windows))
        self._muted.append(np.ptp(frames, axis=1) == 0)

    def _voice(self, loudness: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
        """Return the levels of the frames in which somebody speaks: voiced, and out of the noise, hum included."""
        speaking = np.repeat(np.concatenate(self._voiced), PITCH_WINDOW // FRAME) & (loudness > floor + OPEN_ABOVE)
        return loudness[speaking]


def _decibels(power: float) -> float:
    """Return the level of a mean square of int16 samples, in dBFS."""
    return float(10 * np.log10(max(power, 0.0) / _FULL_SCALE**2 + 10 ** (SILENCE / 10)))


def _clipped(samples: NDArray[np.int16]) -> int:
    """Return how many samples stand at full scale, three or more in a row: a single one may be a wave's own top."""
    full = np.abs(samples.astype(np.int32)) >= _CUT_OFF
    three = full[:-2] & full[1:-1] & full[2:]
    held = np.zeros(len(full), bool)
    for shift in range(3 if len(three) else 0):
        held[shift : shift + len(three)] |= three
    return int(held.sum())
