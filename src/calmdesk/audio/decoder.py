"""What every decoder offers, whichever library is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

CHUNK_VALUES = 32_768
"""Samples of all channels together that a decoder hands over at a time: two seconds of a stereo telephone call.

Much smaller ones cost the recogniser: each step here takes the processor's cache from its model, and a replay with
8,192 was a few percent slower. Much larger ones cost the end of a damaged file, of which the last piece is lost.
"""

_LOWEST_RATE, _HIGHEST_RATE = 2_000, 768_000


class Undecodable(Exception):  # noqa: N818 - it says what the bytes are; whether that is an error is the caller's to say
    """The bytes cannot be decoded, or no further."""


class Decoder(Protocol):
    """An opened recording, read once from its beginning."""

    @property
    def rate(self) -> int:
        """Sample rate in Hz, as its header says."""
        ...

    @property
    def channels(self) -> int:
        """How many channels it has."""
        ...

    @property
    def seconds(self) -> float | None:
        """The length its header promises; None when it does not say."""
        ...

    def chunks(self) -> Iterator[NDArray[np.float32]]:
        """Yield samples of shape (frames, channels), from -1.0 to 1.0; ``Undecodable`` where it cannot go on."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def bounded(samples: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return decoded samples within full scale; what is no number, as damaged float recordings hold, is silence."""
    return np.clip(np.nan_to_num(np.asarray(samples, np.float32)), -1.0, 1.0)


def no_sound(path: Path) -> AudioError:
    """Return the error for a recording that is in order and has nothing in it."""
    return AudioError(
        "cannot read {path}: there is no sound in it",
        hint="check that the recording was running; export or copy it again",
        path=path,
    )


def check_rate(rate: int, path: Path) -> None:
    """Refuse a sample rate that no recording has: resampling it would take all the memory there is.

    Raises:
        AudioError: ``rate`` is below 2 kHz or above 768 kHz.
    """
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        raise AudioError(
            "cannot read {path}: its header says {rate} samples a second, which no recording has",
            hint="the file is damaged: export or copy it again",
            path=path,
            rate=rate,
        )
