"""Redacts a stream of heard events before it is written: partials, finals and the words of finals alike.

A number is dictated in pieces. Its first half may be a final of its own, and a partial shows words whose meaning only
the final tells. So events wait: a final until the next one is known, a partial until its final is. What a final hides
is hidden in its partials. Nothing waits longer than two utterances, and nothing but their text is kept.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Final as FinalEvent
from calmdesk.call.events import Partial, Side, Word
from calmdesk.redaction.redactor import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from calmdesk.call.events import Heard
    from calmdesk.redaction.redactor import Redactor

CONTEXT_WORDS: Final = 12
"""Words of what was said before, labels included, that an utterance is read with."""

LATENESS: Final = 0.3
"""Seconds: how wrong the start of a word may be."""

Utterance = tuple[Side, int]


@dataclass(frozen=True, slots=True)
class _Settled:
    """How an utterance ended: its words, when they began (empty where that is not known), what of them is hidden."""

    words: tuple[str, ...]
    starts: tuple[float, ...] = ()
    found: tuple[Found, ...] = ()

    def until(self, at: float) -> _Settled:
        """Return what could be heard of it at call time ``at``."""
        count = sum(start <= at for start in self.starts) if self.starts else len(self.words)
        found = tuple(replace(each, last=min(each.last, count - 1)) for each in self.found if each.first < count)
        return _Settled(self.words[:count], self.starts[:count], found)


@dataclass(slots=True)
class _Waiting:
    """An event and, once that is known, how its utterance ended."""

    heard: Heard
    settled: _Settled | None = None

    @property
    def utterance(self) -> Utterance:
        """Whose utterance it belongs to."""
        return self.heard.side, self.heard.utterance


class HeardRedactor:
    """Redacts one call's heard events, in their order; they come out up to two utterances later."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._waiting: deque[_Waiting] = deque()
        self._final: FinalEvent | None = None
        self._before = ""

    def hear(self, heard: Heard) -> Iterator[Heard]:
        """Take an event; yield those that are ready, redacted."""
        self._waiting.append(_Waiting(heard))
        if isinstance(heard, FinalEvent):
            self._settle(after=heard.text)
            self._final = heard
        elif not heard.text:  # an utterance that came to nothing
            self._take_back((heard.side, heard.utterance))
        yield from self._ready()

    def finish(self) -> Iterator[Heard]:
        """Yield what still waits, redacted: the call is over, or was ended in the middle of a sentence."""
        self._settle()
        for waiting in list(self._waiting):
            if waiting.settled is None:
                self._take_back(waiting.utterance)
        yield from self._ready()

    def _settle(self, after: str = "") -> None:
        """Find what there is to hide in the final that waits, between what was said before and ``after`` it."""
        final, self._final = self._final, None
        if final is None:
            return
        found = self._find(final.text, after)
        self._before = " ".join(f"{self._before} {self._redactor.hide(final.text, found)}".split()[-CONTEXT_WORDS:])
        words = tuple(final.text.split())
        starts = tuple(word.start for word in final.words) if _is_aligned(final) else ()
        self._tell((final.side, final.utterance), _Settled(words, starts, found), final)

    def _take_back(self, utterance: Utterance) -> None:
        """Find what there is to hide in the partials of an utterance that has no final; the longest stands for it."""
        texts = [waiting.heard.text for waiting in self._waiting if waiting.utterance == utterance]
        longest = max(texts, key=len, default="")
        self._tell(utterance, _Settled(tuple(longest.split()), found=self._find(longest)))

    def _tell(self, utterance: Utterance, settled: _Settled, final: FinalEvent | None = None) -> None:
        """Let the partials of an utterance, and its final where it has one, know how it ended."""
        for waiting in self._waiting:
            own = waiting.heard is final or isinstance(waiting.heard, Partial)
            if own and waiting.utterance == utterance and waiting.settled is None:
                waiting.settled = settled
            if waiting.heard is final:
                break

    def _find(self, text: str, after: str = "") -> tuple[Found, ...]:
        """Return what there is to hide in ``text``, which may begin before it and go on ``after`` it."""
        start, length = len(self._before.split()), len(text.split())
        if not length:
            return ()
        alone = self._redactor.find(text)
        joined = self._redactor.find(f"{self._before} {text} {after}")
        inside = [
            Found(each.kind, max(each.first - start, 0), min(each.last - start, length - 1))
            for each in joined
            if each.first < start + length and each.last >= start
        ]
        return _united([*alone, *inside])

    def _ready(self) -> Iterator[Heard]:
        while self._waiting and (settled := self._waiting[0].settled):
            yield self._redacted(self._waiting.popleft().heard, settled)

    def _redacted(self, heard: Heard, settled: _Settled) -> Heard:
        if isinstance(heard, FinalEvent):
            words = self._words(heard, settled.found)
            return replace(heard, text=self._redactor.hide(heard.text, settled.found), words=words)
        shown = tuple(heard.text.split())
        if not settled.found and settled.words[: len(shown)] == shown:
            return heard  # it says nothing its final does not say
        own = self._redactor.find(heard.text)
        alike = _in_partial(shown, settled.until(heard.at + LATENESS))
        return replace(heard, text=self._redactor.hide(heard.text, _united([*alike, *own])))

    def _words(self, final: FinalEvent, found: Sequence[Found]) -> tuple[Word, ...]:
        """Return a final's words; those of a passage that is hidden become one, its label, with their times."""
        if not _is_aligned(final):
            text = " ".join(word.text.replace(" ", "_") for word in final.words)
            settled = _Settled(tuple(final.text.split()), found=tuple(found))
            found = _united([*self._redactor.find(text), *_in_partial(text.split(), settled)])
        words: list[Word] = []
        end = 0
        for each in found:
            hidden = final.words[each.first : each.last + 1]
            confidence = min(word.confidence for word in hidden)
            label = Word(self._redactor.label(each.kind), hidden[0].start, hidden[-1].end, confidence)
            words += [*final.words[end : each.first], label]
            end = each.last + 1
        return (*words, *final.words[end:])


def _is_aligned(final: FinalEvent) -> bool:
    """Tell whether a final's words are those of its text, one by one."""
    return [word.text for word in final.words] == final.text.split()


def _in_partial(words: Sequence[str], settled: _Settled) -> Iterator[Found]:
    """Yield the words of a partial that stand where a final hides something.

    A partial is the beginning of its final, with words that were still heard otherwise: where the two differ beside
    something hidden, the partial's words are hidden too.
    """
    matcher = SequenceMatcher(None, words, settled.words, autojunk=False)
    for tag, first, end, there, there_end in matcher.get_opcodes():
        for each in settled.found:
            if tag == "equal":
                start = first + max(each.first - there, 0)
                last = first + min(each.last - there, end - first - 1)
            else:
                beside = each.first <= there_end and each.last >= there - 1
                start, last = (first, end - 1) if beside else (0, -1)
            if start <= last:
                yield Found(each.kind, start, last)


def _united(found: Sequence[Found]) -> tuple[Found, ...]:
    """Return what was found, in order, overlaps united; the first of a group says what it is."""
    united: list[Found] = []
    for each in sorted(found, key=lambda each: (each.first, -each.last)):
        if united and each.first <= united[-1].last:
            last = max(united[-1].last, each.last)
            united[-1] = replace(united[-1], last=last)
        else:
            united.append(each)
    return tuple(united)
