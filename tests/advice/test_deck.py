from __future__ import annotations

from calmdesk.advice.deck import Deck, fill
from calmdesk.phrasebook.cards import CardText


def card(name: str, say: str = "", without: str = "", rung: int = 0) -> CardText:
    """Return a card of which only the named parts matter."""
    return CardText(id=name, say=say or name, why="…", avoid="…", without=without, rung=rung)


def fresh(deck: Deck, name: str, rung: int = 0) -> str:
    """Return the id of the next unsaid card, empty when there is none."""
    dealt = deck.fresh(name, rung)
    return dealt.text.id if dealt else ""


def test_a_known_slot_is_filled_and_an_unknown_one_avoided() -> None:
    """The animal's name is said where it is known; no card ever shows « {animal} »."""
    text = card("a", say="On s'occupe de {animal}.", without="On s'en occupe.")
    assert fill(text, {"animal": "Filou"}) == "On s'occupe de Filou."
    assert fill(text, {}) == "On s'en occupe."
    assert fill(text, {"animal": ""}) == "On s'en occupe."


def test_one_unknown_slot_of_two_brings_the_wording_without() -> None:
    """Half a sentence is not filled: « le docteur rappelle au » with nothing behind it."""
    text = card("a", say="{vet} vous rappelle au {callback}.", without="On vous rappelle.")
    assert fill(text, {"vet": "Le docteur Maes"}) == "On vous rappelle."


def test_braces_in_a_name_stay_what_they_are() -> None:
    """A client who is called « {vet} » in the agenda does not break the desk."""
    assert fill(card("a", say="Bonjour {client}.", without="…"), {"client": "{vet}"}) == "Bonjour {vet}."


def test_every_variant_comes_once_and_none_twice() -> None:
    """The same canned sentence twice backfires: an empty deck says so."""
    deck = Deck({"blame": [card("1"), card("2"), card("3")]})
    assert [fresh(deck, "blame") for _ in range(5)] == ["1", "2", "3", "", ""]
    assert fresh(deck, "unknown") == ""


def test_the_same_words_on_two_cards_are_one_sentence() -> None:
    """Without the animal's name two variants may read alike; the client hears it once."""
    deck = Deck({"a": [card("1", "{animal} et vous", "Vous."), card("2", "Et {animal} ?", "Vous.")], "b": [card("3")]})
    assert [fresh(deck, "a"), fresh(deck, "a"), fresh(deck, "b")] == ["1", "", "3"]


def test_again_comes_round_in_order() -> None:
    """What has to be said once more is what was said least often."""
    deck = Deck({"blame": [card("1"), card("2")]})
    again = [deck.again("blame") for _ in range(4)]
    assert [dealt.text.id for dealt in again if dealt] == ["1", "2", "1", "2"]
    assert deck.again("unknown") is None


def test_a_rung_brings_its_own_cards_then_those_for_any() -> None:
    """A warning is not said on the first remark; what fits any rung is there when a rung's own are used up."""
    deck = Deck({"insult": [card("1", rung=1), card("4", rung=4), card("any"), card("other")]})
    assert [fresh(deck, "insult", 4), fresh(deck, "insult", 1), fresh(deck, "insult", 5)] == ["4", "1", "any"]
    assert [fresh(deck, "insult", 4), fresh(deck, "insult", 4)] == ["other", ""]
