"""Which cues are in a text, and why: every hit and every near miss can be explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.cues.align import Aligner, Memory
from calmdesk.cues.compiled import compile_book
from calmdesk.cues.guards import Guards, Span
from calmdesk.phrasebook.own import SECOND_OPINION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from calmdesk.call.events import Word
    from calmdesk.cues.align import Found
    from calmdesk.cues.compiled import Compiled, PhraseFacts
    from calmdesk.cues.guards import GuardedText
    from calmdesk.cues.opinion import Opinion
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.language import Language, Reading
    from calmdesk.phrasebook.thresholds import Thresholds

    Told = Callable[[str, int, int], bool]

_LONE_WORD = 0.95
"""The lowest score for a phrase of hardly more than one content word: nothing else would tell a homophone apart."""

_LONE_WEIGHT = 1.4

_SENTENCE = 3
"""Words from which on a text may be more than a greeting or an answer: of fewer, a second opinion would be a guess."""

_NO_CONTEXT = frozenset({"score", "anchors", "requires_negation", "not", "second opinion"})
"""What stops a phrase without saying that its words are about something else."""

_NEAR = 0.70
_LOW_CONFIDENCE = 0.5
_AROUND = 8
"""Words on either side of a hit that the second opinion weighs when it doubts it in a longer text."""


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


@dataclass(slots=True)
class Growing:
    """What is known of a text that still grows, such as a partial: see ``align.Memory``.

    ``weighed`` are the words that the second opinion weighed last, with what it thought of them.
    """

    phrases: Memory = field(default_factory=Memory)
    guards: Memory = field(default_factory=Memory)
    weighed: tuple[Sequence[str], Mapping[str, float]] = ((), {})


class Matcher:
    """Finds the cues of one phrasebook. Deterministic; keeps nothing of a text but a bounded memory of single words.

    ``strict`` is the lowest score of each row of the table.
    """

    def __init__(
        self,
        compiled: Compiled,
        language: Language,
        families: Mapping[str, Family],
        opinion: Opinion | None = None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self.compiled = compiled
        self.language = language
        self.aligner = Aligner(compiled["table"], language)
        self.guards = Guards(compiled, language, families)
        self._phrases = compiled["phrases"]
        self._owners = compiled["owners"]
        self._opinion = opinion
        self._thresholds = thresholds or language.thresholds
        self.strict = [self._phrases[owner]["strict"] or self._thresholds.strict for owner in self._owners]

    @classmethod
    def of(cls, book: Phrasebook, opinion: Opinion | None = None, thresholds: Thresholds | None = None) -> Matcher:
        """Return the matcher of a phrasebook that was just read; ``thresholds`` default to the language's own."""
        return cls(compile_book(book), book.language, book.families, opinion, thresholds)

    def cues(
        self,
        text: str,
        confidence: Sequence[Word] = (),
        growing: Growing | None = None,
        *,
        whole: bool = True,
        told: Told | None = None,
    ) -> list[Hit]:
        """Return the cues in a text: for each family its best hits that do not overlap, in the order of the text.

        Args:
            text: what was heard.
            confidence: the words of a final, one for each word of the text.
            growing: what is known of the earlier forms of this text.
            whole: the text will not grow any more. Half a sentence looks like another one: the second opinion speaks
                for itself only when it is whole.
            told: tells of a family, a first and a last word whether that cue is known. Where a text that still grows
                holds nothing else, there are none.
        """
        heard = _Heard(text.split(), self.language.read(text), confidence, growing or Growing())
        hits = self._examine(heard, self.strict, whole=whole, told=told)
        return [hit for hit in hits if not hit.stopped_by]

    def examine(self, text: str, confidence: Sequence[Word] = ()) -> list[Hit]:
        """Return the cues and the near misses, each with what stopped it."""
        return self._examine(_Heard(text.split(), self.language.read(text), confidence, Growing()), _NEAR)

    def _examine(
        self, heard: _Heard, least: float | Sequence[float], *, whole: bool = True, told: Told | None = None
    ) -> list[Hit]:
        words = heard.reading.words
        found = self.aligner.find(words, least, heard.growing.phrases)
        if not words or not (whole or self._any_new(found, heard, told)):
            return []
        guarded = self.guards.over(words, heard.growing.guards) if found else None
        hits = [self._hit(fit, heard, guarded) for fit in found]
        return _best([*hits, *self._spoken_up(heard, hits)] if whole else hits)

    def _any_new(self, found: Sequence[Found], heard: _Heard, told: Told | None) -> bool:
        if told is None:
            return bool(found)
        families = (self._phrases[self._owners[fit.number]]["family"] for fit in found)
        return not all(told(family, *heard.span(fit)) for family, fit in zip(families, found, strict=True))

    def _hit(self, fit: Found, heard: _Heard, guarded: GuardedText | None) -> Hit:
        owner = self._owners[fit.number]
        phrase = self._phrases[owner]
        score = fit.score * _trust(fit, heard)
        stopped = "score" if score < (phrase["strict"] or self._least(fit, heard.reading)) else ""
        passed: tuple[str, ...] = ()
        if not stopped and guarded is not None:
            stopped, passed = guarded.judge(phrase, Span(owner, fit.first, fit.last, frozenset(fit.places)))
        if not stopped and self._doubted(phrase, fit, heard):
            stopped, passed = "second opinion", ()
        return heard.hit(phrase["family"], phrase["text"], score, (fit.first, fit.last), stopped, passed)

    def _doubted(self, phrase: PhraseFacts, fit: Found, heard: _Heard) -> bool:
        """Tell whether the second opinion sees nothing of the family, neither in the text nor around the hit."""
        family = phrase["family"]
        if self._opinion is None or phrase["own"] or not self._thresholds.doubts(family, self._weighed(heard)):
            return False
        near = heard.reading.words[max(0, fit.first - _AROUND) : fit.last + 1 + _AROUND]
        return len(near) == len(heard.reading.words) or self._thresholds.doubts(family, self._opinion.weigh(near))

    def _weighed(self, heard: _Heard) -> Mapping[str, float]:
        """Return what the second opinion thinks of a text; a final mostly has the words of the last partial."""
        words, weighed = heard.growing.weighed
        if self._opinion and words != heard.reading.words:
            weighed = self._opinion.weigh(heard.reading.words)
            heard.growing.weighed = heard.reading.words, weighed
        return weighed

    def _spoken_up(self, heard: _Heard, hits: Sequence[Hit]) -> list[Hit]:
        """Return a cue of the second opinion's own for each family it is sure of and no phrase has found.

        It knows nothing of contexts: where a guard has stopped a phrase, it keeps silent too.
        """
        if self._opinion is None or len(heard.reading.words) < _SENTENCE:
            return []
        weighed = self._weighed(heard)
        told = {hit.family for hit in hits if hit.stopped_by not in _NO_CONTEXT}
        sure = [family for family in self._thresholds.speaks_up(weighed) if family not in told]
        because = {family: self._opinion.because(heard.reading.words, family) for family in sure}
        return [heard.hit(family, SECOND_OPINION, weighed[family], because[family]) for family in sure]

    def _least(self, fit: Found, reading: Reading) -> float:
        weight = sum(self.language.weight(reading.words[i]) for i in fit.places)
        return _LONE_WORD if weight <= _LONE_WEIGHT else self._thresholds.strict


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text under examination.

    As it was heard, as it is read, how sure the recogniser was of each word, what is known of its earlier forms.
    """

    raw: list[str]
    reading: Reading
    words: Sequence[Word]
    growing: Growing

    def span(self, fit: Found) -> tuple[int, int]:
        """Return the places of the first and the last word of a fit in the text."""
        return self.reading.places[fit.first], self.reading.places[fit.last]

    def hit(
        self,
        family: str,
        phrase: str,
        score: float,
        span: tuple[int, int],
        stopped: str = "",
        passed: tuple[str, ...] = (),
    ) -> Hit:
        """Return a hit over a span of normalised words, in the words and places of the text."""
        first, last = self.reading.places[span[0]], self.reading.places[span[1]]
        return Hit(family, phrase, round(score, 3), tuple(self.raw[first : last + 1]), first, last, stopped, passed)


def _trust(fit: Found, heard: _Heard) -> float:
    """Return a factor below 1 when the recogniser itself was unsure of the words (final results only)."""
    places = [heard.reading.places[i] for i in fit.places]
    sure = [heard.words[place].confidence for place in places if place < len(heard.words)]
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
