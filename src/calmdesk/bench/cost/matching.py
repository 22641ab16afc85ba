"""The cost of one partial: the matcher beside naive fuzzy matching over the same phrases, multiplied out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from calmdesk.bench.book import Book
from calmdesk.bench.cost.timing import Timing, timed
from calmdesk.cues.match import Growing
from calmdesk.phrasebook.branch import count, spoken
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from calmdesk.cues.match import Matcher
    from calmdesk.phrasebook.book import Phrasebook

PARTIAL_GOAL = 2.0
"""Milliseconds in which 95 % of the partials should be searched."""

LOAD_GOAL = 0.3
"""Seconds in which a phrasebook should be ready."""

NAIVE_PHRASES = 5_000
_NAIVE_PARTIALS = 40
_UTTERANCES = 40
_UTTERANCE_WORDS = 30
_BEGIN = 8
"""Utterances that count as the beginning."""

_LOADS = 3
_SEED = 1


@dataclass(frozen=True, slots=True)
class MatchingCost:
    """What matching costs.

    ``begins``: the first utterances after the start, when phrases are unpacked for the first time; ``runs``: further
    utterances, all new; ``again``: all of them once more.
    """

    phrases: int
    expanded: int
    sampled: int
    load_ready: float
    load_sources: float
    begins: Timing
    runs: Timing
    again: Timing
    naive: dict[str, Timing]


def matching_cost(folder: Path) -> MatchingCost:
    """Measure the phrasebook in a folder on partials made from its own cases."""
    book = Book.of(folder)
    calls = utterances([case.text for case in book.cases])
    ready, sources = load_times(book)
    phrases = sampled_phrases(book.phrasebook, NAIVE_PHRASES)
    partials = [text for texts in calls for text in texts]
    few = partials[:: max(1, len(partials) // _NAIVE_PARTIALS)]
    return MatchingCost(
        phrases=len(book.phrasebook.phrases),
        expanded=sum(count(phrase.branches) for phrase in book.phrasebook.phrases),
        sampled=len(phrases),
        load_ready=ready,
        load_sources=sources,
        begins=timed(_searches(calls[:_BEGIN], book.matcher)),
        runs=timed(_searches(calls[_BEGIN:], book.matcher)),
        again=timed(_searches(calls, book.matcher)),
        naive={
            scorer.__name__: timed(_naive_searches(few, phrases, scorer))
            for scorer in (fuzz.partial_ratio, fuzz.WRatio)
        },
    )


def utterances(texts: Sequence[str]) -> list[list[str]]:
    """Return utterances as they grow, word by word: sentences run together to the length of a client's turn."""
    random = Random(_SEED)  # noqa: S311  # a sample, not a secret
    shuffled = list(texts)
    random.shuffle(shuffled)
    calls: list[list[str]] = []
    words: list[str] = []
    for text in shuffled:
        words += text.split()
        if len(words) >= _UTTERANCE_WORDS and len(calls) < _UTTERANCES:
            calls.append([" ".join(words[:end]) for end in range(1, len(words) + 1)])
            words = []
    return calls


def sampled_phrases(book: Phrasebook, least: int) -> list[str]:
    """Return at least so many different phrases a book stands for; all there are when it has fewer."""
    random = Random(_SEED)  # noqa: S311  # a sample, not a secret
    branches = [branch for phrase in book.phrases for branch in phrase.branches]
    found: dict[str, None] = {}
    for _ in range(20):
        for branch in branches:
            found[spoken(branch, random.choice)] = None
        if len(found) >= least:
            break
    return [phrase for phrase in found if phrase]


def load_times(book: Book) -> tuple[float, float]:
    """Return the processor seconds to make a matcher: from the table a build keeps, and from the sources."""
    with scratch_folder() as folder:
        kept = folder / "ready.json"
        kept.write_text(json.dumps(book.compiled, ensure_ascii=False), encoding="utf-8")
        ready = min(_seconds(lambda: Book.of(book.source.folder, kept).matcher) for _ in range(_LOADS))
    return ready, _seconds(lambda: Book.of(book.source.folder).matcher)


def _searches(calls: Sequence[Sequence[str]], matcher: Matcher) -> Iterator[Callable[[], object]]:
    for texts in calls:
        growing = Growing()
        for text in texts:
            yield partial(matcher.cues, text, growing=growing, whole=False)


def _naive_searches(
    texts: Sequence[str], phrases: Sequence[str], scorer: Callable[..., float]
) -> Iterator[Callable[[], object]]:
    for text in texts:
        yield partial(process.extractOne, text, phrases, scorer=scorer)


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began
