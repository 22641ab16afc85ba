"""What speaks for each family in each sentence, gathered once, so that thresholds can be tried by the thousand.

A run with a low strictness and no second opinion gives the best score of each family's phrases, guards already passed;
the second opinion is asked apart. Every setting is then a comparison of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.cues.match import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from calmdesk.bench.book import Book
    from calmdesk.bench.labelled import Labelled

LOWEST = 0.72
"""The lowest strictness that is tried: below it, half a phrase is enough."""

_SILENT = 2.0
"""A probability the second opinion never reaches."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks for families in sentences; arrays of shape (sentences, families) but for ``harmless`` (sentences,).

    ``labels``: what is right. ``best``: the highest score of a phrase that goes by the default strictness, 0 where none
    came near. ``own``: a phrase with a strictness of its own has matched. ``weighed``: the second opinion, NaN where it
    does not know the family.
    """

    families: tuple[str, ...]
    labels: NDArray[np.bool_]
    best: NDArray[np.float64]
    own: NDArray[np.bool_]
    weighed: NDArray[np.float64]
    harmless: NDArray[np.bool_]

    def part(self, chosen: NDArray[np.bool_]) -> Evidence:
        """Return the evidence of some of the sentences."""
        return Evidence(
            self.families, self.labels[chosen], self.best[chosen], self.own[chosen], self.weighed[chosen],
            self.harmless[chosen],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What a setting makes of the evidence; see ``scores.Score``. ``fired`` of the ``harmless`` sentences fired."""

    right: int
    wrong: int
    missed: int
    fired: int
    harmless: int

    @property
    def precision(self) -> float:
        """Share of the cues found that are right."""
        return self.right / max(1, self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the cues that are found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def share_fired(self) -> float:
        """Share of the harmless sentences that bring a cue."""
        return self.fired / max(1, self.harmless)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Precision and recall at one strictness, with the second opinion or without it."""

    strict: float
    precision: float
    recall: float
    second_opinion: bool


def gather(rows: Sequence[Labelled], book: Book) -> Evidence:
    """Examine the sentences with a book."""
    families = tuple(book.families)
    low = Matcher(
        book.compiled, book.language, book.families, None, Thresholds(strict=LOWEST, doubt=0.0, speak_up=_SILENT)
    )
    own = {(fact["family"], fact["text"]) for fact in book.compiled["phrases"] if fact["strict"] is not None}
    place = {family: number for number, family in enumerate(families)}
    shape = len(rows), len(families)
    evidence = Evidence(
        families,
        np.array([[family in row.labels for family in families] for row in rows], dtype=bool).reshape(shape),
        np.zeros(shape),
        np.zeros(shape, dtype=bool),
        np.full(shape, np.nan),
        np.array([row.harmless for row in rows], dtype=bool),
    )
    for number, row in enumerate(rows):
        for hit in low.cues(row.text):
            column = place[hit.family]
            if (hit.family, hit.phrase) in own:
                evidence.own[number, column] = True
            else:
                evidence.best[number, column] = max(evidence.best[number, column], hit.score)
        for family, probability in _weighed(row.text, book).items():
            if family in place:
                evidence.weighed[number, place[family]] = probability
    return evidence


def found(evidence: Evidence, thresholds: Thresholds, families: Mapping[str, float] | None = None) -> NDArray[np.bool_]:
    """Return which families are found in which sentences; ``families`` holds the strictness of single ones."""
    own = families or {}
    strict = np.array([own.get(family, thresholds.strict) for family in evidence.families])
    by_phrase = evidence.own | (evidence.best >= strict)
    doubted = evidence.weighed < thresholds.doubt
    return (by_phrase & ~doubted) | (evidence.weighed >= thresholds.speak_up)


def count(evidence: Evidence, which: NDArray[np.bool_]) -> Counts:
    """Count what was found rightly, wrongly and not at all."""
    right = which & evidence.labels
    return Counts(
        right=int(right.sum()),
        wrong=int((which & ~evidence.labels).sum()),
        missed=int((evidence.labels & ~which).sum()),
        fired=int((which.any(axis=1) & evidence.harmless).sum()),
        harmless=int(evidence.harmless.sum()),
    )


def curve(evidence: Evidence, thresholds: Thresholds, steps: Iterable[float]) -> list[CurvePoint]:
    """Return precision and recall for each strictness, for the phrases alone and with the second opinion."""
    points = []
    for strict in steps:
        for opinion in (False, True):
            doubt, speak_up = (thresholds.doubt, thresholds.speak_up) if opinion else (0.0, _SILENT)
            setting = Thresholds(strict=strict, doubt=doubt, speak_up=speak_up)
            counts = count(evidence, found(evidence, setting))
            points.append(CurvePoint(strict, counts.precision, counts.recall, second_opinion=opinion))
    return points


def _weighed(text: str, book: Book) -> dict[str, float]:
    words = book.language.words(text)
    return book.opinion.weigh(words) if book.opinion and words else {}
