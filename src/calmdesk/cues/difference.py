"""What two phrasebooks of one language can find differently: the phrases and guards that only one of them has.

Who tunes a phrasebook changes a few phrases of some thousand. In a call where none of them can be heard both find the
same, and one search does for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.cues.align import Memory
from calmdesk.cues.guards import FIT

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from calmdesk.call.events import Heard
    from calmdesk.cues.align import Aligner
    from calmdesk.cues.compiled import Compiled, PhraseFacts
    from calmdesk.cues.index import Table
    from calmdesk.cues.match import Matcher


class Difference:
    """Tells of calls whether two matchers may find different cues in them.

    Both must have the same second opinion and the same families; that is the caller's to know.
    """

    def __init__(self, one: Matcher, other: Matcher) -> None:
        self._language = one.language
        self._alike = one.language == other.language
        self._lexicons = (
            (one.aligner.lexicon, other.aligner.lexicon),
            (one.guards.aligner.lexicon, other.guards.aligner.lexicon),
        )
        self._parts = [*_parts(one, other), *_parts(other, one)]

    def may_show(self, heard: Iterable[Heard]) -> bool:
        """Tell whether what was heard in a call may hold something that only one of both finds."""
        if not self._alike:
            return True
        texts = {self._language.words(event.text) for event in heard}
        words = {word for text in texts for word in text}
        if not all(map(self._sounds_alike, words)):
            return True
        parts = [part for part in self._parts if part.aligner.may_find(words)]
        # Each text is searched for itself: what is found in one that grows was found in one of its forms.
        return any(part.aligner.find(text, part.least, Memory()) for part in parts for text in texts)

    def _sounds_alike(self, word: str) -> bool:
        """Tell whether both take a word for the same words of the phrases they share."""
        return all(ours.agrees(theirs, word) for ours, theirs in self._lexicons)


@dataclass(frozen=True, slots=True)
class _Part:
    """The phrases, or the guards, that only one matcher has, and the lowest score at which they count."""

    aligner: Aligner
    least: float | Sequence[float]


def _parts(one: Matcher, other: Matcher) -> Iterator[_Part]:
    """Yield what only the first of two matchers has."""
    phrases = _only(_phrases(one.compiled), _phrases(other.compiled))
    guards = _only(_guards(one.compiled), _guards(other.compiled))
    if phrases:
        yield _Part(one.aligner.only(phrases), one.strict)
    if guards:
        yield _Part(one.guards.aligner.only(guards), FIT)


def _only(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> list[int]:
    """Return the numbers of the rows the others do not have."""
    known = frozenset(theirs)
    return [number for number, row in enumerate(ours) if row not in known]


def _phrases(compiled: Compiled) -> list[Hashable]:
    """Return all that is known of each row of the phrases."""
    phrases = [_facts(phrase) for phrase in compiled["phrases"]]
    return [(phrases[owner], row) for owner, row in zip(compiled["owners"], _rows(compiled["table"]), strict=True)]


def _guards(compiled: Compiled) -> list[Hashable]:
    """Return all that is known of each row of the guards."""
    phrases = [_facts(phrase) for phrase in compiled["phrases"]]
    rules = [
        (rule["kind"], rule["name"], rule["reach"], phrases[rule["phrase"]] if rule["phrase"] >= 0 else None)
        for rule in compiled["rules"]
    ]
    return list(zip(rules, _rows(compiled["guards"]), strict=True))


def _facts(phrase: PhraseFacts) -> Hashable:
    return tuple(tuple(value) if isinstance(value, list) else value for value in phrase.values())


def _rows(table: Table) -> Iterator[Hashable]:
    """Yield the steps of each row, with their words."""
    wordings = table["slots"]["wordings"]
    for row in table["rows"]:
        yield tuple((wordings[slot], optional, gap) for slot, optional, gap in row)
