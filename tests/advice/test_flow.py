from __future__ import annotations

from itertools import pairwise

import pytest

from advice.desk import advise, adviser, cue, keep_quiet, shown, speak
from calmdesk.advice.adviser import Manner
from calmdesk.advice.flow import LONG, LONG_AGAIN, QUIET, QUIET_AGAIN
from calmdesk.call.events import Final, Side

CONNECTED = Manner(connection=True)


def test_a_client_who_talks_for_long_is_acknowledged_then_asked() -> None:
    """After half a minute without an answer: a word that shows one listens, and a closed question."""
    desk = adviser()
    (card,) = speak(desk, 1.0, 1.0 + LONG + 5)
    assert (card.family, card.tier, card.step) == ("long_talk", 4, "clarify")
    assert 1.0 + LONG <= card.at <= 1.0 + LONG + 1
    assert card.ask.endswith("?")
    assert not card.say.endswith("?")
    assert desk.decisions[-1].rule == "long_talk"


def test_long_talk_is_measured_by_time_not_by_words_or_mood() -> None:
    """The same words in twenty seconds bring nothing."""
    assert speak(adviser(), 1.0, LONG - 2) == []


def test_pauses_between_sentences_do_not_end_the_talk_and_long_ones_do() -> None:
    """Breathing is not giving the word away; four seconds are."""
    desk = adviser()
    assert speak(desk, 0.0, 14.0) == []
    assert speak(desk, 16.0, 32.0, number=1)
    other = adviser()
    assert speak(other, 0.0, 14.0) == []
    assert speak(other, 20.0, 36.0, number=1) == []


def test_an_answer_of_the_desk_ends_the_talk_and_a_small_word_does_not() -> None:
    """« Oui, je comprends » is listening; a sentence is an answer."""
    for words, cards in (("oui je comprends", 1), ("je regarde tout de suite pour vous", 0)):
        desk = adviser()
        speak(desk, 0.0, 15.0)
        desk.heard(Final(15.6, words, 0, side=Side.DESK))
        assert len(speak(desk, 16.0, 30.0, number=1)) == cards


def test_a_card_ends_the_talk_too() -> None:
    """The receptionist has something to say now; the count starts anew."""
    desk = adviser()
    speak(desk, 0.0, 20.0)
    assert shown(desk, "waiting", 20.0)
    assert speak(desk, 21.0, 21.0 + LONG - 3, number=1) == []


def test_long_talk_is_not_prompted_again_at_once() -> None:
    """One prompt a minute at most, and never the same sentence."""
    desk = adviser()
    cards = speak(desk, 0.0, 10 * LONG_AGAIN)
    gaps = [later.at - card.at for card, later in pairwise(cards)]
    assert gaps
    assert min(gaps) >= LONG_AGAIN
    assert len({card.say for card in cards}) == len(cards)


def test_one_microphone_cannot_tell_who_talks_for_long() -> None:
    """Where the desk's voice comes through the same microphone, its own talk must not count as the client's."""
    desk = adviser(Manner(shared=True))
    assert speak(desk, 0.0, 60.0) == []
    desk.heard(Final(60.6, "bonjour", 0, side=Side.DESK))
    speak(desk, 61.0, 80.0, number=1)
    assert desk.decisions[-1].rule == "long_talk"


def test_long_talk_waits_for_an_alarm() -> None:
    """An emergency told at length is still an emergency."""
    desk = adviser()
    assert shown(desk, "emergency", 0.0)
    assert speak(desk, 1.0, 50.0) == []


def test_when_nothing_is_wrong_a_personal_word_is_prompted() -> None:
    """Forty quiet seconds: an open question, where the clinic wants such prompts."""
    desk = adviser(CONNECTED)
    desk.heard(Final(2.0, "bonjour", 0))
    (card,) = keep_quiet(desk, 2.5, QUIET + 5)
    assert (card.family, card.tier, card.step) == ("connection", 4, "welcome")
    assert "?" in card.say
    assert keep_quiet(desk, QUIET + 6, QUIET + QUIET_AGAIN - 5) == []
    assert keep_quiet(desk, QUIET + QUIET_AGAIN - 4, QUIET + QUIET_AGAIN + 5)


def test_no_personal_word_unless_switched_on() -> None:
    """Fewer prompts: this one is asked for, or does not come."""
    desk = adviser()
    desk.heard(Final(2.0, "bonjour", 0))
    assert keep_quiet(desk, 2.5, 600.0) == []


def test_no_personal_word_before_anybody_is_there() -> None:
    """An open line without a client is left alone."""
    assert keep_quiet(adviser(CONNECTED), 0.0, 300.0) == []


@pytest.mark.parametrize("family", ["emergency", "distress", "grief", "insult", "violence_threat"])
def test_no_small_talk_in_a_grave_call(family: str) -> None:
    """« Comment ça se passe à la maison ? » after a death would hurt, however quiet the call has become."""
    desk = adviser(CONNECTED)
    desk.heard(Final(2.0, "bonjour", 0))
    assert shown(desk, family, 5.0)
    desk.dismiss(6.0)
    assert keep_quiet(desk, 6.5, 600.0) == []


def test_a_cue_puts_the_personal_word_off() -> None:
    """Something is not well, whether a card came of it or not: forty seconds more."""
    desk = adviser(CONNECTED)
    desk.heard(Final(2.0, "bonjour", 0))
    assert shown(desk, "waiting", 10.0)
    assert desk.advise([cue("waiting", 30.0)], 30.0) is None
    assert keep_quiet(desk, 30.5, 30.0 + QUIET - 1) == []
    assert keep_quiet(desk, 30.0 + QUIET, 30.0 + QUIET + 1)


def test_a_personal_word_does_not_stand_in_the_way() -> None:
    """It is the least urgent of all: a complaint replaces it at once."""
    desk = adviser(CONNECTED)
    desk.heard(Final(2.0, "bonjour", 0))
    (card,) = keep_quiet(desk, 2.5, QUIET + 2)
    assert advise(desk, "waiting", card.at + 0.5)
