"""Where a stream's frames lie on the machine's clock, told from when they seem to have been captured.

Sound seems late, hardly ever early: a busy machine delays it and then brings the backlog in a burst. So the earliest
tell the truth. Lateness that stays is sound that was lost; lateness that grows slowly is a sound card whose seconds are
not quite seconds.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calmdesk.audio.capture.records import Sound

SUSPECT = 0.08
"""Seconds of lateness that are either a delay or lost sound: what arrives is held until it is known which."""

_DECIDED = 0.5
"""Seconds after which lateness that has stayed is lost sound."""

_WINDOW = 3.0
"""Seconds of sound of which the earliest tells how far the sound card's clock has drifted."""

_DRIFT = 0.02
"""Seconds the card's clock may be off before it is set right. Recognisers take no notice of jumps this small."""

_ALONE = 2
"""Blocks of which one may seem early by mistake: sound servers guess their own delay."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Sound with its place: ``start`` is the machine's monotonic clock at its first frame.

    ``stretch`` numbers the stretches within which places follow from the number of frames alone.
    """

    sound: Sound
    start: float
    stretch: int


class Timeline:
    """Places the sound of one stream.

    ``lost`` is the seconds found to be missing inside it, ``stretch`` the number of the last stretch.

    Args:
        rate: frames a second.
        after: the number of the last stretch of the stream before.
    """

    def __init__(self, rate: int, after: int = 0) -> None:
        self._rate = rate
        self._zero = math.inf
        self._held: list[Sound] = []
        self._recent: deque[tuple[float, float]] = deque()
        self.stretch = after
        self.lost = 0.0

    def place(self, sound: Sound) -> list[Placed]:
        """Return what can be placed now: as a rule the sound that has arrived."""
        zero = self._zero_by(sound)
        if self._held or zero - self._zero > SUSPECT:
            return self._suspect(sound, zero)
        self._follow(sound.began, zero)
        return [self._placed(sound)]

    def rest(self) -> list[Placed]:
        """Return what is still held, as the stream has ended: with it ended what would have cleared it of loss."""
        if self._held:
            self._lose(min(map(self._zero_by, self._held)))
        return self._released()

    def _suspect(self, sound: Sound, zero: float) -> list[Placed]:
        """Hold sound until it is on time again, or has been late for so long that some was lost."""
        self._held.append(sound)
        if zero - self._zero <= SUSPECT:
            return self._released()
        if sound.began - self._held[0].began < _DECIDED:
            return []
        self._lose(min(map(self._zero_by, self._held)))
        return self._released()

    def _lose(self, zero: float) -> None:
        self.lost += max(0.0, zero - self._zero)
        self._set(zero)
        self._recent.clear()

    def _released(self) -> list[Placed]:
        held, self._held = self._held, []
        return [self._placed(sound) for sound in held]

    def _follow(self, began: float, zero: float) -> None:
        """Set the clock by the earliest sound: at once when that is early, since it cannot be; else with patience."""
        self._recent.append((began, zero))
        while began - self._recent[0][0] > _WINDOW:
            self._recent.popleft()
        earliest = nsmallest(_ALONE, (each for _, each in self._recent))[-1]
        sure = len(self._recent) >= _ALONE or self._zero == math.inf
        long_enough = began - self._recent[0][0] > _WINDOW / 2
        if (sure and earliest < self._zero - _DRIFT) or (long_enough and earliest > self._zero + _DRIFT):
            self._set(earliest)

    def _set(self, zero: float) -> None:
        """Begin a stretch in which the stream's frame 0 lies at ``zero``."""
        self._zero = zero
        self.stretch += 1

    def _zero_by(self, sound: Sound) -> float:
        """Return where frame 0 would lie, had this sound come without delay."""
        return sound.began - sound.first / self._rate

    def _placed(self, sound: Sound) -> Placed:
        return Placed(sound, self._zero + sound.first / self._rate, self.stretch)
