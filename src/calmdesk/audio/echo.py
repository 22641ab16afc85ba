"""Do both devices hear the same voice? Then the client's may hear nothing but the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.audio.sound_meter import FRAME_SECONDS
from calmdesk.call.loudness import OPEN_ABOVE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calmdesk.audio.sound_meter import Envelope

_FARTHEST = round(0.5 / FRAME_SECONDS)
"""Frames by which one device may be late: buffers of the sound system, and clocks that began apart."""

_SHORTEST = round(1.0 / FRAME_SECONDS)
"""Frames in common that it takes to compare."""

_SOUNDING = round(0.3 / FRAME_SECONDS)
_RANGE = 30.0
"""dB under its loud parts down to which a voice's ups and downs are followed."""


@dataclass(frozen=True, slots=True)
class Echo:
    """How alike the two sides sound.

    ``likeness`` is the correlation of their levels, -1 to 1. Measured on the shipped calls, eight seconds at a time:
    client and desk stay under 0.1, one voice on both is above 0.95, across a reverberant room above 0.7. ``lead`` are
    the dB by which the desk's device hears it louder; ``lag`` the seconds by which the client's hears it later.
    """

    likeness: float
    lead: float
    lag: float


def compare(client: Envelope, desk: Envelope) -> Echo | None:
    """Return how alike two sides are; None when one of them is silent, or there is less than a second of both."""
    start, end = max(client.first, desk.first), min(client.first + len(client.levels), desk.first + len(desk.levels))
    if end - start < _SHORTEST:
        return None
    here, there = (side.levels[start - side.first : end - side.first] for side in (client, desk))
    if min(_sounding(here).sum(), _sounding(there).sum()) < _SOUNDING:
        return None
    farthest = min(_FARTHEST, len(here) - _SHORTEST)
    return max((_at_lag(here, there, lag) for lag in range(-farthest, farthest + 1)), key=lambda echo: echo.likeness)


def _at_lag(here: NDArray[np.float32], there: NDArray[np.float32], lag: int) -> Echo:
    late, early = (here[lag:], there[: len(there) - lag]) if lag >= 0 else (here[:lag], there[-lag:])
    known = ~(np.isnan(late) | np.isnan(early))
    late, early = late[known], early[known]
    lead = 0.0
    if len(late) and (both := _sounding(late)).any():
        lead = float(10 * np.log10((10 ** (early[both] / 10)).mean() / (10 ** (late[both] / 10)).mean()))
    # A weak echo loses its quiet parts in the noise: of both sides only so much is followed as the weaker one has left.
    reach = min(_RANGE, _loud(late) - _floor(late), _loud(early) - _floor(early))
    return Echo(_correlation(_rise(late, reach), _rise(early, reach)), lead, lag * FRAME_SECONDS)


def _floor(levels: NDArray[np.float32]) -> float:
    return float(np.nanpercentile(levels, 10)) if len(levels) else 0.0


def _sounding(levels: NDArray[np.float32]) -> NDArray[np.bool_]:
    sounding: NDArray[np.bool_] = levels > _floor(levels) + OPEN_ABOVE
    return sounding


def _loud(levels: NDArray[np.float32]) -> float:
    return float(np.nanpercentile(levels, 98)) if len(levels) else 0.0


def _rise(levels: NDArray[np.float32], reach: float) -> NDArray[np.float64]:
    """Return by how many dB the sound rises, up to its loud parts, of which ``reach`` dB are followed downwards."""
    rise: NDArray[np.float64] = np.clip(levels - (_loud(levels) - reach), 0, reach).astype(np.float64)
    return rise


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    if len(one) < _SHORTEST:
        return 0.0
    one, other = one - one.mean(), other - other.mean()
    scale = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / scale) if scale > 0 else 0.0
