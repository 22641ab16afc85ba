"""Hides in a text what says who somebody is: pure, text to text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from calmdesk.phrasebook import folders
from calmdesk.redaction.addresses import AddressFinder
from calmdesk.redaction.digits import DigitFinder
from calmdesk.redaction.emails import EmailFinder, is_typed_address
from calmdesk.redaction.names import NameFinder
from calmdesk.redaction.numbers import Numerals
from calmdesk.redaction.reading import Kind, Reading
from calmdesk.redaction.rules import FILE, Rules, read_rules
from calmdesk.redaction.tokens import read_tokens, split_outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was hidden: the words ``first`` to ``last`` (inclusive) of the text split at blanks."""

    kind: Kind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with labels in the place of what was ``found``; all else is as it was, line breaks included."""

    text: str
    found: tuple[Found, ...] = ()


class Redactor:
    """Hides numbers, e-mail addresses, names and postal addresses; keeps nothing of what it reads."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._labels = {label: kind for kind, label in self._rules.labels.items()}
        words = self._rules.words
        self._finders = (
            EmailFinder(self._rules.emails, words),
            DigitFinder(self._rules.digits, words),
            AddressFinder(self._rules.addresses, words),
            NameFinder(self._rules.names, words),
        )

    @classmethod
    def of(cls, lang: str) -> Redactor:
        """Return the redactor of a language; one without ``redaction.toml`` hides digits and typed addresses only.

        Raises:
            PhrasebookError: there is no such language, or its file cannot be used.
        """
        return _redactor(lang)

    def redact(self, text: str) -> Redacted:
        """Return ``text`` with labels where something was hidden; what is hidden already stays so."""
        found = self.find(text)
        return Redacted(self.hide(text, found), found)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return what there is to hide in ``text``, in order; none overlap."""
        tokens = self._rules.numbers.unglued(read_tokens(text, self._labels))
        reading = Reading(tokens, Numerals(self._rules.numbers, tokens).all(), self._labels)
        found = [Found(Kind.EMAIL, i, i) for i, word in enumerate(text.split()) if is_typed_address(word)]
        for finder in self._finders:
            for kind, first, last in finder.find(reading):
                found.append(Found(kind, tokens[first].place, tokens[last].place))
        return tuple(_merged(found))

    def hide(self, text: str, found: Sequence[Found]) -> str:
        """Return ``text`` with a label for each of ``found``; punctuation around them stays."""
        if not found:
            return text
        places = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        pieces, end = [], 0
        for each in found:
            start, stop = places[each.first][0], places[each.last][1]
            opening = split_outside(text[start : places[each.first][1]], self._labels)[0]
            closing = split_outside(text[places[each.last][0] : stop], self._labels)[2]
            pieces += [text[end:start], opening, self.label(each.kind), closing]
            end = stop
        return "".join([*pieces, text[end:]])

    def label(self, kind: Kind) -> str:
        """Return the word that stands for what is hidden."""
        return self._rules.labels[kind]


@cache
def _redactor(lang: str) -> Redactor:
    source = folders.find(lang)
    path = source.newest(FILE)
    return Redactor(read_rules(path) if path else None)


def _merged(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found, in order, where it overlaps as one; the longest says what it is."""
    group: list[Found] = []
    for each in sorted(found, key=lambda each: (each.first, -each.last)):
        if group and not _touches(group, each):
            yield _joined(group)
            group = []
        group.append(each)
    if group:
        yield _joined(group)


def _touches(group: list[Found], each: Found) -> bool:
    """Tell whether something overlaps a group, or follows it at once and is of its kind."""
    last = max(other.last for other in group)
    return each.first <= last or (each.first == last + 1 and all(other.kind is each.kind for other in group))


def _joined(group: list[Found]) -> Found:
    longest = max(group, key=lambda each: each.last - each.first)
    return Found(longest.kind, group[0].first, max(each.last for each in group))
