"""Kaldi's binary form of basic values and of a transition model; NOTES.md has the byte layouts.

Nothing here needs Kaldi: each function returns the bytes of one object. All numbers are little-endian.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

FILE_MARK: Final = b"\0B"
"""What a binary file starts with."""
_SIXTEEN_BITS: Final = 65535
_FLAT: Final = 1e-5
"""Smallest range of a matrix: one of equal values has none, and a division by next to nothing is not a number."""


def token(name: str) -> bytes:
    """Return a token: its text and one blank."""
    return name.encode() + b" "


def int32(value: int) -> bytes:
    """Return an integer, its size first."""
    return b"\x04" + struct.pack("<i", value)


def float32(value: float) -> bytes:
    """Return a float, its size first."""
    return b"\x04" + struct.pack("<f", value)


def float64(value: float) -> bytes:
    """Return a double, its size first."""
    return b"\x08" + struct.pack("<d", value)


def boolean(value: bool) -> bytes:  # noqa: FBT001 - the value itself
    """Return a boolean."""
    return b"T" if value else b"F"


def int_vector(values: Sequence[int]) -> bytes:
    """Return a vector of integers; its count has no size byte."""
    return b"\x04" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes()


def float_vector(values: npt.ArrayLike) -> bytes:
    """Return a vector of floats."""
    floats = np.asarray(values, "<f4")
    return token("FV") + int32(len(floats)) + floats.tobytes()


def float_matrix(values: npt.ArrayLike) -> bytes:
    """Return a matrix of floats, row by row."""
    floats = np.asarray(values, "<f4")
    return token("FM") + int32(floats.shape[0]) + int32(floats.shape[1]) + floats.tobytes()


def compressed_matrix(values: npt.ArrayLike) -> bytes:
    """Return a matrix at 16 bits a value, spread evenly between its extremes; read wherever a matrix is."""
    floats = np.asarray(values, "<f4")
    low = float(floats.min())
    span = max(float(floats.max()) - low, _FLAT)
    levels = np.clip(np.rint((floats - low) * (_SIXTEEN_BITS / span)), 0, _SIXTEEN_BITS).astype("<u2")
    return token("CM2") + struct.pack("<ffii", low, span, *floats.shape) + levels.tobytes()


def transition_model(pdfs: Sequence[tuple[int, int]]) -> bytes:
    """Return a transition model in which every phone has one state, left with probability 0.5 at each frame.

    Phone p has the transition ids 2p-1 (it goes on) and 2p (it starts).

    Args:
        pdfs: for phones 1, 2, ... the pdf of the first frame and of the others.
    """
    phones = range(1, len(pdfs) + 1)
    tuples = b"".join(
        int32(phone) + int32(0) + int32(pdf[0]) + int32(pdf[1]) for phone, pdf in zip(phones, pdfs, strict=True)
    )
    log_probabilities = [0.0] + [np.log(0.5)] * (2 * len(pdfs))
    return b"".join(
        (
            token("<TransitionModel>"),
            _topology(phones),
            token("<Tuples>"),
            int32(len(pdfs)),
            tuples,
            token("</Tuples>"),
            token("<LogProbs>"),
            float_vector(log_probabilities),
            token("</LogProbs>"),
            token("</TransitionModel>"),
        )
    )


def _topology(phones: Sequence[int]) -> bytes:
    """Return the one topology all phones share: an emitting state with a self-loop, and the end."""
    has_self_loop_pdf, entries, states = -1, 1, 2
    emitting = int32(0) + int32(1) + int32(2)  # pdf class of the first frame, of the others; arcs
    arcs = int32(0) + float32(0.5) + int32(1) + float32(0.5)
    end = int32(-1) + int32(-1) + int32(0)
    return b"".join(
        (
            token("<Topology>"),
            int_vector(phones),
            int_vector([-1] + [0] * len(phones)),  # the entry of each phone; there is no phone 0
            int32(has_self_loop_pdf),
            int32(entries),
            int32(states),
            emitting + arcs + end,
            token("</Topology>"),
        )
    )
