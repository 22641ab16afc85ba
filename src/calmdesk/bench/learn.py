"""Learns the second opinion from a phrasebook's cases (``calmdesk phrasebook learn``); needs scikit-learn."""

from __future__ import annotations

import hashlib
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.cues.features import BUCKETS, Features
from calmdesk.cues.opinion import Weights
from calmdesk.errors import PhrasebookError, UsageError
from calmdesk.phrasebook.thresholds import HARMLESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from calmdesk.bench.labelled import Labelled
    from calmdesk.phrasebook.language import Language

    Floats = NDArray[np.float64]

_INVERSE_REGULARISATION = 60.0
_ITERATIONS = 500
_LOST = 0.15
"""Share of the words that are missing where each sentence is learned for the second time."""

_SEED = 1
_BYTE = 127


def learn(cases: Sequence[Labelled], language: Language) -> Weights:
    """Return a model learned from labelled sentences; the same cases give the same model.

    A sentence with two families counts half for each; one with none teaches what is harmless.

    Raises:
        PhrasebookError: there are no cases of two kinds to tell apart.
        UsageError: scikit-learn is not installed.
    """
    if len({kind for case in cases for kind in _classes(case)}) < 2:  # noqa: PLR2004  # two kinds
        raise PhrasebookError("there are too few cases to learn from", hint="write some into the phrasebook's cases")
    try:
        from scipy.sparse import csr_matrix  # noqa: PLC0415  # an extra
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError("learning needs scikit-learn", hint="pip install 'calmdesk[learn]'") from None
    digest = digest_of(cases)
    features = Features(language)
    words = [language.words(case.text) for case in cases]
    rarity = _rarity(features, words)
    cases, words = [*cases, *cases], words + _with_losses(words)
    vectors = [features.vector(each, rarity) for each in words]
    taught = [(n, family, 1 / max(1, len(case.labels))) for n, case in enumerate(cases) for family in _classes(case)]
    starts = np.cumsum([0] + [len(vectors[n][0]) for n, _, _ in taught])
    buckets = np.concatenate([vectors[n][0] for n, _, _ in taught])
    values = np.concatenate([vectors[n][1] for n, _, _ in taught])
    matrix = csr_matrix((values, buckets, starts), shape=(len(taught), BUCKETS))
    model = LogisticRegression(C=_INVERSE_REGULARISATION, max_iter=_ITERATIONS)
    model.fit(matrix, [family for _, family, _ in taught], sample_weight=[weight for _, _, weight in taught])
    slopes, bias = _for_each_class(model.coef_, model.intercept_)
    scale = np.abs(slopes).max(axis=1) / _BYTE
    return Weights(
        families=tuple(model.classes_),
        weights=np.round(slopes / scale[:, None]).T.astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        rarity=rarity,
        digest=digest,
    )


def _with_losses(texts: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the texts once more with words missing, as a recogniser loses them: no word may carry a family alone."""
    random = Random(_SEED)  # noqa: S311  # repeatable, not secret
    return [tuple(word for word in words if random.random() > _LOST) or words for words in texts]


def _for_each_class(slopes: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """Return a row for each class; of two classes, scikit-learn gives only the one that speaks for the second."""
    if len(slopes) > 1:
        return slopes, bias
    return np.vstack([-slopes, slopes]) / 2, np.concatenate([-bias, bias]) / 2


def digest_of(cases: Sequence[Labelled]) -> str:
    """Return a digest of cases, to tell whether a model was learned from them."""
    sum_ = hashlib.blake2b(digest_size=16)
    for case in cases:
        sum_.update(f"{case.text}\0{','.join(sorted(case.labels))}\n".encode())
    return sum_.hexdigest()


def _classes(case: Labelled) -> list[str]:
    return sorted(case.labels) or [HARMLESS]


def _rarity(features: Features, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Return the smoothed inverse document frequency of each bucket."""
    seen = np.zeros(BUCKETS, dtype=np.float32)
    for words in texts:
        seen[np.unique(np.concatenate(features.bags(words)))] += 1
    rarity = np.log((1 + len(texts)) / (1 + seen)) + 1
    return rarity.astype(np.float16).astype(np.float32)  # as it will be kept
