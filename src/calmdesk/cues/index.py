"""The phrases arranged for search: which of them can be in a text at all is decided by set look-ups.

Every phrase has *anchors*: the slots whose wordings all hold a content word. A phrase is a candidate only when each of
its anchors may have been heard; the search starts from its rarest one. The arrangement is a plain table, so that it can
be made once, kept as JSON and loaded in a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from calmdesk.phrasebook.branch import Branch, Slot, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.phrasebook.language import Language


class Table(TypedDict):
    """Branches arranged for search; JSON.

    ``slots``: the wordings of each distinct slot, words joined by blanks. ``rows``: for each branch its steps, each
    ``[slot, optional, gap before]``. ``leads``: lead word of a row's rarest anchor to the numbers of such rows.
    ``anchors``: lead word of any anchor to the slots it leads; ``anchored``: for each slot the rows it anchors.
    ``sounds``: sound key to the words of all slots that have it.
    """

    slots: list[list[str]]
    rows: list[list[list[int]]]
    leads: dict[str, list[int]]
    anchors: dict[str, list[int]]
    anchored: list[list[int]]
    sounds: dict[str, list[str]]


class Entry(NamedTuple):
    """A wording from a word on that may begin it: the words that follow, their weights, the weight of all its words."""

    words: Wording
    weights: tuple[float, ...]
    whole: float


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A slot as the search uses it: its wordings by the word they may begin with.

    ``leads`` holds the word of each wording that must have been heard; ``least`` and ``most`` are the weights of the
    lightest and heaviest wording; ``anchor`` tells whether every wording holds a content word.
    """

    number: int
    by_first: dict[str, list[Entry]]
    leads: frozenset[str]
    least: float
    most: float
    anchor: bool


class Step(NamedTuple):
    """One step of a row: its place, whether it may be left out, whether free words may stand before it."""

    place: Place
    optional: bool
    gap: bool


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A branch under search; ``most`` is the greatest weight its words can have, ``needs`` its anchors' leads."""

    number: int
    steps: tuple[Step, ...]
    needs: tuple[frozenset[str], ...]
    most: float


def tabulate(branches: Sequence[Branch], language: Language) -> Table:
    """Arrange branches for search; row numbers are the branches' numbers."""
    numbers: dict[tuple[Wording, ...], int] = {}
    rows = [_steps(branch, numbers) for branch in branches]
    places = [_place(number, wordings, language) for number, wordings in enumerate(numbers)]
    needs = [_needs(row, places) for row in rows]
    frequency = Counter(lead for row in needs for place in row for lead in place.leads)
    leads: dict[str, list[int]] = {}
    anchored: list[list[int]] = [[] for _ in places]
    for number, row in enumerate(needs):
        rarest = min(row, key=lambda place: sum(frequency[lead] for lead in place.leads))
        for lead in sorted(rarest.leads):
            leads.setdefault(lead, []).append(number)
        for place in row:
            anchored[place.number].append(number)
    anchors: dict[str, list[int]] = {}
    for place in places:
        for lead in sorted(place.leads) if anchored[place.number] else ():
            anchors.setdefault(lead, []).append(place.number)
    words = sorted({word for wordings in numbers for wording in wordings for word in wording})
    sounds: dict[str, list[str]] = {}
    for word in words:
        sounds.setdefault(language.sounds(word), []).append(word)
    slots = [[" ".join(wording) for wording in wordings] for wordings in numbers]
    return Table(slots=slots, rows=rows, leads=leads, anchors=anchors, anchored=anchored, sounds=sounds)


class Index:
    """A table under search. Rows are unpacked when a text first needs them: most calls touch a small part."""

    def __init__(self, table: Table, language: Language) -> None:
        self._table = table
        self._language = language
        self._places: dict[int, Place] = {}
        self._rows: dict[int, Row] = {}

    def candidates(self, present: Mapping[str, Sequence[int]], new: frozenset[str]) -> list[Row]:
        """Return the rows all of whose anchors may have been heard, in order, and one of them among the ``new`` terms.

        Args:
            present: each term that may have been heard, with the numbers of its words, ascending.
            new: the terms of the words that were not searched before.
        """
        leads, anchors, anchored = self._table["leads"], self._table["anchors"], self._table["anchored"]
        possible = {number for term in present for number in leads.get(term, ())}
        if len(new) < len(present):
            slots = {slot for term in new for slot in anchors.get(term, ())}
            possible &= {number for slot in slots for number in anchored[slot]}
        return [row for row in map(self._row, sorted(possible)) if _in_order(row, present)]

    def _row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            packed = self._table["rows"][number]
            steps = tuple(Step(self._place(slot), bool(optional), bool(gap)) for slot, optional, gap in packed)
            needed = [step.place for step in steps if not step.optional]
            anchors = [place for place in needed if place.anchor] or needed
            most = sum(step.place.most for step in steps)
            row = self._rows[number] = Row(number, steps, tuple(place.leads for place in anchors), most)
        return row

    def _place(self, slot: int) -> Place:
        place = self._places.get(slot)
        if place is None:
            wordings = tuple(tuple(wording.split(" ")) for wording in self._table["slots"][slot])
            place = self._places[slot] = _place(slot, wordings, self._language)
        return place


def _in_order(row: Row, present: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether each anchor may have been heard after the one before it."""
    at = -1
    for need in row.needs:
        after = [i for term in need & present.keys() for i in present[term] if i > at]
        if not after:
            return False
        at = min(after)
    return True


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


def _place(number: int, wordings: tuple[Wording, ...], language: Language) -> Place:
    by_first: dict[str, list[Entry]] = {}
    leads, wholes, anchor = set(), [], True
    for wording in wordings:
        weights = tuple(language.weight(word) for word in wording)
        whole = sum(weights)
        content = [word for word in wording if language.is_content(word)]
        for start in range(_leading_grammar(weights) + 1):
            by_first.setdefault(wording[start], []).append(Entry(wording[start:], weights[start:], whole))
        anchor = anchor and bool(content)
        leads.add(max(content or wording, key=len))
        wholes.append(whole)
    return Place(number, by_first, frozenset(leads), min(wholes), max(wholes), anchor)


def _leading_grammar(weights: tuple[float, ...]) -> int:
    """Return how many words at the start of a wording may be lost because a content word follows."""
    return next((i for i, weight in enumerate(weights) if weight >= 1.0), 0)
