"""The phrases arranged for search: which of them can be in a text at all is decided by set look-ups.

Every phrase has *anchors*: the slots whose wordings all hold a content word. A phrase is a candidate only when each of
its anchors may have been heard; the search starts from its rarest one. The arrangement is a plain table, so that it can
be made once, kept as JSON and loaded in a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from calmdesk.phrasebook.branch import Branch, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.phrasebook.branch import Wording
    from calmdesk.phrasebook.language import Language


class Table(TypedDict):
    """Branches arranged for search; JSON.

    ``slots``: the wordings of each distinct slot, words joined by blanks. ``rows``: for each branch its steps, each
    ``[slot, optional, gap before]``. ``leads``: lead word of a row's rarest anchor to the numbers of such rows.
    ``sounds``: sound key to the words of all slots that have it.
    """

    slots: list[list[str]]
    rows: list[list[list[int]]]
    leads: dict[str, list[int]]
    sounds: dict[str, list[str]]


@dataclass(eq=False, slots=True)
class Place:
    """A slot as the search uses it: its wordings by their first word, each with its words' weights and their sum.

    ``leads`` holds the word of each wording that must have been heard; ``least`` the weight of the lightest wording;
    ``anchor`` tells whether every wording holds a content word.
    """

    by_first: dict[str, list[tuple[Wording, tuple[float, ...], float]]]
    leads: frozenset[str]
    least: float
    anchor: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a row: its place, whether it may be left out, whether free words may stand before it."""

    place: Place
    optional: bool
    gap: bool


def tabulate(branches: Sequence[Branch], language: Language) -> Table:
    """Arrange branches for search; row numbers are the branches' numbers."""
    numbers: dict[tuple[Wording, ...], int] = {}
    rows = [_steps(branch, numbers) for branch in branches]
    places = [_place(wordings, language) for wordings in numbers]
    needs = [_needs(row, places) for row in rows]
    frequency = Counter(lead for row in needs for place in row for lead in place.leads)
    leads: dict[str, list[int]] = {}
    for number, row in enumerate(needs):
        rarest = min(row, key=lambda place: sum(frequency[lead] for lead in place.leads))
        for lead in sorted(rarest.leads):
            leads.setdefault(lead, []).append(number)
    words = sorted({word for wordings in numbers for wording in wordings for word in wording})
    sounds: dict[str, list[str]] = {}
    for word in words:
        sounds.setdefault(language.sounds(word), []).append(word)
    slots = [[" ".join(wording) for wording in wordings] for wordings in numbers]
    return Table(slots=slots, rows=rows, leads=leads, sounds=sounds)


class Index:
    """A table under search. Slots are unpacked when a text first needs them: most calls touch a small part."""

    def __init__(self, table: Table, language: Language) -> None:
        self._table = table
        self._language = language
        self._place = lru_cache(maxsize=None)(self._unpack)
        self._steps: dict[int, tuple[Step, ...]] = {}
        self._row_needs: dict[int, tuple[frozenset[str], ...]] = {}

    def candidates(self, heard: Iterable[str]) -> list[int]:
        """Return the numbers of the rows all of whose anchors are among the ``heard`` terms, in order."""
        terms = frozenset(heard)
        rows = {row for term in terms for row in self._table["leads"].get(term, ())}
        return sorted(row for row in rows if all(not terms.isdisjoint(need) for need in self._needs_of(row)))

    def steps(self, row: int) -> tuple[Step, ...]:
        """Return the steps of a row."""
        if row not in self._steps:
            packed = self._table["rows"][row]
            self._steps[row] = tuple(Step(self._place(slot), bool(opt), bool(gap)) for slot, opt, gap in packed)
        return self._steps[row]

    def _needs_of(self, row: int) -> tuple[frozenset[str], ...]:
        needs = self._row_needs.get(row)
        if needs is None:
            places = [self._place(slot) for slot, optional, _ in self._table["rows"][row] if not optional]
            needs = self._row_needs[row] = tuple(place.leads for place in places if place.anchor)
        return needs

    def _unpack(self, slot: int) -> Place:
        return _place(tuple(tuple(wording.split(" ")) for wording in self._table["slots"][slot]), self._language)


def _steps(branch: Branch, numbers: dict[tuple[Wording, ...], int]) -> list[list[int]]:
    steps: list[list[int]] = []
    gap = False
    for part in branch:
        if isinstance(part, Slot):
            slot = numbers.setdefault(part.wordings, len(numbers))
            steps.append([slot, int(part.optional), int(gap)])
            gap = False
        else:
            gap = True
    return steps


def _needs(row: list[list[int]], places: Sequence[Place]) -> list[Place]:
    """Return the places a row cannot do without: its anchors, or all its places when it has none."""
    needed = [places[slot] for slot, optional, _ in row if not optional]
    return [place for place in needed if place.anchor] or needed


def _place(wordings: tuple[Wording, ...], language: Language) -> Place:
    by_first: dict[str, list[tuple[Wording, tuple[float, ...], float]]] = {}
    leads, least, anchor = set(), float("inf"), True
    for wording in wordings:
        weights = tuple(language.weight(word) for word in wording)
        whole = sum(weights)
        content = [word for word in wording if language.is_content(word)]
        for start in range(_leading_grammar(weights) + 1):
            by_first.setdefault(wording[start], []).append((wording[start:], weights[start:], whole))
        anchor = anchor and bool(content)
        leads.add(max(content or wording, key=len))
        least = min(least, whole)
    return Place(by_first, frozenset(leads), least, anchor)


def _leading_grammar(weights: tuple[float, ...]) -> int:
    """Return how many words at the start of a wording may be lost because a content word follows."""
    return next((i for i, weight in enumerate(weights) if weight >= 1.0), 0)
