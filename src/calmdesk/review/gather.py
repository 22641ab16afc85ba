"""Gathers the facts of a call from its events, one by one: what ``Desk.follow`` yields, both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Card, Cue, Ended, Notice, Partial, Said, Side, Wording
from calmdesk.call.events import Final as FinalHeard
from calmdesk.call.text import safe, safe_words
from calmdesk.messages import Tenths
from calmdesk.review import talk
from calmdesk.review.facts import CardFact, CueFact, NoticeFact, ReviewFacts, RungFact, WordingFact
from calmdesk.review.transcript import Transcript

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterable, Sequence

    from calmdesk.advice.decision import Decision
    from calmdesk.call.events import Event
    from calmdesk.review.facts import Envelope, Utterance
    from calmdesk.review.transcript import Settled

LONGEST_NAME: Final = 200
"""Characters of a file's name that are shown."""

SOON: Final = 30.0
"""Seconds after a card within which the desk's next words are an answer to what brought it."""

BEFORE: Final = 1.0
"""Seconds that the desk may have begun to speak before the card, and still be answering."""


def gather(
    events: Iterable[Event],
    decisions: deque[Decision],
    *,
    name: str,
    lang: str,
    redacted: bool = True,
) -> ReviewFacts:
    """Return the facts of one call.

    Args:
        events: the call, to its end.
        decisions: those of its adviser (``CallAdviser.decisions``); taken out as they come.
        name: what to call the call.
        lang: the language it was heard in.
        redacted: whether names and numbers were hidden in what was heard.

    The envelopes come by another way, as no event tells them: ``with_envelopes``.
    """
    call = Gatherer(decisions)
    for event in events:
        call.take(event)
    return call.facts(name=name, lang=lang, redacted=redacted)


def with_envelopes(facts: ReviewFacts, envelopes: Sequence[Envelope]) -> ReviewFacts:
    """Return the facts with how loud each side was."""
    return replace(facts, envelopes=tuple(envelopes))


class Gatherer:
    """Takes a call's events as they come, beside whoever else looks at them."""

    def __init__(self, decisions: deque[Decision]) -> None:
        self._decisions = decisions
        self._transcript = Transcript()
        self._cues: list[Cue] = []
        self._cards: list[Card] = []
        self._said: list[Said] = []
        self._wordings: list[Wording] = []
        self._notices: list[NoticeFact] = []
        self._outcomes: dict[Cue, str] = {}
        self._ladder: list[RungFact] = []
        self._end = 0.0

    def take(self, event: Event) -> None:
        """Take note of an event, and of the decisions that were made for it."""
        self._end = max(self._end, event.at)
        match event:
            case Partial() | FinalHeard():
                self._transcript.take(event)
            case Cue():
                self._cues.append(event)
            case Card():
                self._cards.append(event)
            case Said():
                self._said.append(event)
            case Wording():
                self._wordings.append(event)
            case Notice():
                details = {
                    name: value if isinstance(value, Tenths) else safe(str(value))
                    for name, value in event.details.items()
                }
                self._notices.append(NoticeFact(event.at, event.message, details, event.topic))
            case _:
                pass
        if not isinstance(event, Ended):
            self._take_decisions()

    def facts(self, *, name: str, lang: str, redacted: bool) -> ReviewFacts:
        """Return what is known now; see ``gather``."""
        self._take_decisions()
        settled = self._transcript.settled()
        return ReviewFacts(
            name=safe(name, longest_word=LONGEST_NAME),
            lang=lang,
            seconds=round(self._end, 3),
            redacted=redacted,
            talk=talk.measure(settled.utterances, self._end),
            utterances=settled.utterances,
            cues=tuple(self._cue(cue, settled) for cue in self._cues),
            cards=tuple(self._card(place, settled.utterances) for place in range(len(self._cards))),
            wordings=tuple(_wording(wording, settled) for wording in self._wordings),
            ladder=tuple(self._ladder),
            notices=tuple(self._notices),
        )

    def _take_decisions(self) -> None:
        while self._decisions:
            decision = self._decisions.popleft()
            if decision.cue is not None:
                self._outcomes[decision.cue] = decision.outcome.value
            if decision.rung != (self._ladder[-1].rung if self._ladder else 0):
                self._ladder.append(RungFact(round(decision.at, 3), decision.rung))

    def _cue(self, cue: Cue, settled: Settled) -> CueFact:
        passage = settled.passage(cue)
        return CueFact(
            at=cue.at,
            start=settled.start(passage, cue.at),
            family=cue.family,
            phrase=cue.phrase,
            words=safe_words(" ".join(cue.words)),
            score=round(cue.score, 3),
            side=cue.side,
            passage=passage,
            outcome=self._outcomes.get(cue, ""),
            card=self._brought(cue),
        )

    def _brought(self, cue: Cue) -> int | None:
        """Return the place of the card that a cue brought at its own moment."""
        mine = (
            place
            for place, card in enumerate(self._cards)
            if (card.at, card.family, card.because) == (cue.at, cue.family, cue.words)
        )
        return next(mine, None)

    def _card(self, place: int, utterances: Sequence[Utterance]) -> CardFact:
        card = self._cards[place]
        # The same sentence may be shown twice in a call: what is said after the second time belongs to it.
        again = next((later.at for later in self._cards[place + 1 :] if later.card == card.card), float("inf"))
        said = next((each.at for each in self._said if each.card == card.card and card.at <= each.at < again), None)
        answer = _answer(utterances, card.at)
        return CardFact(
            at=card.at,
            family=card.family,
            card=card.card,
            tier=card.tier,
            rung=card.rung,
            say=safe(card.say),
            why=safe(card.why),
            avoid=safe(card.avoid),
            next=safe(card.next),
            ask=safe(card.ask),
            relay=safe(card.relay),
            step=card.step,
            because=safe_words(" ".join(card.because)),
            said=said,
            answered=answer[0].start if answer else None,
            instead=" ".join(utterance.text for utterance in answer),
        )


def _wording(wording: Wording, settled: Settled) -> WordingFact:
    passage = settled.passage(wording)
    return WordingFact(
        at=wording.at,
        start=settled.start(passage, wording.at),
        words=safe_words(" ".join(wording.words)),
        suggest=safe(wording.suggest),
        passage=passage,
    )


def _answer(utterances: Sequence[Utterance], at: float) -> list[Utterance]:
    """Return the desk's next utterances after ``at``, up to the client's next."""
    answer: list[Utterance] = []
    for utterance in utterances:
        if utterance.start < at - BEFORE:
            continue
        if utterance.start > at + SOON or (answer and utterance.side is Side.CLIENT):
            break
        if utterance.side is Side.DESK:
            answer.append(utterance)
    return answer
