"""Calls for the review's tests: heard as the shipped ones were, long ones, and hostile ones."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.call.events import Card, Cue, Ended, Final, Partial, Said, Side, Word, Wording
from calmdesk.review.facts import Envelope
from calmdesk.review.gather import gather, with_envelopes
from calmdesk.speech.heard_file import read_heard
from calmdesk.wiring import Desk, with_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.call.events import Event, Heard
    from calmdesk.review.facts import ReviewFacts

GOLDEN = Path(__file__).parents[1] / "golden" / "review"
HOSTILE = (
    "</script><script>alert(1)</script> \"onclick='x' {{7*7}} =cmd|' /C calc'!A0 "
    "\u202egnol\u202c \x1b[2J\x00 &amp; <!--"
)
"""What a stranger may say, or call a recording: tags, quotes, a template, a formula, overrides, control characters."""


@cache
def desk() -> Desk:
    """Return the French desk, read once."""
    return Desk("fr")


def followed(heard: Iterable[Heard], name: str = "appel.wav") -> ReviewFacts:
    """Return the facts of what was heard."""
    adviser = desk().adviser(shared=False)
    events = desk().follow(with_time(heard), adviser, shared=False)
    return gather(events, adviser.decisions, name=name, lang="fr")


@cache
def shipped_call(name: str) -> ReviewFacts:
    """Return the facts of a shipped call, from what was heard in it once."""
    return followed(read_heard(GOLDEN / f"{name}.jsonl"), f"{name}.wav")


def long_call(minutes: float = 30.0) -> ReviewFacts:
    """Return a call as long as this: the shipped ones over and over, with as many points of sound as there may be."""
    calls = [list(read_heard(GOLDEN / f"{name}.jsonl")) for name in ("insultes", "rendez-vous")]
    heard: list[Heard] = []
    start = 0.0
    while start < 60 * minutes:
        for number, call in enumerate(calls):
            heard += [_later(each, start, 1_000 * len(heard) + number) for each in call]
            start += call[-1].at + 1
    waves = [tuple((n * (37 + k)) % 60 for n in range(2_000)) for k in range(2)]
    step = start / 2_000
    envelopes = [Envelope(side, step, wave) for side, wave in zip(Side, waves, strict=True)]
    return with_envelopes(followed(heard, "trente-minutes.wav"), envelopes)


def _later(heard: Heard, by: float, number: int) -> Heard:
    utterance = number + heard.utterance
    if isinstance(heard, Partial):
        return replace(heard, at=heard.at + by, utterance=utterance)
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in heard.words)
    return replace(heard, at=heard.at + by, utterance=utterance, words=words)


def said(side: Side, number: int, start: float, text: str) -> Final:
    """Return an utterance of half a second a word."""
    words = tuple(Word(each, start + n / 2, start + n / 2 + 0.4) for n, each in enumerate(text.split()))
    return Final(words[-1].end, text, number, words, side)


def hostile_call(text: str = HOSTILE) -> ReviewFacts:
    """Return the facts of a call in which everything that comes from outside is ``text``."""
    words = tuple(text.split()) or ("?",)
    line = " ".join(words)
    client, answer = said(Side.CLIENT, 0, 1.0, line), said(Side.DESK, 0, 30.0, line)
    cue = Cue(2.0, "insult", text, words, 1.0, first=0, last=len(words) - 1)
    card = Card(2.0, "insult", "insult.1", text, text, text, 1, 2, text, text, text, words)
    wording = Wording(answer.at, words, text, first=0, last=len(words) - 1)
    events: list[Event] = [client, cue, card, answer, wording, Said(answer.at, "insult", "insult.1"), Ended(60.0)]
    facts = gather(events, deque(), name=text, lang="fr")
    return with_envelopes(facts, [Envelope(Side.CLIENT, 0.05, (1, 50, 100))])
