"""The phrases arranged for search: which of them can be in a text at all is decided by set look-ups.

Every phrase has *anchors*: the slots whose wordings all hold a content word. A phrase is a candidate only when each of
its anchors may have been heard; the search starts from its rarest one. The arrangement is a plain table, so that it can
be made once, kept as JSON and loaded in a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from calmdesk.phrasebook.branch import GAP_WORDS, Branch, Slot, Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from calmdesk.cues.heard_text import HeardText
    from calmdesk.phrasebook.language import Language

REACH = 2
"""How many foreign words may stand between two words of a phrase where its author put no gap."""


class Table(TypedDict):
    """Branches arranged for search; JSON.

    ``slots``: what is known of each distinct slot. ``rows``: for each branch its steps, each
    ``[slot, optional, gap before]``. ``leads``: lead word of a row's rarest anchor to the numbers of such rows.
    ``anchors``: lead word of any anchor to the slots it leads; ``anchored``: for each slot the rows it anchors.
    ``sounds``: sound key to the words of all slots that have it.
    """

    slots: Slots
    rows: list[list[list[int]]]
    leads: dict[str, list[int]]
    anchors: dict[str, list[int]]
    anchored: list[list[int]]
    sounds: dict[str, list[str]]


class Slots(TypedDict):
    """What is known of each slot, one list entry a slot: many short texts would take most of the time of loading.

    ``wordings``: joined by bars, their words by blanks. ``leads``: the word of each wording that must have been heard,
    joined by blanks. ``least``, ``most``: weights of the lightest and the heaviest wording. ``longest``: words of the
    longest. ``anchor``: whether every wording holds a content word.
    """

    wordings: list[str]
    leads: list[str]
    least: list[float]
    most: list[float]
    longest: list[int]
    anchor: list[bool]


class Entry(NamedTuple):
    """A wording from a word on that may begin it: the words that follow, their weights, the weight of all its words."""

    words: Wording
    weights: tuple[float, ...]
    whole: float


class Place:
    """A slot as the search uses it; its wordings are unpacked when its words have been heard."""

    __slots__ = ("_by_first", "_language", "_wordings", "anchor", "leads", "least", "most", "number", "span")

    def __init__(self, number: int, slots: Slots, language: Language) -> None:
        self.number = number
        self.leads = frozenset(slots["leads"][number].split(" "))
        self.least, self.most, self.anchor = slots["least"][number], slots["most"][number], slots["anchor"][number]
        self.span = 2 * slots["longest"][number] - 1
        """Words a wording may stretch over: one word may be passed over between two of its own."""
        self._wordings = slots["wordings"][number]
        self._language = language
        self._by_first: dict[str, list[Entry]] | None = None

    @property
    def by_first(self) -> dict[str, list[Entry]]:
        """The wordings by the words they may begin with."""
        if self._by_first is None:
            self._by_first = _by_first(self._wordings.split("|"), self._language)
        return self._by_first


class Step(NamedTuple):
    """One step of a row: its place, whether it may be left out, whether free words may stand before it."""

    place: Place
    optional: bool
    gap: bool


class Need(NamedTuple):
    """A place a row cannot do without, and how many words after the one before it its lead may stand at most."""

    place: Place
    reach: int


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A branch under search; ``most`` is the greatest weight its words can have, ``must`` the places not optional."""

    number: int
    steps: tuple[Step, ...]
    needs: tuple[Need, ...]
    must: tuple[Place, ...]
    most: float


def tabulate(branches: Sequence[Branch], language: Language) -> Table:
    """Arrange branches for search; row numbers are the branches' numbers."""
    numbers: dict[tuple[Wording, ...], int] = {}
    rows = [_steps(branch, numbers) for branch in branches]
    slots = _slots(list(numbers), language)
    led = [text.split(" ") for text in slots["leads"]]
    needs = [_needs(row, slots["anchor"]) for row in rows]
    frequency = Counter(lead for row in needs for slot in row for lead in led[slot])
    leads: dict[str, list[int]] = {}
    anchored: list[list[int]] = [[] for _ in led]
    for number, row in enumerate(needs):
        rarest = min(row, key=lambda slot: sum(frequency[lead] for lead in led[slot]))
        for lead in led[rarest]:
            leads.setdefault(lead, []).append(number)
        for slot in row:
            anchored[slot].append(number)
    anchors: dict[str, list[int]] = {}
    for slot, words in enumerate(led):
        for lead in words if anchored[slot] else ():
            anchors.setdefault(lead, []).append(slot)
    sounds: dict[str, list[str]] = {}
    for word in sorted({word for wordings in numbers for wording in wordings for word in wording}):
        sounds.setdefault(language.sounds(word), []).append(word)
    return Table(slots=slots, rows=rows, leads=leads, anchors=anchors, anchored=anchored, sounds=sounds)


class Index:
    """A table under search. Rows are unpacked when a text first needs them: most calls touch a small part."""

    def __init__(self, table: Table, language: Language) -> None:
        self._table = table
        self._language = language
        self._places: dict[int, Place] = {}
        self._rows: dict[int, Row] = {}

    def candidates(self, text: HeardText, first: int) -> list[Row]:
        """Return the rows all of whose anchors may have been heard, in order, one of them from word ``first`` on."""
        leads, anchors, anchored = self._table["leads"], self._table["anchors"], self._table["anchored"]
        possible = set[int]().union(*[leads[term] for term in text.present.keys() & leads.keys()])
        if first:
            slots = {slot for term in text.terms_from(first) for slot in anchors.get(term, ())}
            possible &= set[int]().union(*[anchored[slot] for slot in slots])
        return [row for row in map(self._row, sorted(possible)) if _in_order(row, text)]

    def _row(self, number: int) -> Row:
        row = self._rows.get(number)
        if row is None:
            packed = self._table["rows"][number]
            steps = tuple(Step(self._place(slot), bool(optional), bool(gap)) for slot, optional, gap in packed)
            needed = frozenset(_needs(packed, self._table["slots"]["anchor"]))
            most = sum(step.place.most for step in steps)
            must = tuple(step.place for step in steps if not step.optional)
            row = self._rows[number] = Row(number, steps, tuple(_reaches(steps, needed)), must, most)
        return row

    def _place(self, slot: int) -> Place:
        place = self._places.get(slot)
        if place is None:
            place = self._places[slot] = Place(slot, self._table["slots"], self._language)
        return place


def _in_order(row: Row, text: HeardText) -> bool:
    """Tell whether each anchor may have been heard after the one before it, and near enough."""
    before: list[int] | None = None
    for place, reach in row.needs:
        here = text.leads_at(place)
        if before is not None:
            here = [j for j in here if any(0 < j - i <= reach for i in before)]
        if not here:
            return False
        before = here
    return True


def _reaches(steps: Sequence[Step], needed: Collection[int]) -> Iterator[Need]:
    """Yield the needed places of a row; what may stand between two of them is added up."""
    reach, free = 0, False
    for place, optional, gap in steps:
        free = free or gap
        reach += (GAP_WORDS if free else REACH) + place.span
        if not optional and place.number in needed:
            yield Need(place, reach)
            reach, free = place.span, False


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


def _needs(row: Sequence[Sequence[int]], anchor: Sequence[bool]) -> list[int]:
    """Return the slots a row cannot do without: its anchors, or all its slots when it has none."""
    needed = [slot for slot, optional, _ in row if not optional]
    return [slot for slot in needed if anchor[slot]] or needed


def _slots(slots: Sequence[Sequence[Wording]], language: Language) -> Slots:
    contents = [[[word for word in wording if language.is_content(word)] for wording in slot] for slot in slots]
    wholes = [[sum(map(language.weight, wording)) for wording in slot] for slot in slots]
    return Slots(
        wordings=["|".join(map(" ".join, slot)) for slot in slots],
        leads=[" ".join(_leads(slot, content)) for slot, content in zip(slots, contents, strict=True)],
        least=[min(each) for each in wholes],
        most=[max(each) for each in wholes],
        longest=[max(map(len, slot)) for slot in slots],
        anchor=[all(each) for each in contents],
    )


def _leads(slot: Sequence[Wording], contents: Sequence[Sequence[str]]) -> list[str]:
    """Return the word of each wording that must have been heard: its longest, of content where it has some."""
    return sorted({max(content or wording, key=len) for wording, content in zip(slot, contents, strict=True)})


def _by_first(wordings: Sequence[str], language: Language) -> dict[str, list[Entry]]:
    by_first: dict[str, list[Entry]] = {}
    for text in wordings:
        wording = tuple(text.split(" "))
        weights = tuple(map(language.weight, wording))
        whole = sum(weights)
        if len(wording) == 1:
            by_first.setdefault(text, []).append(Entry(wording, weights, whole))
            continue
        for start in range(_leading_grammar(weights) + 1):
            by_first.setdefault(wording[start], []).append(Entry(wording[start:], weights[start:], whole))
    return by_first


def _leading_grammar(weights: tuple[float, ...]) -> int:
    """Return how many words at the start of a wording may be lost because a content word follows."""
    return next((i for i, weight in enumerate(weights) if weight >= 1.0), 0)
