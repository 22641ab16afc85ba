"""Looks for the thresholds that find most at a precision that is promised.

A wrong card costs more than a missing one, so precision and the share of harmless sentences fired are limits, and
recall is what is sought within them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.evidence import LOWEST, Counts, count, found
from calmdesk.phrasebook.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.bench.evidence import Evidence

STRICT_STEPS = tuple(round(float(step), 2) for step in np.arange(LOWEST, 0.961, 0.02))
DOUBT_STEPS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12)
SPEAK_UP_STEPS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)

_AS_GOOD = 0.003
"""Settings whose recall differs by less are taken for equal: the more precise one is chosen."""

_LEAST_GAIN = 2
"""Cues a family's own strictness must gain in each half of the sentences, or it is chance."""

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
    """Thresholds, the strictness of single families where it helps, and what they make of the sentences."""

    thresholds: Thresholds
    families: Mapping[str, float]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Tuned:
    """What a search has found: the setting as it is, the best one for each strictness, and the one recommended.

    ``within`` tells whether the recommended one keeps to the limits; otherwise it is the one that comes nearest.
    """

    now: Setting
    tried: Sequence[Setting]
    best: Setting
    within: bool


def tune(evidence: Evidence, now: Thresholds, limits: Limits) -> Tuned:
    """Search all thresholds, then the strictness of single families.

    Args:
        evidence: of sentences the second opinion was not learned from.
        now: the thresholds as they are.
        limits: what must be kept to.
    """
    settings = [_setting(evidence, thresholds) for thresholds in _grid(now, evidence)]
    best = _best(settings, limits)
    if limits.kept_by(best.counts):
        best = _for_families(evidence, best, limits)
    strictness = sorted({setting.thresholds.strict for setting in settings})
    tried = [_best([each for each in settings if each.thresholds.strict == strict], limits) for strict in strictness]
    return Tuned(_setting(evidence, now), tried, best, limits.kept_by(best.counts))


def _grid(now: Thresholds, evidence: Evidence) -> list[Thresholds]:
    """Return what to try; without a second opinion its thresholds stay as they are."""
    unasked = bool(np.isnan(evidence.weighed).all())
    doubts, speak_ups = ((now.doubt,), (now.speak_up,)) if unasked else (DOUBT_STEPS, SPEAK_UP_STEPS)
    return [
        Thresholds(strict=strict, doubt=doubt, speak_up=speak_up)
        for strict, doubt, speak_up in product(STRICT_STEPS, doubts, speak_ups)
    ]


def _setting(evidence: Evidence, thresholds: Thresholds, families: Mapping[str, float] | None = None) -> Setting:
    own = dict(families or {})
    return Setting(thresholds, own, count(evidence, found(evidence, thresholds, own)))


def _best(settings: Sequence[Setting], limits: Limits) -> Setting:
    """Return the setting that finds most within the limits; where none keeps to them, the one nearest to doing so."""
    within = [setting for setting in settings if limits.kept_by(setting.counts)]
    if not within:
        return min(settings, key=lambda setting: (_excess(setting.counts, limits), -setting.counts.recall))
    most = max(setting.counts.recall for setting in within)
    as_good = [setting for setting in within if setting.counts.recall >= most - _AS_GOOD]
    return max(as_good, key=lambda setting: (setting.counts.precision, -setting.counts.share_fired))


def _excess(counts: Counts, limits: Limits) -> float:
    """Return by how much counts miss the limits."""
    return max(0.0, limits.precision - counts.precision) + max(0.0, counts.share_fired - limits.fired)


def _for_families(evidence: Evidence, setting: Setting, limits: Limits) -> Setting:
    """Give single families a strictness of their own where that pays in both halves of the sentences."""
    halves = [evidence.part(np.arange(len(evidence.harmless)) % 2 == half) for half in (0, 1)]
    for family in evidence.families:
        best = setting
        for strict in STRICT_STEPS:
            own = {**setting.families, family: strict}
            changed = _setting(evidence, setting.thresholds, own)
            pays = limits.kept_by(changed.counts) and all(_gain(half, setting, own) >= _LEAST_GAIN for half in halves)
            if pays and _worth(changed.counts) > _worth(best.counts):
                best = changed
        setting = best
    return setting


def _gain(half: Evidence, before: Setting, own: Mapping[str, float]) -> float:
    was = count(half, found(half, before.thresholds, before.families))
    return _worth(count(half, found(half, before.thresholds, own))) - _worth(was)


def _worth(counts: Counts) -> float:
    return counts.right - _PRICE_OF_A_WRONG_CUE * counts.wrong
