"""From the times at which phones start to a label for every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from demo_fr import phones
from demo_fr.phones import SILENCE

FRAME_STEP: Final = 0.01
FIRST_CENTRE: Final = 0.0125
"""Centre of frame 0, in seconds."""
_FEWEST_FRAMES: Final = 3
"""The network gives one output each three frames: a shorter phone could be missed altogether."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A phone's number and the second at which it starts; it lasts until the next one."""

    start: float
    phone: int


@dataclass(frozen=True, slots=True)
class FrameLabels:
    """For every frame its phone's number, and 1 where a phone starts."""

    phone: npt.NDArray[np.uint8]
    start: npt.NDArray[np.uint8]


def segments_of_espeak(marks: list[tuple[float, str]]) -> list[Segment] | None:
    """Return the segments of phonemes as espeak-ng tells them (start in s, IPA), or None when one is not French."""
    segments: list[Segment] = []
    for at, ipa in marks:
        phone = phones.from_ipa(ipa)
        if phone is None:
            return None
        start = at
        if phone in phones.PLOSIVES and segments:
            # espeak-ng's event comes after the closure, which belongs to the plosive: start before it.
            start = max(at - 0.04, (segments[-1].start + at) / 2)
        segments.append(Segment(max(start, 0.0), phones.NUMBER[phone] if phone else SILENCE))
    return segments


def shifted(segments: list[Segment], *, speed: float, pad: float) -> list[Segment]:
    """Return the segments of the same speech played ``speed`` times as fast, after ``pad`` seconds of silence."""
    return [Segment(segment.start / speed + pad, segment.phone) for segment in segments]


def frame_labels(segments: list[Segment], frames: int) -> FrameLabels:
    """Label ``frames`` frames; before the first segment there is silence, and every phone lasts some frames."""
    phone = np.full(frames, SILENCE, np.uint8)
    start = np.zeros(frames, np.uint8)
    start[:1] = 1
    begin = 1 - _FEWEST_FRAMES
    current = SILENCE
    for segment in segments:
        if segment.phone == current == SILENCE:
            continue
        begin = max(round((segment.start - FIRST_CENTRE) / FRAME_STEP), begin + _FEWEST_FRAMES)
        current = segment.phone
        if begin < frames:
            phone[begin:] = current
            start[begin] = 1
    return FrameLabels(phone, start)
