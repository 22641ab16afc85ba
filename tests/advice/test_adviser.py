from __future__ import annotations

from dataclasses import replace

import pytest

from advice.desk import ALARMS, CARDS, FAMILIES, LADDER, advise, adviser, cue, keep_quiet, last, shown
from calmdesk.advice.adviser import CallAdviser, Manner
from calmdesk.advice.standing import READ, STAND
from calmdesk.call.events import Listened, Said

REPLAY = Manner(alarm_seconds=30.0)


def test_the_most_urgent_of_two_cues_brings_the_card() -> None:
    """« Une heure que j'attends et il s'étouffe »: the emergency, and one card only."""
    desk = adviser()
    card = desk.advise([cue("waiting", 5.0), cue("emergency", 5.0)], 5.0)
    assert card is not None
    assert card.family == "emergency"
    assert last(desk) == "together"


def test_of_two_cues_as_urgent_the_one_with_more_words_behind_it_wins() -> None:
    """« Je veux parler au directeur » says more than one word that sounds like a reproach."""
    desk = adviser()
    long = replace(cue("manager_request", 5.0), words=("parler", "au", "directeur"))
    card = desk.advise([cue("blame", 5.0), long], 5.0)
    assert card is not None
    assert card.family == "manager_request"


def test_the_right_card_stays_when_the_client_says_the_same_and_something_less_urgent() -> None:
    """The guilt card still stands and is right; « je ne sais pas » in the same breath must not replace it."""
    desk = adviser()
    assert shown(desk, "guilt", 10.0)
    assert desk.advise([cue("guilt", 20.0), cue("indecision", 20.0)], 20.0) is None
    assert [each.outcome.value for each in list(desk.decisions)[-2:]] == ["cooldown", "together"]


@pytest.mark.parametrize("alarm", ALARMS)
@pytest.mark.parametrize("standing", sorted(set(FAMILIES) - set(ALARMS)))
def test_an_alarm_interrupts_everything_at_once(standing: str, alarm: str) -> None:
    """Whatever card has just come, an emergency or distress is on the screen with the next event."""
    desk = adviser()
    assert shown(desk, standing, 10.0)
    assert shown(desk, alarm, 10.1).tier == 0


def test_an_alarm_stays_until_it_is_dismissed() -> None:
    """At the desk nothing hides the one question that matters, however long it takes."""
    desk = adviser()
    assert shown(desk, "emergency", 1.0)
    assert keep_quiet(desk, 1.5, 600.0) == []
    assert advise(desk, "insult", 600.0) is None
    assert last(desk) == "alarm stands"
    gone = desk.dismiss(610.0)
    assert gone is not None
    assert (gone.family, gone.at) == ("emergency", 610.0)
    assert shown(desk, "insult", 620.0)


def test_distress_joins_an_emergency() -> None:
    """« Il ne respire plus, et moi non plus je ne veux plus vivre »: both are alarms, none hides behind the other."""
    desk = adviser()
    assert shown(desk, "emergency", 1.0)
    assert shown(desk, "distress", 2.0)
    assert advise(desk, "emergency", 3.0) is None


def test_in_a_replay_an_alarm_steps_back_after_thirty_seconds() -> None:
    """Nobody sits there to dismiss it, and a trainer wants to see the rest of the call."""
    desk = adviser(REPLAY)
    assert shown(desk, "emergency", 10.0)
    assert advise(desk, "insult", 39.9) is None
    assert shown(desk, "waiting", 40.0)
    assert "stepped back" in [each.outcome.value for each in desk.decisions]


def test_an_alarm_that_is_repeated_does_not_step_back() -> None:
    """« Il ne respire plus ! » again: the thirty seconds start anew."""
    desk = adviser(REPLAY)
    assert shown(desk, "emergency", 10.0)
    assert advise(desk, "emergency", 35.0) is None
    assert advise(desk, "waiting", 45.0) is None
    assert shown(desk, "waiting", 65.0)


def test_an_alarm_that_stepped_back_comes_again() -> None:
    """After stepping back, the next emergency is an alarm as the first was."""
    desk = adviser(REPLAY)
    first = shown(desk, "emergency", 10.0)
    desk.heard(Listened(41.0))
    second = shown(desk, "emergency", 42.0)
    assert second.tier == 0
    assert second.say != first.say


def test_no_alarm_is_one_too_many() -> None:
    """A clinic may limit a family's cards; a life at stake is shown all the same."""
    families = FAMILIES | {"emergency": replace(FAMILIES["emergency"], max_per_call=1)}
    desk = CallAdviser(families, CARDS)
    for at in (0.0, 60.0, 120.0):
        assert shown(desk, "emergency", at)
        desk.dismiss(at + 1)


def test_dismissing_nothing_is_nothing() -> None:
    """Pressing the key while no card stands does no harm, twice neither."""
    desk = adviser()
    assert desk.dismiss(1.0) is None
    assert shown(desk, "waiting", 2.0)
    assert desk.dismiss(3.0)
    assert desk.dismiss(3.1) is None


def test_a_card_stands_long_enough_to_be_read() -> None:
    """A card of the same urgency waits a moment, a less urgent one longer, a more urgent one not at all."""
    desk = adviser()
    assert shown(desk, "blame", 10.0)
    assert advise(desk, "demand", 10.0 + READ / 2) is None
    assert last(desk) == "being read"
    assert advise(desk, "waiting", 10.0 + STAND - 0.1) is None
    assert last(desk) == "less urgent"
    assert shown(desk, "grief", 10.0 + STAND - 0.05)
    assert shown(desk, "waiting", 10.0 + 2 * STAND)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_cools_down(family: str) -> None:
    """The same complaint twice in a breath brings one card; after its cooldown it may bring another."""
    desk, cooldown = adviser(), FAMILIES[family].cooldown
    assert shown(desk, family, 1.0)
    desk.dismiss(1.5)
    assert advise(desk, family, 1.0 + cooldown - 0.1) is None
    assert last(desk) == "cooldown"
    assert shown(desk, family, 1.0 + cooldown)


def test_a_family_has_a_maximum_where_the_clinic_sets_one() -> None:
    """Two cards about waiting are enough, the clinic says; the third cue leaves the screen as it is."""
    families = FAMILIES | {"waiting": replace(FAMILIES["waiting"], max_per_call=2)}
    desk = CallAdviser(families, CARDS)
    assert shown(desk, "waiting", 0.0)
    assert shown(desk, "waiting", 30.0)
    assert advise(desk, "waiting", 60.0) is None
    assert last(desk) == "maximum"


def test_silence_after_a_card_leaves_it_standing() -> None:
    """The receptionist reads at her own speed: time alone neither takes the card away nor brings another."""
    desk = adviser()
    card = shown(desk, "blame", 10.0)
    assert keep_quiet(desk, 10.5, 300.0) == []
    gone = desk.dismiss(300.0)
    assert gone is not None
    assert gone.card == card.card


def test_remarks_climb_the_ladder_in_call_time_and_come_down_again() -> None:
    """Ignore, indirect remark, direct request; after two quiet minutes the next remark is met two rungs lower."""
    desk = adviser()
    assert [shown(desk, "insult", at).rung for at in (0.0, 20.0, 40.0)] == [1, 2, 3]
    assert shown(desk, "insult", 165.0).rung == 2
    assert "came down" in [each.outcome.value for each in desk.decisions]


def test_the_ladder_is_the_call_s_not_the_family_s() -> None:
    """A client who flirts, then doubts, then insults has made three remarks."""
    desk = adviser()
    assert [shown(desk, family, at).rung for family, at in (("flirting", 0.0), ("competence_doubt", 20.0))] == [1, 2]
    assert shown(desk, "insult", 40.0).rung == 3


def test_a_threat_goes_straight_to_the_warning() -> None:
    """« Je viens tout casser » is warned at once, and the second threat ends the call."""
    desk = adviser()
    assert [shown(desk, "violence_threat", at).rung for at in (0.0, 15.0)] == [4, 5]


@pytest.mark.parametrize("family", LADDER)
def test_the_top_rungs_name_a_relay_and_ask_for_the_exact_words(family: str) -> None:
    """At the warning and at the end of the call the receptionist is not alone, and the words are noted."""
    tops = [card for card in CARDS[family] if card.rung >= 4]
    assert tops
    assert [card.id for card in tops if not card.relay or "mots exacts" not in card.next] == []


def test_a_remark_that_brings_no_card_does_not_climb() -> None:
    """The ladder is what the receptionist says: a rung nobody has said is not skipped."""
    desk = adviser()
    assert shown(desk, "insult", 0.0).rung == 1
    assert advise(desk, "insult", 9.0) is None
    assert shown(desk, "insult", 20.0).rung == 2


def test_a_card_without_ladder_has_no_rung() -> None:
    """Between two insults the payment worry is answered without a marker."""
    desk = adviser()
    assert shown(desk, "insult", 0.0).rung == 1
    assert shown(desk, "payment_worry", 10.0).rung == 0


def test_a_soft_word_takes_the_ladder_down_and_offers_the_end_of_the_call() -> None:
    """« Excusez-moi, je me suis emporté »: less urgent, a rung lower, and what comes next is summing up."""
    desk = adviser()
    assert [shown(desk, "insult", at).rung for at in (0.0, 20.0)] == [1, 2]
    card = shown(desk, "calming", 30.0)
    assert (card.tier, card.step) == (4, "confirm")
    assert card.next
    assert (desk.decisions[-1].rung_before, desk.decisions[-1].rung) == (2, 1)
    assert shown(desk, "insult", 50.0).rung == 2


def test_a_soft_word_spoilt_by_an_insult_is_none() -> None:
    """« Excusez-moi, mais vous êtes nuls »: the ladder does not come down."""
    desk = adviser()
    assert [shown(desk, "insult", at).rung for at in (0.0, 20.0)] == [1, 2]
    card = desk.advise([cue("calming", 40.0), cue("insult", 40.0)], 40.0)
    assert card is not None
    assert (card.family, card.rung) == ("insult", 3)


def test_the_card_names_the_client_s_words() -> None:
    """Under every card stands what called for it."""
    words = ("une", "heure", "que", "j'attends")
    card = adviser().advise([replace(cue("waiting", 1.0), words=words)], 1.0)
    assert card is not None
    assert card.because == words


def test_what_was_said_and_read_aloud_is_noted() -> None:
    """The trainer sees that the card was said, and which words were the desk's own."""
    desk = adviser()
    card = shown(desk, "blame", 1.0)
    desk.heard(Said(4.0, card.family, card.card))
    assert (last(desk), desk.decisions[-1].rule) == ("said", card.card)
    desk.echoed([cue("confusion", 4.5)], 4.5)
    assert (last(desk), desk.decisions[-1].stands) == ("read aloud", card.card)


def test_every_decision_tells_what_stands_and_how_urgency_and_rung_moved() -> None:
    """Before and after, so that a call can be retold."""
    desk = adviser()
    insult = shown(desk, "insult", 1.0)
    advise(desk, "waiting", 2.0)
    first, second = desk.decisions
    assert (first.tier_before, first.tier_after, first.rung_before, first.rung) == (None, 1, 0, 1)
    assert (second.tier_before, second.tier_after, second.card, second.stands) == (1, 1, None, insult.card)
