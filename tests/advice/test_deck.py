from __future__ import annotations

from calmdesk.advice.deck import Deck, fill
from calmdesk.phrasebook.cards import CardText


def card(name: str, say: str = "…", without: str = "", rung: int = 0) -> CardText:
    """Return a card of which only the named parts matter."""
    return CardText(id=name, say=say, why="…", avoid="…", without=without, rung=rung)


def test_a_known_slot_is_filled_and_an_unknown_one_avoided() -> None:
    """The animal's name is said where it is known; no card ever shows « {animal} »."""
    text = card("a", say="On s'occupe de {animal}.", without="On s'en occupe.")
    assert fill(text, {"animal": "Filou"}) == "On s'occupe de Filou."
    assert fill(text, {}) == "On s'en occupe."
    assert fill(text, {"animal": ""}) == "On s'en occupe."


def test_every_variant_comes_once_before_any_comes_back() -> None:
    """The same canned sentence twice in a row backfires."""
    deck = Deck({"blame": [card("1"), card("2"), card("3")]})
    dealt = [deck.deal("blame", 0).id for _ in range(6)]
    assert dealt == ["1", "2", "3", "1", "2", "3"]


def test_a_rung_brings_its_own_cards() -> None:
    """A warning is not said on the first remark."""
    deck = Deck({"insult": [card("1", rung=1), card("4", rung=4), card("any")]})
    assert deck.deal("insult", 4).id == "4"
    assert deck.deal("insult", 1).id == "1"
    assert deck.deal("insult", 5).id == "any"
