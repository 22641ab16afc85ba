"""What many calls have in common: families by week, by hour of the day and by length of the call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from calmdesk.review.many.suspects import PhraseCards, Suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.review.facts import NoticeFact
    from calmdesk.review.many.facts import CallFacts

T = TypeVar("T")

LENGTHS: Final = (60, 120, 300, 600)
"""Seconds that part short calls from long ones."""

_WORST: Final = 20
"""Phrases shown with their candidates."""

_WEEK: Final = timedelta(days=7)
_LONGEST_SPAN: Final = 520
"""Weeks that are shown without a gap; a clock that was wrong once must not bring a thousand empty rows."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """The calls of one week, hour or length: how many, and how many cues of each family there were."""

    key: T
    calls: int
    cues: Counter[str]


@dataclass(slots=True)
class _Counts(Generic[T]):
    calls: Counter[T] = field(default_factory=Counter)
    cues: dict[T, Counter[str]] = field(default_factory=dict)

    def add(self, key: T, families: Counter[str]) -> None:
        self.calls[key] += 1
        self.cues.setdefault(key, Counter()).update(families)

    def rows(self, keys: Iterable[T]) -> list[Row[T]]:
        return [Row(key, self.calls[key], self.cues.get(key, Counter())) for key in keys]


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts over many calls.

    ``families`` are those that occurred, the most frequent first. ``weeks`` are named by their Mondays, ``hours``
    from 0 to 23, ``lengths`` by their place in ``LENGTHS`` (the last row is of longer calls). ``dated`` counts the
    calls whose name says when they were. ``wanting``: the calls whose recording is not whole, and why.
    """

    calls: int
    seconds: float
    dated: int
    with_cues: int
    cards: int
    said: int
    desk_heard: int
    families: Sequence[str]
    totals: Counter[str]
    weeks: Sequence[Row[date]]
    hours: Sequence[Row[int]]
    lengths: Sequence[Row[int]]
    candidates: int
    worst: Sequence[PhraseCards]
    wanting: Sequence[tuple[str, Sequence[NoticeFact]]]


class Counting:
    """Counts call after call; however many there are, only the counts are kept."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._seconds = 0.0
        self._weeks: _Counts[date] = _Counts()
        self._hours: _Counts[int] = _Counts()
        self._lengths: _Counts[int] = _Counts()
        self._suspects = Suspects()
        self._wanting: list[tuple[str, Sequence[NoticeFact]]] = []

    def add(self, facts: CallFacts) -> None:
        """Add a call."""
        families = Counter(cue.family for cue in facts.cues)
        day = facts.began.date()
        self._weeks.add(day - timedelta(days=day.weekday()), families)
        self._hours.add(facts.began.hour, families)
        self._lengths.add(sum(facts.seconds > limit for limit in LENGTHS), families)
        self._totals.update(families)
        self._seconds += facts.seconds
        self._suspects.add(facts)
        if facts.wanting:
            self._wanting.append((facts.call, facts.wanting))
        self._sums.update(
            calls=1,
            dated=int(facts.named),
            with_cues=int(bool(facts.cues)),
            cards=len(facts.cards),
            said=sum(card.said is not None for card in facts.cards),
            desk_heard=int(facts.desk_heard),
        )

    def trends(self) -> Trends:
        """Return the counts so far."""
        sums = self._sums
        worst = self._suspects.worst(_WORST)
        return Trends(
            calls=sums["calls"],
            seconds=self._seconds,
            dated=sums["dated"],
            with_cues=sums["with_cues"],
            cards=sums["cards"],
            said=sums["said"],
            desk_heard=sums["desk_heard"],
            families=[family for family, _ in self._totals.most_common()],
            totals=self._totals,
            weeks=self._weeks.rows(_without_gaps(self._weeks.calls)),
            hours=self._hours.rows(_span(self._hours.calls)),
            lengths=self._lengths.rows(range(len(LENGTHS) + 1)),
            candidates=self._suspects.candidates,
            worst=worst,
            wanting=tuple(self._wanting),
        )


def count(calls: Iterable[CallFacts]) -> Trends:
    """Return the counts over some calls."""
    counting = Counting()
    for facts in calls:
        counting.add(facts)
    return counting.trends()


def _without_gaps(weeks: Iterable[date]) -> list[date]:
    there = sorted(weeks)
    if not there:
        return []
    number = (there[-1] - there[0]) // _WEEK + 1
    return there if number > _LONGEST_SPAN else [there[0] + _WEEK * place for place in range(number)]


def _span(hours: Iterable[int]) -> range:
    there = sorted(hours)
    return range(there[0], there[-1] + 1) if there else range(0)
