"""From when on something counts as a cue: ``[thresholds]`` in ``language.toml``; ``phrasebook tune`` finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HARMLESS = ""
"""The second opinion's class of sentences that hold no cue."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All from 0 to 1.

    ``strict``: lowest score of a phrase that sets none of its own. The others are probabilities of the second opinion:
    it doubts a phrase's hit when it gives the family less than ``doubt``, or calls the text harmless with more than
    ``harmless``; it brings a cue of its own from ``speak_up`` on, unless it calls the text harmless with more than
    ``hush``.
    """

    strict: float = 0.84
    doubt: float = 0.05
    harmless: float = 0.5
    speak_up: float = 0.5
    hush: float = 0.1

    def doubts(self, family: str, weighed: Mapping[str, float]) -> bool:
        """Tell whether a hit of a family is doubted, given the probabilities of all classes."""
        return weighed[family] < self.doubt or weighed[HARMLESS] > self.harmless

    def speaks_up(self, weighed: Mapping[str, float]) -> list[str]:
        """Return the families the second opinion is sure of by itself."""
        if weighed.get(HARMLESS, 1.0) > self.hush:
            return []
        return [family for family, p in weighed.items() if family != HARMLESS and p >= self.speak_up]
