"""A day at the desk: the real French phrasebook answers, words come as a recogniser tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import Began, Card, Dismissed, Ended, Final, Listened, LookBack, Notice, Partial, Said, Word
from calmdesk.wiring import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.call.events import Event, FromSpeech
    from calmdesk.live.shift import Shift

Kind = TypeVar("Kind")

WAITING = "ça fait une heure que j'attends"
INSULT = "vous êtes une bande d'incapables"
THREAT = "je vais venir tout casser chez vous"
HARMLESS = "je voudrais un rendez-vous pour jeudi"


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The French desk, read once."""
    return Desk("fr", {"clinic": "la clinique du Parc"})


def said(at: float, text: str, utterance: int) -> Final:
    """Return an utterance that ends at ``at`` seconds of the desk's time."""
    words = text.split()
    return Final(at, text, utterance, tuple(Word(word, at - 1, at - 0.5) for word in words))


def told(shift: Shift, *events: FromSpeech) -> list[Event]:
    """Return what the screen is told of the events; time passing is left out."""
    every = [shown for event in events for shown in shift.take(event)]
    return [event for event in every if not isinstance(event, Listened)]


def of(kind: type[Kind], events: Iterable[Event]) -> list[Kind]:
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def test_the_first_words_begin_a_call_at_zero(desk: Desk) -> None:
    """However long the program has been waiting, the clock starts with the call."""
    shift = desk.shift(silence=60)
    assert told(shift, Listened(0.2), Listened(4000.0)) == []
    began, heard = told(shift, Partial(4000.2, "bonjour", 1))
    assert began == Began()
    assert heard == Partial(0.7, "bonjour", 1)


def test_words_are_timed_from_the_beginning_of_their_call(desk: Desk) -> None:
    """A card, a cue and each word of the second call carry that call's time."""
    shift = desk.shift(silence=60)
    told(shift, said(10.0, HARMLESS, 0), Listened(200.0))
    events = told(shift, Listened(300.0), Partial(300.2, "ça", 1), said(303.0, WAITING, 1))
    (final,) = of(Final, events)
    (card,) = of(Card, events)
    assert final.at == card.at == 3.5
    assert final.words[0].start == 2.5


def test_a_long_silence_ends_the_call(desk: Desk) -> None:
    """After a minute without a word the call is over; its length is counted to the last word."""
    shift = desk.shift(silence=60)
    told(shift, Listened(1.0), said(3.0, WAITING, 0))
    assert told(shift, Listened(62.0)) == []
    back, ended = told(shift, Listened(63.0))
    assert isinstance(ended, Ended)
    assert back == LookBack(2.5, (("waiting", 1),), 0, 1, 0)


def test_without_a_silence_only_the_key_ends_a_call(desk: Desk) -> None:
    """A clinic that keeps callers on hold for long sets it to 0."""
    shift = desk.shift(silence=0)
    told(shift, said(3.0, HARMLESS, 0))
    assert told(shift, Listened(5000.0)) == []
    assert [type(event) for event in shift.end()] == [LookBack, Ended]
    assert list(shift.end()) == []


def test_the_next_call_starts_afresh(desk: Desk) -> None:
    """The ladder, what was said and the animal's name belong to one call."""
    shift = desk.shift(silence=60, names={"animal": "Filou"})
    first = of(Card, told(shift, said(3.0, INSULT, 0), said(30.0, INSULT, 1)))
    list(shift.end())
    second = of(Card, told(shift, said(100.0, INSULT, 2)))
    assert [card.rung for card in first] == [1, 2]
    assert [card.rung for card in second] == [1]


def test_what_is_still_being_said_belongs_to_the_call_that_was_ended(desk: Desk) -> None:
    """The key is pressed in the middle of a goodbye: its end does not begin a call."""
    shift = desk.shift(silence=60)
    told(shift, Partial(1.0, "au", 0), Partial(1.2, "au revoir", 0))
    list(shift.end())
    assert told(shift, Partial(1.4, "au revoir madame", 0), said(2.0, "au revoir madame", 0)) == []
    assert told(shift, Partial(9.0, "bonjour", 1))[0] == Began()


def test_a_source_that_knows_ends_the_call(desk: Desk) -> None:
    """The telephone system hangs up: no silence is waited for."""
    shift = desk.shift(silence=60)
    told(shift, said(3.0, HARMLESS, 0))
    assert [type(event) for event in told(shift, Ended(4.0))] == [LookBack, Ended]
    assert told(shift, Ended(5.0)) == []


def test_a_hard_call_ends_with_a_breath(desk: Desk) -> None:
    """After a threat the receptionist is told to breathe, in other words each time; after a booking she is not."""
    shift = desk.shift(silence=60)
    backs = []
    for number, text in enumerate([THREAT, HARMLESS, THREAT]):
        told(shift, said(100.0 * number + 3, text, number))
        backs += of(LookBack, shift.end())
    first, booking, second = (back.breathe for back in backs)
    assert first
    assert second
    assert first != second
    assert booking == ""


def test_a_pause_is_no_silence(desk: Desk) -> None:
    """A private call of two minutes: afterwards the call goes on where it was."""
    shift = desk.shift(silence=60)
    told(shift, said(3.0, HARMLESS, 0))
    shift.pause(on=True)
    assert told(shift, Listened(150.0)) == []
    shift.pause(on=False)
    assert told(shift, Listened(190.0)) == []
    assert len(told(shift, Listened(211.0))) == 2


def test_the_keys_act_on_the_card_that_stands(desk: Desk) -> None:
    """Another sentence, said it, dealt with."""
    shift = desk.shift(silence=60)
    (card,) = of(Card, told(shift, said(3.0, WAITING, 0)))
    (other,) = shift.another()
    assert isinstance(other, Card)
    assert other.say != card.say
    assert [type(event) for event in shift.said()] == [Said]
    assert [type(event) for event in shift.dismiss()] == [Dismissed]
    assert shift.card is None
    assert of(LookBack, shift.end()) == [LookBack(3.0, (("waiting", 1),), 0, 2, 1)]


def test_keys_without_a_card_do_nothing(desk: Desk) -> None:
    """Before the first call, and in a quiet one."""
    shift = desk.shift(silence=60)
    for _ in range(2):
        assert [*shift.another(), *shift.said(), *shift.dismiss(), *shift.wrong()] == []
        told(shift, said(3.0, HARMLESS, 0))


def test_a_wrong_card_does_not_count(desk: Desk) -> None:
    """The look back tells what the call was, not what was mistaken."""
    shift = desk.shift(silence=60)
    told(shift, said(3.0, INSULT, 0))
    assert [type(event) for event in shift.wrong()] == [Dismissed]
    assert of(LookBack, shift.end()) == [LookBack(3.0, (), 0, 0, 0)]


def test_a_name_given_before_the_call_is_said_in_it(desk: Desk) -> None:
    """« Filou » is typed while it rings."""
    shift = desk.shift(silence=60)
    assert [type(event) for event in shift.name("animal", "Filou")] == [Notice]
    told(shift, said(3.0, WAITING, 0))
    says = [shift.card.say if shift.card else "", *(card.say for _ in range(8) for card in of(Card, shift.another()))]
    assert any("Filou" in say for say in says)


def test_an_incident_holds_the_call_s_families_and_one_passage(desk: Desk) -> None:
    """The words of the latest card, not the whole call; after the call it is still known, until the next one ends."""
    shift = desk.shift(silence=60)
    told(shift, said(3.0, WAITING, 0), said(20.0, INSULT, 1))
    during = shift.incident("au guichet aussi")
    list(shift.end())
    assert shift.incident("au guichet aussi") == during
    assert set(during.families) == {"waiting", "insult"}
    assert during.rung == 1
    assert during.note == "au guichet aussi"
    assert len(during.words) == 1
    assert "incapables" in during.words[0]
    assert "attends" not in during.words[0]


@given(
    st.lists(
        st.tuples(st.floats(0, 200), st.sampled_from(["", HARMLESS, WAITING, INSULT]), st.sampled_from("lpn")),
        max_size=25,
    )
)
def test_calls_never_overlap_and_time_never_goes_back(desk: Desk, day: list[tuple[float, str, str]]) -> None:
    """Whatever a day brings: each call begins, goes on in its own time from zero, ends, and is looked back at."""
    shift, now = desk.shift(silence=60), 0.0
    events: list[Event] = []
    for number, (wait, text, kind) in enumerate(day):
        now += wait
        heard: dict[str, FromSpeech] = {
            "l": Listened(now),
            "p": Partial(now, text, number),
            "n": said(now, text, number),
        }
        events += shift.take(heard[kind])
    events += shift.end()
    on, at = False, 0.0
    for event in events:
        if isinstance(event, Began):
            assert not on
            on, at = True, 0.0
        if isinstance(event, (Partial, Final, Card)):
            assert on
        if isinstance(event, LookBack):
            assert on
        else:
            assert event.at >= at or isinstance(event, (Listened, Notice))
            at = max(at, event.at) if on else at
        if isinstance(event, Ended):
            assert on
            on = False
    assert not on
