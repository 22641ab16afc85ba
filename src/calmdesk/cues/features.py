"""What the second opinion sees of a text: hashed pieces of words, sounds and neighbouring sounds.

Pieces of words carry over to words no case holds (« remboursement » from « rembourser »), sounds to what the recogniser
misspells, neighbours to turns of speech. Hashing keeps the model small and needs no dictionary.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from calmdesk.phrasebook.language import Language

    Buckets = NDArray[np.int64]

BUCKETS = 1 << 16
PIECES = range(2, 6)
"""Lengths of the pieces of words, in letters."""


class Features:
    """Turns texts into hashed features; remembers the pieces of a bounded number of words."""

    def __init__(self, language: Language) -> None:
        self._sounds = language.sounds
        self._pieces = lru_cache(maxsize=4_096)(_pieces)

    def bags(self, words: Sequence[str]) -> tuple[Buckets, Buckets]:
        """Return the buckets of a text, with repetition: the pieces of its words, and its sounds with neighbours."""
        pieces = [self._pieces(word) for word in words]
        sounds = [self._sounds(word) or word for word in words]
        neighbours = np.array([_bucket(feature) for feature in _neighbours(sounds)], dtype=np.int64)
        return np.concatenate(pieces) if pieces else neighbours[:0], neighbours

    def vector(self, words: Sequence[str], rarity: NDArray[np.float32]) -> tuple[Buckets, NDArray[np.float32]]:
        """Return the buckets of a text and their values: each bag weighted by rarity and brought to length 1.

        Args:
            words: normalised words.
            rarity: the inverse document frequency of each bucket, shape (BUCKETS,).
        """
        bags = [_values(bag, rarity) for bag in self.bags(words)]
        return np.concatenate([buckets for buckets, _ in bags]), np.concatenate([values for _, values in bags])


def _values(bag: Buckets, rarity: NDArray[np.float32]) -> tuple[Buckets, NDArray[np.float32]]:
    buckets, counts = np.unique(bag, return_counts=True)
    values = (1.0 + np.log(counts.astype(np.float32))) * rarity[buckets]
    length = float(np.sqrt((values**2).sum()))
    return buckets, (values / (length or 1.0)).astype(np.float32)


def _pieces(word: str) -> Buckets:
    marked = f" {word} "
    pieces = [marked[i : i + length] for length in PIECES for i in range(max(1, len(marked) - length + 1))]
    return np.array([_bucket("p" + piece) for piece in pieces], dtype=np.int64)


def _neighbours(sounds: Sequence[str]) -> Iterable[str]:
    framed = ["^", *sounds, "$"]
    yield from ("s" + sound for sound in sounds)
    yield from (f"b{a} {b}" for a, b in pairwise(framed))
    yield from (f"k{a} {b}" for a, b in zip(sounds, sounds[2:], strict=False))


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS
