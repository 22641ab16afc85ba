"""What speaks for each family in each sentence, gathered once, so that thresholds can be tried by the thousand.

A matcher of low strictness without a second opinion gives the best score of each family's phrases, guards passed; the
second opinion is asked apart. Every setting is then a comparison of arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.scores import Score
from calmdesk.cues.match import Matcher
from calmdesk.phrasebook.thresholds import HARMLESS, Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from calmdesk.bench.book import Book
    from calmdesk.bench.labelled import Labelled
    from calmdesk.cues.match import Hit

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LOWEST = 0.72
"""The lowest strictness that is tried: below it, half a phrase is enough."""

NO_OPINION = Thresholds(doubt=0.0, harmless=1.0, speak_up=1.0, hush=0.0)
"""Thresholds at which a second opinion says nothing."""

_AROUND = 8
"""Words on either side of a hit that the second opinion weighs besides the whole text, as the matcher does."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Phrases that matched, guards passed; one array each, all of one length.

    ``row`` and ``family`` say where in the evidence it belongs, ``score`` how well it fits; ``own`` phrases go by a
    strictness of their own, which they have reached. ``near`` is the second opinion's probability of the family in the
    words around the match, ``near_calm`` that these are harmless; NaN without a second opinion.
    """

    row: NDArray[np.int64]
    family: NDArray[np.int64]
    score: Floats
    own: Bools
    near: Floats
    near_calm: Floats


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks for families in sentences.

    ``labels``, shape (sentences, families): what is right; ``harmless`` (sentences,): nothing is. ``weighed``, shape
    (sentences, families), is the second opinion of the whole text, ``calm`` (sentences,) that it is harmless; NaN
    without a second opinion.
    """

    labels: Bools
    harmless: Bools
    weighed: Floats
    calm: Floats
    matches: Matches

    @property
    def opinionated(self) -> bool:
        """Tell whether there is a second opinion."""
        return not bool(np.isnan(self.calm).all())

    def part(self, chosen: Bools) -> Evidence:
        """Return the evidence of some of the sentences."""
        kept = chosen[self.matches.row]
        matches = Matches(**{each.name: getattr(self.matches, each.name)[kept] for each in fields(Matches)})
        renumbered = replace(matches, row=(np.cumsum(chosen) - 1)[matches.row])
        return Evidence(self.labels[chosen], self.harmless[chosen], self.weighed[chosen], self.calm[chosen], renumbered)


@dataclass(frozen=True, slots=True)
class Counts(Score):
    """What a setting makes of the evidence: ``fired`` of the ``harmless`` sentences fired."""

    fired: int
    harmless: int

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
    families = list(book.families)
    column = {family: number for number, family in enumerate(families)}
    low = replace(NO_OPINION, strict=LOWEST)
    matcher = Matcher(book.compiled, book.language, book.families, None, low)
    own = {(fact["family"], fact["text"]) for fact in book.compiled["phrases"] if fact["strict"] is not None}
    matches: list[tuple[int, int, float, bool, float, float]] = []
    weighed = np.full((len(rows), len(families)), np.nan)
    calm = np.full(len(rows), np.nan)
    for number, row in enumerate(rows):
        whole = _weigh(book, book.language.words(row.text))
        calm[number] = whole.get(HARMLESS, np.nan)
        weighed[number] = [whole.get(family, np.nan) for family in families]
        for hit in matcher.cues(row.text):
            near = _weigh(book, _around(book, row.text, hit))
            opinion = near.get(hit.family, np.nan), near.get(HARMLESS, np.nan)
            matches.append((number, column[hit.family], hit.score, (hit.family, hit.phrase) in own, *opinion))
    labels = np.array([[family in row.labels for family in families] for row in rows], dtype=bool)
    harmless = np.array([row.harmless for row in rows], dtype=bool)
    return Evidence(labels.reshape(weighed.shape), harmless, weighed, calm, _arrays(matches))


def _arrays(matches: Sequence[tuple[int, int, float, bool, float, float]]) -> Matches:
    row, family, score, own, near, near_calm = zip(*matches, strict=True) if matches else ((), (), (), (), (), ())
    return Matches(
        np.array(row, dtype=np.int64), np.array(family, dtype=np.int64), np.array(score, dtype=float),
        np.array(own, dtype=bool), np.array(near, dtype=float), np.array(near_calm, dtype=float),
    )  # fmt: skip


def _around(book: Book, text: str, hit: Hit) -> tuple[str, ...]:
    """Return the words of a hit with those around it."""
    reading = book.language.read(text)
    places = [number for number, place in enumerate(reading.places) if hit.first <= place <= hit.last]
    return reading.words[max(0, min(places) - _AROUND) : max(places) + 1 + _AROUND]


def _weigh(book: Book, words: tuple[str, ...]) -> dict[str, float]:
    return book.opinion.weigh(words) if book.opinion and words else {}


def by_phrase(evidence: Evidence, thresholds: Thresholds, strict: Floats | None = None) -> Bools:
    """Return which families phrases find, those that the second opinion doubts left out.

    Args:
        evidence: of the sentences.
        thresholds: when a phrase counts, and when it is doubted.
        strict: a strictness for each family, instead of the same for all.
    """
    matches = evidence.matches
    least = thresholds.strict if strict is None else strict[matches.family]
    whole = evidence.weighed[matches.row, matches.family] < thresholds.doubt
    whole |= evidence.calm[matches.row] > thresholds.harmless
    near = (matches.near < thresholds.doubt) | (matches.near_calm > thresholds.harmless)
    counted = (matches.own | (matches.score >= least)) & ~(whole & near)
    found = np.zeros_like(evidence.labels)
    found[matches.row[counted], matches.family[counted]] = True
    return found


def by_opinion(evidence: Evidence, thresholds: Thresholds) -> Bools:
    """Return which families the second opinion finds by itself."""
    return (evidence.weighed >= thresholds.speak_up) & (evidence.calm <= thresholds.hush)[:, None]


def count(evidence: Evidence, found: Bools) -> Counts:
    """Count what was found rightly, wrongly and not at all."""
    right = int((found & evidence.labels).sum())
    return Counts(
        right=right,
        wrong=int(found.sum()) - right,
        missed=int(evidence.labels.sum()) - right,
        fired=int(found[evidence.harmless].any(axis=1).sum()),
        harmless=int(evidence.harmless.sum()),
    )


def curve(evidence: Evidence, thresholds: Thresholds, steps: Iterable[float]) -> list[CurvePoint]:
    """Return precision and recall for each strictness, for the phrases alone and with the second opinion."""
    points = []
    for strict in steps:
        kinds = {False: replace(NO_OPINION, strict=strict)}
        if evidence.opinionated:
            kinds[True] = replace(thresholds, strict=strict)
        for opinion, setting in kinds.items():
            counts = count(evidence, by_phrase(evidence, setting) | by_opinion(evidence, setting))
            points.append(CurvePoint(strict, counts.precision, counts.recall, second_opinion=opinion))
    return points


def family_strictness(families: Iterable[str], strict: float, own: Mapping[str, float]) -> Floats:
    """Return the strictness of each family as an array: its own, or the one of all."""
    return np.array([own.get(family, strict) for family in families])
