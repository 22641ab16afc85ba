"""Quiet sound kept back for a moment and decoded in one piece: a whole day of waiting for calls then costs less.

Nothing is left out. Once the line has been quiet for a while, blocks wait for each other; the first one in which
something sounds is decoded at once, with those that waited before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CALM: Final = 1.0
"""Seconds of quiet before any is kept back: the decoder tells a word up to half a second after it."""

PIECE: Final = 0.6
"""Seconds kept back at most: a slow model decodes them in a fifth of a second when a call begins."""


class Lull:
    """Decides when the sound of one recogniser is decoded; samples are int16 at 16 kHz."""

    def __init__(self) -> None:
        self._kept: list[NDArray[np.int16]] = []
        self._quiet = 0

    def pass_on(self, samples: NDArray[np.int16], *, quiet: bool) -> bytes:
        """Return what is to be decoded now, in order; empty while quiet sound waits for more of it."""
        if not quiet and not self._kept:
            self._quiet = 0
            return samples.tobytes()
        self._quiet = self._quiet + len(samples) if quiet else 0
        self._kept.append(samples)
        if self._quiet >= CALM * SAMPLE_RATE and sum(map(len, self._kept)) < PIECE * SAMPLE_RATE:
            return b""
        return self.rest()

    def rest(self) -> bytes:
        """Return what still waits."""
        kept, self._kept = self._kept, []
        return b"".join(samples.tobytes() for samples in kept)
