"""How much of what is personal redaction hides, and how much of what is not: sentences with the personal words marked.

A sentence a line; « [kind: words] » marks what is to be hidden, a line that begins with # is a remark.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.errors import HeardFileError
from calmdesk.redaction.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from calmdesk.redaction.redactor import Redactor

RECALL_GOAL = 0.95
"""Share of the personal words that are hidden, at least."""
HARMLESS_GOAL = 0.01
"""Share of the other words that are touched, at most."""

_MARKED = re.compile(r"\[(?P<kind>[a-z]+): (?P<words>[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks; ``personal``: the places of the words to hide, with what they tell."""

    text: str
    personal: dict[int, Kind]


@dataclass
class Tally:
    """What was found: personal words and hidden ones by kind, harmless words and touched ones.

    ``between`` counts the harmless words that stand inside a passage (« euh », « oui »): they go with it. ``missed``
    and ``wronged`` are the sentences, as they come out.
    """

    personal: Counter[Kind] = field(default_factory=Counter)
    hidden: Counter[Kind] = field(default_factory=Counter)
    harmless: int = 0
    touched: int = 0
    between: int = 0
    missed: list[str] = field(default_factory=list)
    wronged: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of personal words that are hidden."""
        return self.hidden.total() / self.personal.total() if self.personal else 1.0

    @property
    def harm(self) -> float:
        """The share of harmless words that are touched."""
        return self.touched / self.harmless if self.harmless else 0.0


def read_marked(path: Path) -> list[Marked]:
    """Read a file of marked sentences.

    Raises:
        HeardFileError: it cannot be read, or a mark names no kind.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HeardFileError("cannot read {path}: {reason}", path=path, reason=error) from error
    return [
        _unmarked(line, path, number)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _unmarked(line: str, path: Path, number: int) -> Marked:
    text, end = "", 0
    personal: dict[int, Kind] = {}
    for mark in _MARKED.finditer(line):
        if mark["kind"] not in set(Kind):
            raise HeardFileError(
                "{path}, line {line}: « {kind} » is no kind of what is hidden",
                hint="known are: {known}",
                path=path,
                line=number,
                kind=mark["kind"],
                known=", ".join(Kind),
            )
        text += line[end : mark.start()]
        # A bracket before the mark belongs to its first word.
        first = len(text.split()) - (bool(text) and not text[-1].isspace())
        text += mark["words"]
        personal |= dict.fromkeys(range(first, len(text.split())), Kind(mark["kind"]))
        end = mark.end()
    return Marked(text + line[end:], personal)


def measure(redactor: Redactor, sentences: Iterable[Marked]) -> Tally:
    """Redact sentences and compare with their marks."""
    tally = Tally()
    for sentence in sentences:
        hidden = set(_hidden(redactor, sentence.text))
        personal = sentence.personal
        harmless = set(range(len(sentence.text.split()))) - personal.keys()
        touched = harmless & hidden
        between = {i for i in touched if _is_between(i, personal, hidden)}
        tally.personal.update(personal.values())
        tally.hidden.update(kind for place, kind in personal.items() if place in hidden)
        tally.harmless += len(harmless)
        tally.touched += len(touched - between)
        tally.between += len(between)
        if personal.keys() - hidden:
            tally.missed.append(redactor.redact(sentence.text).text)
        if touched - between:
            tally.wronged.append(redactor.redact(sentence.text).text)
    return tally


def _hidden(redactor: Redactor, text: str) -> Iterator[int]:
    for found in redactor.find(text):
        yield from range(found.first, found.last + 1)


def _is_between(i: int, personal: dict[int, Kind], hidden: set[int]) -> bool:
    """Tell whether the hidden word at ``i`` stands between personal words, with nothing shown on the way to either."""
    return _reaches(i, -1, personal, hidden) and _reaches(i, 1, personal, hidden)


def _reaches(i: int, step: int, personal: dict[int, Kind], hidden: set[int]) -> bool:
    while i in hidden:
        if i in personal:
            return True
        i += step
    return False
