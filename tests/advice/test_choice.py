from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advice.desk import CARDS, FAMILIES, LADDER, advise, adviser, last, shown
from calmdesk.advice.adviser import CallAdviser
from calmdesk.advice.choice import INSISTING, INSISTS
from calmdesk.phrasebook.cards import SLOTS

if TYPE_CHECKING:
    from calmdesk.call.events import Card

FAR = 600.0
"""Seconds: further apart than any rule looks back."""


def once_round(desk: CallAdviser, times: int) -> list[Card]:
    """Return the cards of a call in which every family comes up some times, each dealt with at once."""
    cards: list[Card] = []
    for turn in range(times):
        for place, family in enumerate(FAMILIES):
            at = turn * FAR + place * 20.0
            cards += filter(None, [advise(desk, family, at)])
            desk.dismiss(at + 1)
    return cards


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"calming"}))
def test_no_sentence_comes_twice_but_on_purpose(family: str) -> None:
    """A client who complains twenty times hears twenty sentences, or the broken record, an alarm, the same limit."""
    desk, heard = adviser(), set[str]()
    # Close enough together for the ladder to climb; too far for a client who insists.
    step = 40.0 if family in LADDER else FAR
    for turn in range(20):
        card = shown(desk, family, turn * step)
        assert card.say not in heard or desk.decisions[-1].rule in {"broken_record", "again"}
        heard.add(card.say)
        desk.dismiss(turn * step + 1)
    assert len({text.say for text in CARDS[family]}) >= 5


def test_no_two_families_say_the_same() -> None:
    """Variants rotate within a family, and no family borrows another's words."""
    said = [card.say for card in once_round(adviser(), 1)]
    assert len(said) == len(set(said)) == len(FAMILIES)


@pytest.mark.parametrize("family", sorted(INSISTING))
def test_a_client_who_insists_hears_the_same_sentence(family: str) -> None:
    """The broken record: first an answer, then one calm sentence, word for word as often as it takes."""
    desk, step = adviser(), INSISTS - 1
    first, *others = [shown(desk, family, turn * step) for turn in range(5)]
    assert {card.say for card in others} == {others[0].say} != {first.say}
    assert {card.card.split(".")[1] for card in others} == {"broken_record"}
    assert desk.decisions[-1].rule == "broken_record"


def test_a_request_that_comes_back_much_later_is_no_insisting() -> None:
    """Ten minutes later it is a new question, and gets another answer."""
    desk = adviser()
    assert shown(desk, "demand", 0.0).card != shown(desk, "demand", FAR).card
    assert desk.decisions[-1].rule == ""


def test_two_insisting_subjects_have_each_their_own_record() -> None:
    """Who insists on a discount, then on the manager, does not hear one sentence for both."""
    desk = adviser()
    cards = [shown(desk, family, at) for at, family in ((0, "demand"), (10, "price_objection"))]
    cards = [shown(desk, family, at) for at, family in ((30, "demand"), (40, "price_objection"))]
    assert {card.card.split(".")[1] for card in cards} == {"broken_record"}
    assert len({card.say for card in cards}) == 2


def test_softened_twice_brings_the_end_of_the_call() -> None:
    """Sum up, confirm, thank."""
    desk = adviser()
    assert shown(desk, "calming", 0.0).card.startswith("calming.")
    card = shown(desk, "calming", 30.0)
    assert card.card.startswith("flow.closing.")
    assert (card.family, card.step, desk.decisions[-1].rule) == ("calming", "confirm", "closing")


def test_every_soft_word_s_card_leads_to_the_end_of_the_call() -> None:
    """What comes next is always named, by the card or by the closing."""
    for place in range(len(CARDS["calming"])):
        cards = CARDS | {"calming": CARDS["calming"][place : place + 1]}
        assert shown(CallAdviser(FAMILIES, cards), "calming", 0.0).next


def test_a_call_that_ends_for_long_is_left_alone() -> None:
    """When each friendly sentence has been said, none comes back: the receptionist knows how to say goodbye."""
    desk = adviser()
    cards = [advise(desk, "calming", turn * 30.0) for turn in range(40)]
    said = [card.say for card in cards if card]
    assert len(said) == len(set(said)) >= 5
    assert last(desk) == "all said"


def test_without_a_flow_file_a_family_ends_with_its_last_sentence() -> None:
    """A language that has no broken record stays silent rather than say the same again."""
    desk = CallAdviser(FAMILIES, {"blame": CARDS["blame"][:2]})
    assert [bool(advise(desk, "blame", turn * FAR)) for turn in range(3)] == [True, True, False]
    assert last(desk) == "all said"


@pytest.mark.parametrize("known", [{}, {"animal": "Filou"}, dict.fromkeys(SLOTS, "Filou")])
def test_no_slot_is_ever_left_open(known: dict[str, str]) -> None:
    """Nothing known, or everything: no card says « {animal} », and each has words to say."""
    cards = once_round(adviser(slots=known), 8)
    assert len(cards) > 100
    assert [card.card for card in cards if "{" in card.say + card.next or not card.say.strip()] == []


def test_what_the_clinic_and_the_call_tell_is_said() -> None:
    """« Filou », not « votre animal », once the name is known."""
    slots = {"animal": "Filou", "client": "Madame Renard", "vet": "le docteur Maes"}
    said = " ".join(card.say for card in once_round(adviser(slots=slots), 5))
    assert [value for value in slots.values() if value not in said] == []
