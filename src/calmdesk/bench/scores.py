"""What came out, sentence by sentence, and its counts: right, wrong and missed cues, harmless sentences fired."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.bench.labelled import Labelled

HARMLESS = "(harmless)"
"""Stands for the family of a sentence that holds none."""

MISSED = "(nothing)"
"""Stands for the family found where none was."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A cue or a near miss: its template, score and words; ``stopped_by`` is what kept it back, empty for a cue."""

    family: str
    phrase: str
    score: float
    words: str
    stopped_by: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence: what it holds, what was found, and the families of the cards it brought.

    ``seconds`` is the time it takes, estimated or measured. ``heard`` is the text as the matcher had it: spoilt by
    noise, or written by the recogniser. ``cues`` are the cues themselves; a run that was kept has lost them.
    """

    row: Labelled
    found: frozenset[str]
    cards: tuple[str, ...] = ()
    seconds: float = 0.0
    heard: str = ""
    cues: tuple[Trace, ...] = ()

    @property
    def false_cards(self) -> int:
        """How many cards were of no family of the sentence."""
        return sum(card not in self.row.labels for card in self.cards)

    @property
    def fired(self) -> bool:
        """Tell whether a harmless sentence brought a cue."""
        return self.row.harmless and bool(self.found)


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


def families_of(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the families that occur, in alphabetical order."""
    return sorted({family for outcome in outcomes for family in outcome.row.labels | outcome.found})


def by_family(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Count for each family that occurs, in alphabetical order."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for outcome in outcomes:
        right.update(outcome.found & outcome.row.labels)
        wrong.update(outcome.found - outcome.row.labels)
        missed.update(outcome.row.labels - outcome.found)
    return {name: Score(right[name], wrong[name], missed[name]) for name in families_of(outcomes)}


def confusion(outcomes: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """Return, for each family that was there, how often which family was found for it.

    A right family stands on the diagonal. A wrong one is held against each family of the sentence that was missed, or
    against all of its families when none was, or against ``HARMLESS``. A missed family for which nothing wrong was
    found either stands under ``MISSED``.
    """
    table: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        labels, found = outcome.row.labels, outcome.found
        missed, wrong = labels - found, found - labels
        for family in labels & found:
            table.setdefault(family, Counter())[family] += 1
        for family in (missed or labels or {HARMLESS}) if wrong else missed:
            table.setdefault(family, Counter()).update(wrong or {MISSED})
    return {name: table[name] for name in sorted(table)}
