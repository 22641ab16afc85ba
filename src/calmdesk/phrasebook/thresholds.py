"""From when on something counts as a cue: ``[thresholds]`` in ``language.toml``; ``phrasebook tune`` finds them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.phrasebook.table import Table

HARMLESS = ""
"""The second opinion's class of sentences that hold no cue."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All from 0 to 1.

    ``strict``: lowest score of a phrase that sets none of its own. The others are probabilities of the second opinion:
    it doubts a phrase's hit when it gives the family less than ``doubt``, or calls the text harmless with more than
    ``harmless``; it brings a cue of its own from ``speak_up`` on, unless it calls the text harmless with more than
    ``hush``. In the ``muted`` families it has no say.
    """

    strict: float = 0.84
    doubt: float = 0.02
    harmless: float = 0.5
    speak_up: float = 0.5
    hush: float = 0.2
    muted: frozenset[str] = frozenset()

    def doubts(self, family: str, weighed: Mapping[str, float]) -> bool:
        """Tell whether a hit of a family is doubted, given the probabilities of all classes."""
        if family in self.muted or family not in weighed:
            return False
        return weighed[family] < self.doubt or weighed[HARMLESS] > self.harmless

    def speaks_up(self, weighed: Mapping[str, float]) -> list[str]:
        """Return the families the second opinion is sure of by itself."""
        if weighed.get(HARMLESS, 1.0) > self.hush:
            return []
        silent = {HARMLESS, *self.muted}
        return [family for family, p in weighed.items() if family not in silent and p >= self.speak_up]


KNOWN_KEYS = frozenset(each.name for each in fields(Thresholds) if each.name != "muted")


def read_thresholds(table: Table, default: Thresholds | None = None) -> Thresholds:
    """Read the table ``[thresholds]``; what is wrong in it is noted, and the default taken."""
    table.refuse_unknown(KNOWN_KEYS)
    default = default or Thresholds()
    return Thresholds(
        strict=table.number("strict", default.strict, 0, 1),
        doubt=table.number("doubt", default.doubt, 0, 1),
        harmless=table.number("harmless", default.harmless, 0, 1),
        speak_up=table.number("speak_up", default.speak_up, 0, 1),
        hush=table.number("hush", default.hush, 0, 1),
    )
