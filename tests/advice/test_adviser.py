from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from calmdesk.advice.adviser import ALARM, READ, STAND, CallAdviser
from calmdesk.call.events import Cue
from calmdesk.phrasebook.cards import read_cards
from calmdesk.phrasebook.families import read_families
from calmdesk.places import shipped

if TYPE_CHECKING:
    from calmdesk.call.events import Card

FOLDER = shipped("phrasebooks")
FAMILIES = read_families(FOLDER / "families.toml")
CARDS = read_cards(FOLDER / "fr", FAMILIES)


def adviser() -> CallAdviser:
    """Return an adviser at the beginning of a call, with the cards that ship."""
    return CallAdviser(FAMILIES, CARDS)


def cue(family: str, at: float) -> Cue:
    """Return a cue of a family."""
    return Cue(at, family, "…", ("…",), 1.0)


def advise(desk: CallAdviser, family: str, at: float) -> Card | None:
    """Tell the adviser one cue."""
    return desk.advise([cue(family, at)], at)


def test_the_most_urgent_of_two_cues_brings_the_card() -> None:
    """« Une heure que j'attends et il s'étouffe »: the emergency, and one card only."""
    card = adviser().advise([cue("waiting", 5.0), cue("emergency", 5.0)], 5.0)
    assert card is not None
    assert card.family == "emergency"


def test_an_emergency_stays_until_it_is_dismissed() -> None:
    """Nothing hides the one question that matters; distress may join it, both outrank the rest."""
    desk = adviser()
    assert advise(desk, "emergency", 1.0)
    assert advise(desk, "insult", 30.0) is None
    assert desk.decisions[-1].outcome == "alarm stands"
    assert advise(desk, "distress", 40.0)
    desk.dismiss()
    assert advise(desk, "insult", 50.0)


def test_a_card_stands_long_enough_to_be_read() -> None:
    """A card of the same urgency waits a moment, a less urgent one longer, a more urgent one not at all."""
    desk = adviser()
    assert advise(desk, "blame", 10.0)
    assert advise(desk, "demand", 10.0 + READ / 2) is None
    assert advise(desk, "waiting", 10.0 + STAND - 0.1) is None
    assert advise(desk, "grief", 10.0 + STAND - 0.05)
    assert advise(desk, "waiting", 10.0 + 2 * STAND)


def test_a_family_cools_down() -> None:
    """The same complaint twice in a breath brings one card."""
    desk = adviser()
    assert advise(desk, "waiting", 1.0)
    assert advise(desk, "waiting", 1.0 + FAMILIES["waiting"].cooldown / 2) is None
    assert desk.decisions[-1].outcome == "cooldown"
    assert advise(desk, "waiting", 1.0 + FAMILIES["waiting"].cooldown)


def test_insults_climb_the_ladder_and_a_soft_word_brings_it_down() -> None:
    """Ignore, indirect remark, then after an apology not straight to the warning."""
    desk = adviser()
    rungs = [card.rung for at in (0.0, 15.0) if (card := advise(desk, "insult", at))]
    assert rungs == [1, 2]
    assert advise(desk, "calming", 25.0)
    card = advise(desk, "insult", 40.0)
    assert card is not None
    assert card.rung == 2


EVENTS = st.lists(st.tuples(st.floats(0, 90), st.sampled_from(sorted(FAMILIES))), max_size=80)


@given(EVENTS)
def test_no_call_breaks_the_rules(events: list[tuple[float, str]]) -> None:
    """In any call: an alarm shows at once, nothing less urgent hides it, no family comes back while it cools down."""
    desk, now, shown = adviser(), 0.0, dict[str, float]()
    standing: Card | None = None
    for pause, family in events:
        now += pause
        card = advise(desk, family, now)
        if family in {"emergency", "distress"} and (standing is None or standing.tier != ALARM):
            assert card is not None or now - shown.get(family, -1e9) < FAMILIES[family].cooldown
        if card is None:
            continue
        assert standing is None or standing.tier != ALARM or card.tier == ALARM
        assert now - shown.get(card.family, -1e9) >= FAMILIES[card.family].cooldown
        assert "{" not in card.say
        shown[card.family], standing = now, card
    assert len(desk.decisions) == len(events)
