"""Contexts in which words that look like a cue are none: negation, reported speech, hypotheticals, jokes, the past.

The contexts are data (``language.toml``); here stands only how they reach a cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.cues.align import Aligner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.cues.align import Found, Memory
    from calmdesk.cues.compiled import Compiled, GuardRule, PhraseFacts
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.language import Language

FIT = 0.88
"""The lowest score at which a guard stands in a text."""
_TOUCH = 3
"""A do-not-trigger phrase silences a cue that it overlaps or that stands at most this many words away."""

_SPARED_BY_ADDRESS = frozenset({"reported", "past"})
"""Guards about somebody else, or another time, do not hold when the cue's own words speak to the clinic."""


@dataclass(frozen=True, slots=True)
class Span:
    """The words of a hit: numbers in the normalised text; ``phrase`` is the number of its phrase."""

    phrase: int
    first: int
    last: int
    used: frozenset[int]


class Guards:
    """All guards and do-not-trigger phrases of a phrasebook, found in one search."""

    def __init__(self, compiled: Compiled, language: Language, families: Mapping[str, Family]) -> None:
        self.language = language
        self.families = families
        self._rules = compiled["rules"]
        self.aligner = Aligner(compiled["guards"], language)

    def over(self, words: Sequence[str], memory: Memory) -> GuardedText:
        """Return the guards that stand in a text; ``memory`` is that of its earlier forms."""
        found = [(self._rules[fit.number], fit) for fit in self.aligner.find(words, FIT, memory)]
        return GuardedText(self, words, found)


class GuardedText:
    """The guards found in one text; judges hits."""

    def __init__(self, guards: Guards, words: Sequence[str], found: list[tuple[GuardRule, Found]]) -> None:
        self._guards = guards
        self._words = words
        self._found = found

    def judge(self, phrase: PhraseFacts, span: Span) -> tuple[str, tuple[str, ...]]:
        """Return the name of the guard that stops a hit (empty: none does) and the guards it passed."""
        if any(_silences(rule, fit, phrase, span) for rule, fit in self._found):
            return "not", ()
        if not set(phrase["anchors"]) <= {self._words[i] for i in range(span.first, span.last + 1)}:
            return "anchors", ()
        if phrase["requires_negation"] and not self._negated(span):
            return "requires_negation", ()
        if phrase["no_guards"]:
            return "", ()
        names = sorted(self._guards.families[phrase["family"]].guards)
        stopping = next((name for name in names if self._stops(name, span)), "")
        return stopping, () if stopping else tuple(names)

    def _stops(self, name: str, span: Span) -> bool:
        if name in _SPARED_BY_ADDRESS and self._addressed(span):
            return False
        return any(self._reaches(rule, fit, span) for rule, fit in self._found if rule["name"] == name)

    def _reaches(self, rule: GuardRule, fit: Found, span: Span) -> bool:
        match rule["kind"]:
            case "anywhere":
                return True
            case "inside":
                return span.first < fit.first and fit.last < span.last and not span.used.intersection(fit.places)
            case "before":
                between = self._words[fit.last + 1 : span.first]
                near = 0 <= span.first - fit.last - 1 < rule["reach"]
                return near and self._guards.language.breaks.isdisjoint(between)
        return False

    def _negated(self, span: Span) -> bool:
        near = range(span.first - 2, span.last + 3)
        return any(rule["name"] == "negation" and (fit.first in near or fit.last in near) for rule, fit in self._found)

    def _addressed(self, span: Span) -> bool:
        return any(self._words[i] in self._guards.language.address for i in span.used)


def _silences(rule: GuardRule, fit: Found, phrase: PhraseFacts, span: Span) -> bool:
    """Tell whether a do-not-trigger phrase of this phrase, or of its family, stands at the hit."""
    if rule["kind"] != "not" or rule["name"] != phrase["family"]:
        return False
    mine = rule["phrase"] in {-1, span.phrase}
    return mine and fit.first <= span.last + _TOUCH and span.first <= fit.last + _TOUCH
