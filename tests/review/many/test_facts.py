"""What is kept of one call of many."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from calmdesk.review.many.facts import CallFacts
from calmdesk.review.many.moments import Moment
from review.made_up import shipped_call

MOMENT: Final = Moment(datetime(2026, 11, 23, 9, 15), named=True)  # noqa: DTZ001  # the desk's own clock


def test_a_call_of_many_is_the_call_that_is_reviewed() -> None:
    """The trends count what the page of the call shows: one gathering for both."""
    review = shipped_call("insultes")
    kept = CallFacts.drawn_from(review, "lundi/insultes.wav", MOMENT, desk_heard=False)
    assert (kept.call, kept.began, kept.seconds) == ("lundi/insultes.wav", MOMENT.at, review.seconds)
    assert [cue.family for cue in kept.cues] == [cue.family for cue in review.cues]
    assert [(card.at, card.card, card.said) for card in kept.cards] == [
        (card.at, card.card, card.said) for card in review.cards
    ]
    assert kept.desk_heard


def test_a_card_names_the_phrase_that_brought_it() -> None:
    """The best of those that came together; a card of the call's own flow has none."""
    review = shipped_call("insultes")
    place, cue = next((cue.card, cue) for cue in review.cues if cue.card is not None)
    weaker = replace(cue, phrase="une autre", score=cue.score - 0.1)
    both = replace(review, cues=(cue, weaker))
    cards = CallFacts.drawn_from(both, "x", MOMENT, desk_heard=False).cards
    assert (cards[place].phrase, cards[place].score) == (cue.phrase, cue.score)
    assert {card.phrase for card in cards} == {cue.phrase, ""}


def test_no_word_that_was_said_is_kept() -> None:
    """The folder of results holds the transcript in one file a call; the facts beside it hold none of it."""
    review = shipped_call("insultes")
    text = json.dumps(CallFacts.drawn_from(review, "x", MOMENT, desk_heard=False).table(), ensure_ascii=False)
    assert [each.text for each in review.utterances if each.text in text] == []
    assert CallFacts.of(json.loads(text)).cards
