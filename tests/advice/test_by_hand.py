"""What the receptionist tells the adviser with a key."""

from __future__ import annotations

from advice.desk import FAMILIES, advise, adviser, shown
from calmdesk.advice.adviser import CallAdviser
from calmdesk.phrasebook.cards import CardText


def test_another_sentence_takes_the_place_of_the_card() -> None:
    """The key shows each variant of the family in turn; the words that called for it stay beside it."""
    desk = adviser()
    card = shown(desk, "waiting", 10.0)
    others = [desk.another(12.0), desk.another(13.0)]
    says = [card.say, *(other.say for other in others if other)]
    assert len(set(says)) == 3
    assert {other.family for other in others if other} == {"waiting"}
    assert [other.because for other in others if other] == [card.because] * 2


def test_without_a_card_there_is_no_other_sentence() -> None:
    """The key does nothing on a quiet screen."""
    assert adviser().another(5.0) is None


def test_another_warning_stays_on_its_rung() -> None:
    """Asking for other words does not climb the ladder, nor come down from it."""
    desk = adviser()
    warning = shown(desk, "violence_threat", 10.0)
    other = desk.another(11.0)
    assert other is not None
    assert other.rung == warning.rung == 4


def test_a_name_that_becomes_known_is_said_at_once() -> None:
    """The receptionist types « Filou »: the card that stands names the animal now."""
    text = CardText("waiting.1", say="On s'occupe de {animal}.", why="…", avoid="…", without="On s'en occupe.")
    desk = CallAdviser(FAMILIES, {"waiting": (text,)})
    assert shown(desk, "waiting", 10.0).say == "On s'en occupe."
    named = desk.know({"animal": "Filou"}, 11.0)
    assert named is not None
    assert (named.say, named.card, named.because) == ("On s'occupe de Filou.", "waiting.1", ("…",))
    assert desk.know({"animal": "Filou"}, 12.0) is None


def test_a_name_changes_nothing_where_no_card_stands() -> None:
    """It waits for the next card."""
    desk = adviser(slots={"animal": "Minou"})
    assert desk.know({"animal": "Filou"}, 1.0) is None
    said = [shown(desk, "waiting", 10.0).say, *(card.say for at in range(9) if (card := desk.another(11.0 + at)))]
    assert any("Filou" in say for say in said)
    assert not any("Minou" in say for say in said)


def test_a_wrong_card_goes_away_and_takes_its_step_of_the_ladder_with_it() -> None:
    """What was no insult does not make the next one a second one."""
    desk = adviser()
    shown(desk, "insult", 10.0)
    second = shown(desk, "insult", 30.0)
    assert second.rung == 2
    gone = desk.wrong(31.0)
    assert gone is not None
    assert gone.card == second.card
    assert desk.standing is None
    assert shown(desk, "insult", 45.0).rung == 2


def test_nothing_is_wrong_without_a_card() -> None:
    """The key does nothing on a quiet screen."""
    assert adviser().wrong(1.0) is None


def test_a_family_called_wrong_cools_down_all_the_same() -> None:
    """The same words do not bring the card straight back."""
    desk = adviser()
    shown(desk, "waiting", 10.0)
    desk.wrong(11.0)
    assert advise(desk, "waiting", 12.0) is None
