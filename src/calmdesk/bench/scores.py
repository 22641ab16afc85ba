"""Counts and rates: precision, recall, F1, harmless sentences fired, each with a bootstrap interval."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from calmdesk.bench.labelled import Labelled

_RESAMPLES = 1_000
_SEED = 20_261_123
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence: what it holds and what was found."""

    row: Labelled
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed cues."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the cues found that are right; 1 when none was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the cues that were found; 1 when there was none to find."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


def score(outcomes: Sequence[Outcome]) -> Score:
    """Count over all families."""
    right = sum(len(o.found & o.row.labels) for o in outcomes)
    wrong = sum(len(o.found - o.row.labels) for o in outcomes)
    return Score(right, wrong, sum(len(o.row.labels - o.found) for o in outcomes))


def by_family(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Count for each family that occurs, in alphabetical order."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for outcome in outcomes:
        right.update(outcome.found & outcome.row.labels)
        wrong.update(outcome.found - outcome.row.labels)
        missed.update(outcome.row.labels - outcome.found)
    return {name: Score(right[name], wrong[name], missed[name]) for name in sorted(right | wrong | missed)}


def fired(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """Return how many harmless sentences brought a cue, and how many harmless ones there are."""
    harmless = [outcome for outcome in outcomes if not outcome.row.labels]
    return sum(bool(outcome.found) for outcome in harmless), len(harmless)


def interval(outcomes: Sequence[Outcome], figure: Callable[[NDArray[np.int64]], float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a figure over sentences.

    Args:
        outcomes: the sentences, drawn again with replacement; seeded, so two runs agree.
        figure: computes it from the column sums (right, wrong, missed, harmless fired, harmless).
    """
    if not outcomes:
        return 0.0, 1.0
    columns = np.array([_columns(outcome) for outcome in outcomes], dtype=np.int64)
    draw = np.random.default_rng(_SEED)
    values = [figure(columns[draw.integers(0, len(columns), len(columns))].sum(axis=0)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(values, _INTERVAL)
    return float(low), float(high)


def _columns(outcome: Outcome) -> tuple[int, int, int, int, int]:
    labels, found = outcome.row.labels, outcome.found
    harmless = not labels
    return (
        len(found & labels), len(found - labels), len(labels - found), int(harmless and bool(found)), int(harmless),
    )  # fmt: skip
