"""Where a stream's frames lie on the machine's clock, told from when they arrive.

A busy machine delays sound and then brings the backlog in a burst: that is lateness that goes. Lateness that stays is
sound that was lost, unless the sound system says that everything takes longer now. Lateness that grows slowly is a
sound card whose seconds are not quite seconds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from calmdesk.audio.capture.records import Sound

SUSPECT = 0.08
"""Seconds of lateness that are either a delay or lost sound: what arrives is held until it is known which."""

_DECIDED = 0.5
"""Seconds after which lateness that has stayed is a loss, or a delay for good."""

_LIKELY = 0.06
"""Seconds of delay, or of loss, that are believed: a sound system guesses its own delay, and wavers by 50 ms."""

_WINDOW = 15
"""Blocks by whose median the clock is set."""

_FEWEST = 3
"""Blocks of a new stream by which its first one, which may come late, is set right."""

_DRIFT = 0.03
"""Seconds the card's clock may be off before it is set right. Recognisers take no notice of jumps this small."""


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
        self._zero: float | None = None
        self._delay = 0.0
        self._held: list[Sound] = []
        self._lateness: deque[float] = deque(maxlen=_WINDOW)
        self._told_delays: deque[float] = deque(maxlen=_WINDOW)
        self.stretch = after
        self.lost = 0.0

    def place(self, sound: Sound) -> list[Placed]:
        """Return what can be placed now: as a rule the sound that has arrived."""
        if self._zero is None:
            self._begin_stretch(sound.began - sound.first / self._rate)
        late = self._late(sound)
        if self._held or late > SUSPECT:
            return self._suspect(sound, late)
        self._follow(sound)
        return self._released([sound])

    def rest(self) -> list[Placed]:
        """Return what is still held, as the stream has ended: with it ended what would have cleared it of loss."""
        if self._held:
            self._decide()
        return self._released(self._held)

    def _late(self, sound: Sound) -> float:
        """Return by how many seconds sound came later than its place and the known delay say."""
        return sound.began - self._start(sound) - self._delay

    def _start(self, sound: Sound) -> float:
        return (self._zero or 0.0) + sound.first / self._rate

    def _suspect(self, sound: Sound, late: float) -> list[Placed]:
        """Hold sound until it is on time again, or has been late for so long that it will not be."""
        self._held.append(sound)
        if late > SUSPECT:
            if sound.began - self._held[0].began < _DECIDED:
                return []
            self._decide()
        held, self._held = self._held, []
        return self._released(held)

    def _decide(self) -> None:
        """Put the lateness of what is held down to loss, delay, or both."""
        late = min(map(self._late, self._held))
        longer = self._held[-1].delay - _median(self._told_delays) if self._told_delays else 0.0
        delayed = min(longer, late) if longer > _LIKELY else 0.0
        lost = late - delayed if late - delayed > _LIKELY else 0.0
        self._delay += late - lost
        self._lateness.clear()
        self._told_delays.clear()
        if lost:
            self.lost += lost
            self._move(lost)

    def _follow(self, sound: Sound) -> None:
        """Set the clock by how late sound has been of late."""
        self._told_delays.append(sound.delay)
        self._lateness.append(sound.began - sound.first / self._rate)
        off = _median(self._lateness) - self._delay - (self._zero or 0.0)
        if len(self._lateness) < _FEWEST or abs(off) < _DRIFT:
            return
        # What comes earlier than it did had been delayed before.
        less = min(self._delay, max(0.0, -off))
        self._delay -= less
        if abs(off + less) >= _DRIFT:
            self._move(off + less)

    def _move(self, seconds: float) -> None:
        self._begin_stretch((self._zero or 0.0) + seconds)

    def _begin_stretch(self, zero: float) -> None:
        """Let the stream's frame 0 lie at ``zero`` from now on."""
        self._zero = zero
        self.stretch += 1

    def _released(self, sounds: list[Sound]) -> list[Placed]:
        return [Placed(sound, self._start(sound), self.stretch) for sound in sounds]


def _median(values: Collection[float]) -> float:
    return sorted(values)[len(values) // 2]
