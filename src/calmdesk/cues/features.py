"""What the second opinion sees of a text: hashed pieces of words, sounds and neighbouring sounds.

Pieces of words carry over to words no case holds (« remboursement » from « rembourser »), sounds to what the recogniser
misspells, neighbours to turns of speech. Hashing keeps the model small and needs no dictionary.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from calmdesk.phrasebook.language import Language

BUCKETS = 1 << 16
PIECES = range(2, 6)
"""Lengths of the pieces of words, in letters."""


class Features:
    """Turns texts into hashed features; remembers the pieces of a bounded number of words."""

    def __init__(self, language: Language) -> None:
        self._sounds = language.sounds
        self._pieces = lru_cache(maxsize=4_096)(_pieces)

    def counts(self, words: Sequence[str]) -> tuple[Counter[int], Counter[int]]:
        """Return two bags of buckets: the pieces of the words, and the sounds with their neighbours."""
        pieces: Counter[int] = Counter()
        for word in words:
            pieces.update(self._pieces(word))
        sounds = [self._sounds(word) or word for word in words]
        return pieces, Counter(map(_bucket, _neighbours(sounds)))

    def vector(
        self, words: Sequence[str], rarity: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the buckets of a text and their values: each bag weighted by rarity and brought to length 1.

        Args:
            words: normalised words.
            rarity: the inverse document frequency of each bucket, shape (BUCKETS,).
        """
        bags = [_values(bag, rarity) for bag in self.counts(words)]
        return np.concatenate([buckets for buckets, _ in bags]), np.concatenate([values for _, values in bags])


def _values(bag: Counter[int], rarity: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    buckets = np.fromiter(bag, dtype=np.int64, count=len(bag))
    values = np.array([1.0 + log(n) for n in bag.values()], dtype=np.float32) * rarity[buckets]
    length = float(np.sqrt((values**2).sum()))
    return buckets, values / length if length else values


def _pieces(word: str) -> tuple[int, ...]:
    marked = f" {word} "
    return tuple(
        _bucket("p" + marked[i : i + length]) for length in PIECES for i in range(max(1, len(marked) - length + 1))
    )


def _neighbours(sounds: Sequence[str]) -> Iterable[str]:
    framed = ["^", *sounds, "$"]
    yield from ("s" + sound for sound in sounds)
    yield from (f"b{a} {b}" for a, b in pairwise(framed))
    yield from (f"k{a} {b}" for a, b in zip(sounds, sounds[2:], strict=False))


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS
