"""The facts of a run, and nothing of how they look: ``table`` and ``picture`` draw them, ``facts_file`` keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.bench.bootstrap import Figure, Figures, difference, figures
from calmdesk.bench.scores import Outcome, Score, by_family, confusion, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.bench.calls import CallTable
    from calmdesk.bench.evidence import CurvePoint
    from calmdesk.bench.gate import Comparison
    from calmdesk.bench.slips import Slip

HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """One family's counts and figures."""

    score: Score
    figures: Figures


@dataclass(frozen=True, slots=True)
class Level:
    """All rows at one level of noise: ``noise`` asked for, ``word_error_rate`` what became of it.

    ``f1_change`` is the rise of F1 since the level without noise (below 0: a fall), None on that level itself.
    """

    noise: float
    word_error_rate: float
    outcomes: tuple[Outcome, ...]
    score: Score
    figures: Figures
    families: Mapping[str, FamilyResult]
    confusion: Mapping[str, Mapping[str, int]]
    f1_change: Figure | None = None

    @property
    def harmless(self) -> int:
        """How many rows hold no cue."""
        return sum(outcome.row.harmless for outcome in self.outcomes)

    @property
    def fired(self) -> int:
        """How many of those brought one."""
        return sum(outcome.fired for outcome in self.outcomes)

    @property
    def false_cards(self) -> int:
        """How many cards were of no family of what was being said."""
        return sum(outcome.false_cards for outcome in self.outcomes)

    @property
    def hours(self) -> float:
        """How long all rows take."""
        return sum(outcome.seconds for outcome in self.outcomes) / HOUR


@dataclass(frozen=True, slots=True)
class Measured:
    """One of the things measured: its kind (``sentences``, ``script``, ``heard``, ``recording``) and number of rows."""

    name: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class CountedCall:
    """A call without a script: how long it is, and how many cards of each family it brought."""

    name: str
    seconds: float
    cards: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run has found. ``estimated``: the time of some rows is reckoned from their words.

    ``taught``: some rows are cases the second opinion was learned from, so the figures flatter.
    """

    language: str
    book: str
    digest: str
    seed: int
    held_out: str
    measured: tuple[Measured, ...]
    levels: tuple[Level, ...]
    estimated: bool
    taught: bool = False
    counted: tuple[CountedCall, ...] = ()
    calls: tuple[CallTable, ...] = ()
    slips: tuple[Slip, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    comparison: Comparison | None = None

    @property
    def clean(self) -> Level:
        """The level without noise."""
        return self.levels[0]


def level(
    outcomes: Sequence[Outcome],
    noise: float = 0.0,
    word_error_rate: float = 0.0,
    clean: Sequence[Outcome] | None = None,
) -> Level:
    """Work out the figures of one level; with the ``clean`` outcomes of the same rows, also how far F1 has moved."""
    families = {name: FamilyResult(counts, figures(outcomes, name)) for name, counts in by_family(outcomes).items()}
    return Level(
        noise=noise,
        word_error_rate=word_error_rate,
        outcomes=tuple(outcomes),
        score=score(outcomes),
        figures=figures(outcomes),
        families=families,
        confusion={name: dict(counts) for name, counts in confusion(outcomes).items()},
        f1_change=difference(outcomes, clean, "f1") if clean is not None else None,
    )
