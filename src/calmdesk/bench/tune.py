"""Looks for the thresholds that find most at a precision that is promised.

A wrong card costs more than a missing one, so precision and the share of harmless sentences fired are limits, and
recall is what is sought within them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.book import urgency
from calmdesk.bench.evidence import LOWEST, Counts, by_opinion, by_phrase, count, family_strictness
from calmdesk.bench.scores import score
from calmdesk.bench.trial import judge_sentences
from calmdesk.cues.match import Matcher
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from calmdesk.bench.book import Book
    from calmdesk.bench.evidence import Evidence
    from calmdesk.bench.labelled import Labelled

STRICT_STEPS = tuple(round(float(step), 2) for step in np.arange(LOWEST, 0.961, 0.02))
DOUBT_STEPS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12)
HARMLESS_STEPS = (0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0)
SPEAK_UP_STEPS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 1.0)
HUSH_STEPS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)

_AS_GOOD = 0.003
"""Settings whose recall differs by less are taken for equal: the more precise one is chosen."""

_LEAST_GAIN = 2
"""What a family's own strictness must be worth in each half of the sentences, in cues, or it is chance."""

_PRICE_OF_A_WRONG_CUE = 3
"""Cues that must be found for one more wrong one, or may be lost for one less."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a setting must keep to: the lowest precision, the highest share of harmless sentences fired."""

    precision: float = 0.92
    fired: float = 0.015

    def kept_by(self, counts: Counts) -> bool:
        """Tell whether some counts keep to them."""
        return counts.precision >= self.precision and counts.share_fired <= self.fired


@dataclass(frozen=True, slots=True)
class Setting:
    """Thresholds and what they make of the sentences."""

    thresholds: Thresholds
    counts: Counts


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a search has found.

    ``now`` is the setting in use, ``tried`` the best one for each strictness, ``best`` the best of all; ``within``
    tells whether it keeps to the limits, otherwise it is the one that comes nearest. ``families`` would be better off
    with a strictness of their own: family to strictness, and ``gained`` is what would then be counted.
    """

    now: Setting
    tried: Sequence[Setting]
    best: Setting
    within: bool
    families: Mapping[str, float]
    gained: Counts

    def raise_if_without(self, limits: Limits) -> None:
        """Raise ``PhrasebookError`` when no setting keeps to the limits: none should be written then."""
        if not self.within:
            raise PhrasebookError(
                "no thresholds reach a precision of {precision} with at most {fired} of harmless sentences fired",
                hint="mend the phrases that fire wrongly (calmdesk phrasebook bench -v), or ask for less",
                precision=limits.precision,
                fired=f"{limits.fired:.1%}",
            )


def tune(evidence: Evidence, families: Sequence[str], now: Thresholds, limits: Limits) -> Tuned:
    """Search all thresholds, then the strictness of single families.

    Args:
        evidence: of sentences the second opinion was not learned from.
        families: the columns of the evidence.
        now: the thresholds as they are.
        limits: what must be kept to.
    """
    settings = list(_settings(evidence, now))
    best = _best(settings, limits)
    strictness = sorted({setting.thresholds.strict for setting in settings})
    tried = [_best([each for each in settings if each.thresholds.strict == strict], limits) for strict in strictness]
    own, gained = _for_families(evidence, families, best, limits)
    in_use = Setting(now, count(evidence, by_phrase(evidence, now) | by_opinion(evidence, now)))
    return Tuned(in_use, tried, best, limits.kept_by(best.counts), own, gained)


def measure_with(thresholds: Thresholds, rows: Sequence[Labelled], book: Book) -> Counts:
    """Count what the matcher itself finds with some thresholds; the search may be off by a cue or two."""
    matcher = Matcher(book.compiled, book.language, book.families, book.opinion, thresholds)
    outcomes = judge_sentences(rows, [row.text for row in rows], matcher, urgency(book.families))
    counts = score(outcomes)
    harmless = [outcome for outcome in outcomes if outcome.row.harmless]
    fired = sum(outcome.fired for outcome in harmless)
    return Counts(counts.right, counts.wrong, counts.missed, fired, len(harmless))


def _settings(evidence: Evidence, now: Thresholds) -> Iterator[Setting]:
    """Yield every setting that is tried; without a second opinion its thresholds stay as they are."""
    asked = evidence.opinionated
    doubts = (
        product(STRICT_STEPS, DOUBT_STEPS, HARMLESS_STEPS)
        if asked
        else product(STRICT_STEPS, [now.doubt], [now.harmless])
    )
    speaking = list(product(SPEAK_UP_STEPS, HUSH_STEPS)) if asked else [(now.speak_up, now.hush)]
    spoken_up = {
        (speak_up, hush): by_opinion(evidence, Thresholds(speak_up=speak_up, hush=hush)) for speak_up, hush in speaking
    }
    for strict, doubt, harmless in doubts:
        matched = by_phrase(evidence, Thresholds(strict=strict, doubt=doubt, harmless=harmless))
        for (speak_up, hush), also in spoken_up.items():
            thresholds = Thresholds(strict=strict, doubt=doubt, harmless=harmless, speak_up=speak_up, hush=hush)
            yield Setting(thresholds, count(evidence, matched | also))


def _best(settings: Sequence[Setting], limits: Limits) -> Setting:
    """Return the setting that finds most within the limits; where none keeps to them, the one nearest to doing so."""
    within = [setting for setting in settings if limits.kept_by(setting.counts)]
    if not within:
        return min(settings, key=lambda setting: (_excess(setting.counts, limits), -setting.counts.recall))
    most = max(setting.counts.recall for setting in within)
    as_good = [setting for setting in within if setting.counts.recall >= most - _AS_GOOD]
    return max(as_good, key=_preference)


def _preference(setting: Setting) -> tuple[float, ...]:
    """Rank settings that find as much: precision, then what is strictest and doubts least that is right."""
    counts, thresholds = setting.counts, setting.thresholds
    return counts.precision, -counts.share_fired, thresholds.strict, thresholds.speak_up, -thresholds.doubt


def _excess(counts: Counts, limits: Limits) -> float:
    """Return by how much counts miss the limits."""
    return max(0.0, limits.precision - counts.precision) + max(0.0, counts.share_fired - limits.fired)


def _for_families(
    evidence: Evidence, families: Sequence[str], setting: Setting, limits: Limits
) -> tuple[dict[str, float], Counts]:
    """Find families for which a strictness of their own pays in both halves of the sentences."""
    halves = [evidence.part(np.arange(len(evidence.harmless)) % 2 == half) for half in (0, 1)]
    own: dict[str, float] = {}
    counts = setting.counts
    for family in families:
        for strict in STRICT_STEPS:
            changed = {**own, family: strict}
            after = _with(evidence, families, setting, changed)
            pays = all(
                _worth(_with(half, families, setting, changed)) - _worth(_with(half, families, setting, own))
                >= _LEAST_GAIN
                for half in halves
            )
            if pays and limits.kept_by(after) and _worth(after) > _worth(counts):
                own, counts = changed, after
    return own, counts


def _with(evidence: Evidence, families: Sequence[str], setting: Setting, own: Mapping[str, float]) -> Counts:
    strict = family_strictness(families, setting.thresholds.strict, own)
    found = by_phrase(evidence, setting.thresholds, strict) | by_opinion(evidence, setting.thresholds)
    return count(evidence, found)


def _worth(counts: Counts) -> float:
    return counts.right - _PRICE_OF_A_WRONG_CUE * counts.wrong
