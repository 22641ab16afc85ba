"""How much a figure would move with other sentences: 95 % intervals by drawing the sentences again, with replacement.

All figures of a run come from the same draws, so do both sides of a comparison: what one draw makes harder, it makes
harder for both, and only their difference counts. The draws are seeded: two runs agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from calmdesk.bench.scores import Outcome

    Floats = NDArray[np.float64]

RESAMPLES = 1_000
_SEED = 20_261_123
_INTERVAL = (2.5, 97.5)
_RULE_OF_THREE = 3
"""Where nothing ever went wrong, drawing again shows nothing; three cases that did not happen are within 95 %."""

RIGHT, WRONG, MISSED, FIRED, HARMLESS, FALSE_CARDS, SECONDS = range(7)
"""The columns that are summed over sentences; sums have shape (..., 7)."""

_HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of sentences says of a phrasebook; shares from 0 to 1.

    ``false_cards_per_hour`` counts cards of no family of what was being said. A figure is None where there was nothing
    to take it from: no harmless sentence, no time.
    """

    precision: Figure
    recall: Figure
    f1: Figure
    fired: Figure | None
    false_cards_per_hour: Figure | None


def _share(part: Floats, whole: Floats, nothing: float) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, nothing), where=whole > 0)


def _precision(sums: Floats) -> Floats:
    return _share(sums[..., RIGHT], sums[..., RIGHT] + sums[..., WRONG], 1.0)


def _recall(sums: Floats) -> Floats:
    return _share(sums[..., RIGHT], sums[..., RIGHT] + sums[..., MISSED], 1.0)


def _f1(sums: Floats) -> Floats:
    return _share(2 * sums[..., RIGHT], 2 * sums[..., RIGHT] + sums[..., WRONG] + sums[..., MISSED], 1.0)


def _fired(sums: Floats) -> Floats:
    return _share(sums[..., FIRED], sums[..., HARMLESS], 0.0)


def _false_cards_per_hour(sums: Floats) -> Floats:
    return _share(sums[..., FALSE_CARDS] * _HOUR, sums[..., SECONDS], 0.0)


_FIGURES: dict[str, tuple[Callable[[Floats], Floats], tuple[int, ...], int]] = {
    "precision": (_precision, (WRONG,), RIGHT),
    "recall": (_recall, (MISSED,), RIGHT),
    "f1": (_f1, (WRONG, MISSED), RIGHT),
    "fired": (_fired, (FIRED,), HARMLESS),
    "false_cards_per_hour": (_false_cards_per_hour, (FALSE_CARDS,), SECONDS),
}
"""Each figure: how it is computed, the columns of what goes wrong, and the column without which there is no figure."""

_ALWAYS = ("precision", "recall", "f1")


def figures(outcomes: Sequence[Outcome], family: str | None = None) -> Figures:
    """Return the figures of some outcomes; with ``family``, of that family's cues alone."""
    columns = _columns(outcomes, family)
    sums, drawn = columns.sum(axis=0), _weights(len(columns)) @ columns
    found = {name: _figure(name, sums, drawn) for name in _FIGURES}
    return Figures(**{name: found[name] for name in _FIGURES})  # type: ignore[arg-type]  # those of _ALWAYS are there


def difference(now: Sequence[Outcome], before: Sequence[Outcome], name: str) -> Figure:
    """Return how much the figure ``name`` has risen from one run to another over the same sentences, in one order."""
    compute = _FIGURES[name][0]
    columns = _columns(now), _columns(before)
    weights = _weights(len(now))
    drawn = compute(weights @ columns[0]) - compute(weights @ columns[1])
    sums = [each.sum(axis=0) for each in columns]
    low, high = np.percentile(drawn, _INTERVAL)
    return Figure(float(compute(sums[0]) - compute(sums[1])), float(low), float(high))


def _figure(name: str, sums: Floats, drawn: Floats) -> Figure | None:
    compute, bad, basis = _FIGURES[name]
    if not sums[basis] and name not in _ALWAYS:
        return None
    value = float(compute(sums))
    if sums[list(bad)].any():
        low, high = np.percentile(compute(drawn), _INTERVAL)
        return Figure(value, float(low), float(high))
    unlucky = sums.copy()
    unlucky[bad[0]] += _RULE_OF_THREE
    worst = float(compute(unlucky))
    return Figure(value, min(value, worst), min(1.0, max(value, worst)) if name == "fired" else max(value, worst))


def _columns(outcomes: Sequence[Outcome], family: str | None = None) -> Floats:
    rows = [_counts(outcome, family) for outcome in outcomes]
    return np.array(rows, dtype=np.float64).reshape(len(rows), 7)


def _counts(outcome: Outcome, family: str | None) -> tuple[float, ...]:
    labels, found = outcome.row.labels, outcome.found
    if family is not None:
        labels, found = labels & {family}, found & {family}
        return len(found & labels), len(found - labels), len(labels - found), 0, 0, 0, 0
    return (
        len(found & labels), len(found - labels), len(labels - found), outcome.fired, outcome.row.harmless,
        outcome.false_cards, outcome.seconds,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _weights(count: int) -> Floats:
    """Return how often each of ``count`` sentences is drawn, for every resample: shape (RESAMPLES, count)."""
    draw = np.random.default_rng(_SEED)
    if not count:
        return np.zeros((RESAMPLES, 0))
    drawn = [np.bincount(draw.integers(0, count, count), minlength=count) for _ in range(RESAMPLES)]
    return np.array(drawn, dtype=np.float64)
