"""What a stretch of one side's sound was like, in numbers. ``sound_meter`` measures, nothing here judges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a block was, in dBFS; ``clipped`` when some of it was cut off at full scale."""

    rms: float
    peak: float
    clipped: bool = False


@dataclass(frozen=True, slots=True)
class Hum:
    """What the mains bring along: the level of its tones together in dBFS, and its frequency, 50 or 60 Hz."""

    level: float
    hertz: int


@dataclass(frozen=True, slots=True)
class SoundReport:
    """Levels are in dBFS (see ``call.loudness``), shares run from 0 to 1.

    ``seconds`` is the sound that came, ``lost`` what the source says was lost meanwhile. ``muted`` is the share of time
    without the slightest movement. Of the rest, ``floor`` is the level that nine frames in ten exceed, ``usual`` the
    one that half of them do. ``voice`` is the level of the voice while it sounds, None when there was none;
    ``voice_seconds`` how long it did. ``clipped`` is the share of samples cut off at full scale. ``offset`` is the
    mean, as a share of full scale.
    """

    seconds: float
    rms: float
    peak: float
    floor: float
    usual: float
    voice: float | None = None
    voice_seconds: float = 0.0
    clipped: float = 0.0
    muted: float = 0.0
    offset: float = 0.0
    hum: Hum | None = None
    lost: float = 0.0
