"""The second opinion: a small linear model, learned from the phrasebook's own cases, that weighs a whole sentence.

It does two things a phrase cannot. It doubts a hit whose sentence looks like none of the family's cases, and it speaks
up for a sentence that no phrase was written for; the card then names the words that moved it most.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.cues.features import BUCKETS, Features
from calmdesk.phrasebook.thresholds import HARMLESS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from calmdesk.phrasebook.language import Language

_WINDOW, _STRIDE = 40, 20
"""Words: a long turn is weighed window by window, or one cue would drown in it."""


@dataclass(frozen=True, eq=False)
class Weights:
    """A learned model.

    ``families``: the classes, ``HARMLESS`` among them. ``weights``: shape (BUCKETS, classes), one byte each, to be
    multiplied by ``scale`` (classes,). ``bias``: (classes,). ``rarity``: inverse document frequency, (BUCKETS,).
    """

    families: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    rarity: NDArray[np.float32]
    digest: str = ""

    def save(self, path: Path) -> None:
        """Write the model to one compressed file."""
        np.savez_compressed(
            path,
            families=np.array(self.families),
            weights=self.weights,
            scale=self.scale,
            bias=self.bias,
            rarity=self.rarity.astype(np.float16),
            digest=np.array(self.digest),
        )

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as file:
            return cls(
                families=tuple(str(name) for name in file["families"]),
                weights=file["weights"],
                scale=file["scale"],
                bias=file["bias"],
                rarity=file["rarity"].astype(np.float32),
                digest=str(file["digest"]),
            )


class Opinion:
    """Weighs sentences with a learned model."""

    def __init__(self, model: Weights, language: Language) -> None:
        if model.weights.shape[0] != BUCKETS:
            raise ValueError(model.weights.shape)
        self._model = model
        self._features = Features(language)

    def weigh(self, words: Sequence[str]) -> dict[str, float]:
        """Return the probability of each class, 0 to 1: the highest of any window, of harmless the lowest."""
        windows = np.array([self._probabilities(words[start : start + _WINDOW]) for start in _starts(len(words))])
        weighed = dict(zip(self._model.families, windows.max(axis=0).tolist(), strict=True))
        return weighed | {HARMLESS: float(windows[:, self._model.families.index(HARMLESS)].min())}

    def because(self, words: Sequence[str], family: str) -> tuple[int, int]:
        """Return the first and last of the neighbouring words that speak most for a family (up to five)."""
        column = self._model.families.index(family)
        pull = [self._score(words[i : i + 2])[column] for i in range(len(words))]
        at = int(np.argmax(pull))
        first, last = at, min(at + 1, len(words) - 1)
        for i, j in pairwise(range(at + 1, min(at + 5, len(words)))):
            if pull[i] <= 0:
                break
            last = j
        return first, last

    def _probabilities(self, words: Sequence[str]) -> NDArray[np.float32]:
        scores = self._score(words)
        odds = np.exp(scores - scores.max())
        result: NDArray[np.float32] = odds / odds.sum()
        return result

    def _score(self, words: Sequence[str]) -> NDArray[np.float32]:
        buckets, values = self._features.vector(words, self._model.rarity)
        # Not `@`: for a product this small, BLAS would wake its threads and lose a hundred times what they gain.
        pull = np.einsum("i,ij->j", values, self._model.weights[buckets].astype(np.float32))
        result: NDArray[np.float32] = pull * self._model.scale + self._model.bias
        return result


def _starts(length: int) -> range:
    return range(0, max(1, length - _STRIDE), _STRIDE) if length > _WINDOW + _STRIDE // 2 else range(1)
