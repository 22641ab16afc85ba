"""Which cues are in a text, and why: every hit and every near miss can be explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.cues.align import Aligner
from calmdesk.cues.compiled import compile_book
from calmdesk.cues.guards import Guards, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calmdesk.call.events import Word
    from calmdesk.cues.align import Found
    from calmdesk.cues.compiled import Compiled
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.language import Language, Reading

STRICT = 0.84
"""The lowest score that counts as a match where a phrase sets none."""

LONE_WORD = 0.95
"""The same for a phrase of which one content word was heard: nothing else would tell a homophone apart."""

_NEAR = 0.70
_LOW_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text. ``first`` and ``last`` are word places in the text (split at blanks), inclusive.

    ``stopped_by`` names what kept it from being a cue: a guard, ``score``, ``not``; empty for a cue.
    """

    family: str
    phrase: str
    score: float
    words: tuple[str, ...]
    first: int
    last: int
    stopped_by: str = ""
    guards_passed: tuple[str, ...] = ()

    def overlaps(self, other: Hit) -> bool:
        """Tell whether the two share a stretch of the text."""
        return self.first <= other.last and other.first <= self.last


class Matcher:
    """Finds the cues of one phrasebook. Deterministic; keeps nothing of a text but a bounded memory of single words."""

    def __init__(self, compiled: Compiled, language: Language, families: Mapping[str, Family]) -> None:
        self._language = language
        self._phrases = compiled["phrases"]
        self._owners = compiled["owners"]
        self._aligner = Aligner(compiled["table"], language)
        self._guards = Guards(compiled, language, families)

    @classmethod
    def of(cls, book: Phrasebook) -> Matcher:
        """Return the matcher of a phrasebook that was just read."""
        return cls(compile_book(book), book.language, book.families)

    def cues(self, text: str, confidence: Sequence[Word] = ()) -> list[Hit]:
        """Return the cues in a text: for each family its best hits that do not overlap, in the order of the text."""
        return [hit for hit in self.examine(text, confidence) if not hit.stopped_by]

    def examine(self, text: str, confidence: Sequence[Word] = ()) -> list[Hit]:
        """Return the cues and the near misses, each with what stopped it."""
        reading = self._language.read(text)
        found = self._aligner.find(reading.words, _NEAR)
        guarded = self._guards.over(reading.words) if found else None
        raw = text.split()
        hits = []
        for fit in found:
            owner = self._owners[fit.number]
            phrase = self._phrases[owner]
            score = fit.score * _trust(fit, reading, confidence)
            stopped = "score" if score < (phrase["strict"] or self._least(fit, reading)) else ""
            passed: tuple[str, ...] = ()
            if not stopped and guarded is not None:
                stopped, passed = guarded.judge(phrase, Span(owner, fit.first, fit.last, frozenset(fit.places)))
            first, last = reading.places[fit.first], reading.places[fit.last]
            words = tuple(raw[first : last + 1])
            hits.append(Hit(phrase["family"], phrase["text"], round(score, 3), words, first, last, stopped, passed))
        return _best(hits)

    def _least(self, fit: Found, reading: Reading) -> float:
        content = sum(self._language.is_content(reading.words[i]) for i in fit.places)
        return LONE_WORD if content <= 1 else STRICT


def _trust(fit: Found, reading: Reading, words: Sequence[Word]) -> float:
    """Return a factor below 1 when the recogniser itself was unsure of the words (final results only)."""
    sure = [words[reading.places[i]].confidence for i in fit.places if reading.places[i] < len(words)]
    if not sure:
        return 1.0
    return min(1.0, 0.85 + 0.15 * (sum(sure) / len(sure)) / _LOW_CONFIDENCE)


def _best(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the best hits of each family that do not overlap; a cue beats a near miss, then score, then length."""
    kept: list[Hit] = []
    ranked = sorted(hits, key=lambda h: (bool(h.stopped_by), -h.score, h.first - h.last, h.first, h.phrase))
    for hit in ranked:
        if not any(hit.family == other.family and hit.overlaps(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.first, h.family))
