"""Who spoke when: seconds of talk, of both at once and of silence, from the times of the words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Side
from calmdesk.review.facts import Talk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calmdesk.review.facts import Utterance

BREATH: Final = 0.6
"""Seconds between two words that are still one stretch of talk."""

Span = tuple[float, float]
"""Call times: from, to."""


def measure(utterances: Sequence[Utterance], seconds: float) -> Talk:
    """Return how a call of ``seconds`` was shared."""
    spans = [list(_stretches(utterances, side)) for side in (Side.CLIENT, Side.DESK)]
    both = sum(_overlaps(*spans), 0.0)
    client, desk = (sum((end - start for start, end in each), 0.0) for each in spans)
    silence = max(0.0, seconds - (client + desk - both))
    return Talk(round(client, 2), round(desk, 2), round(both, 2), round(silence, 2))


def _stretches(utterances: Iterable[Utterance], side: Side) -> Iterator[Span]:
    """Yield when a side spoke, in order, none touching the next."""
    spans = sorted((word.start, word.end) for each in utterances if each.side is side for word in each.words)
    running: Span | None = None
    for start, end in spans:
        if running and start - running[1] <= BREATH:
            running = (running[0], max(running[1], end))
        else:
            if running:
                yield running
            running = (start, end)
    if running:
        yield running


def _overlaps(one: Iterable[Span], other: Iterable[Span]) -> Iterator[float]:
    """Yield the seconds in which both speak: between two turning points where both are on."""
    turns = sorted([*_turns(one), *_turns(other)])
    speaking = 0
    for (at, turn), (until, _) in pairwise(turns):
        speaking += turn
        if speaking > 1:
            yield until - at


def _turns(spans: Iterable[Span]) -> Iterator[tuple[float, int]]:
    for start, end in spans:
        yield start, 1
        yield end, -1
