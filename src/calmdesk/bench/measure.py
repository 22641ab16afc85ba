"""Carries out a run: the material, the phrasebook and its rival in, the outcomes of each out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.bench.labelled import check_families
from calmdesk.bench.material import HeardCall, Sentences
from calmdesk.bench.report import CountedCall, Level, Measured, level
from calmdesk.bench.scripts import CallScript
from calmdesk.bench.trial import judge_call, judge_sentences
from calmdesk.call.events import Card, Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from calmdesk.bench.calls import Follow
    from calmdesk.bench.held_out import HeldOut
    from calmdesk.bench.labelled import Labelled
    from calmdesk.bench.material import Material
    from calmdesk.bench.noise import Noise
    from calmdesk.bench.scores import Outcome
    from calmdesk.call.events import FromSpeech
    from calmdesk.cues.match import Matcher

    Listen = Callable[[HeardCall], Iterable[FromSpeech]]
    Stream = tuple[FromSpeech, ...]


@dataclass(frozen=True)
class Contender:
    """A phrasebook at work: its matcher for sentences, the whole desk for calls."""

    matcher: Matcher
    urgency: Mapping[str, tuple[int, int]]
    follow: Follow


@dataclass(frozen=True)
class Run:
    """What is measured, the same for every contender; calls are heard once.

    Args:
        material: the files, or the phrasebook's cases.
        listen: hears a call that was saved or recorded.
        held_out: the part of the sentences to measure; calls are always measured whole.
    """

    material: Sequence[Material]
    listen: Listen
    held_out: HeldOut | None = None

    @cached_property
    def rows(self) -> tuple[Labelled, ...]:
        """The sentences, the clients' turns of call scripts among them."""
        rows: list[Labelled] = []
        for each in self.material:
            rows.extend(_rows(each))
        return tuple(self.held_out.of(rows) if self.held_out else rows)

    @cached_property
    def scripts(self) -> tuple[CallScript, ...]:
        """The call scripts that were given as texts."""
        return tuple(each for each in self.material if isinstance(each, CallScript))

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """What was measured, with its kind and number of rows."""
        return tuple(_measured(each) for each in self.material)

    @cached_property
    def _heard(self) -> tuple[tuple[HeardCall, Stream], ...]:
        return tuple((each, tuple(self.listen(each))) for each in self.material if isinstance(each, HeardCall))

    def check(self, families: Iterable[str]) -> None:
        """Refuse labels that are no family, before anything is heard."""
        known = set(families)
        for each in self.material:
            check_families(_rows(each), known, each.name)
            if isinstance(each, HeardCall) and each.script:
                check_families(each.script.rows, known, each.script.name)

    def level(self, contender: Contender) -> Level:
        """Measure everything as it was said and heard."""
        return level(self.outcomes(contender))

    def noisy(self, contender: Contender, noise: Noise, rate: float, clean: Level) -> Level:
        """Measure the sentences as a recogniser with this word error rate would write them; calls are left out."""
        spoilt = [noise.spoil(row.text, rate) for row in self.rows]
        outcomes = judge_sentences(self.rows, [each.text for each in spoilt], contender.matcher, contender.urgency)
        rate_made = sum(each.wrong for each in spoilt) / max(1, sum(each.words for each in spoilt))
        return level(outcomes, rate, rate_made, clean.outcomes[: len(self.rows)])

    def outcomes(self, contender: Contender) -> list[Outcome]:
        """Return what a contender makes of every row: sentences first, then the turns of heard calls."""
        texts = [row.text for row in self.rows]
        found = judge_sentences(self.rows, texts, contender.matcher, contender.urgency)
        for call, stream in self._heard:
            if call.script:
                found.extend(judge_call(call.script, contender.follow(stream), call.name))
        return found

    def counted(self, contender: Contender) -> tuple[CountedCall, ...]:
        """Count the cards of the calls that have no script."""
        return tuple(_count(call.name, stream, contender) for call, stream in self._heard if not call.script)


def _rows(material: Material) -> tuple[Labelled, ...]:
    match material:
        case Sentences():
            return material.rows
        case CallScript():
            return material.rows
        case HeardCall():
            return ()


def _measured(material: Material) -> Measured:
    match material:
        case Sentences():
            return Measured(material.name, "sentences", len(material.rows))
        case CallScript():
            return Measured(material.name, "script", len(material.client))
        case HeardCall():
            kind = "heard" if material.saved else "recording"
            return Measured(material.name, kind, len(material.script.client) if material.script else 0)


def _count(name: str, stream: Stream, contender: Contender) -> CountedCall:
    cards: dict[str, int] = {}
    end = 0.0
    for event in contender.follow(stream):
        if isinstance(event, Card) and event.because:
            cards[event.family] = cards.get(event.family, 0) + 1
        elif isinstance(event, Ended):
            end = event.at
    return CountedCall(name, end, cards)
