from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.made_up import outcome
from calmdesk.bench.scores import HARMLESS, MISSED, Outcome, Score, by_family, confusion, score

FAMILIES = ["insult", "blame", "waiting"]
SOME = st.lists(st.sampled_from(FAMILIES), unique=True).map(" ".join)
OUTCOMES = st.lists(st.builds(outcome, st.uuids().map(str), SOME, SOME), max_size=30)


def test_right_wrong_and_missed_cues_are_counted() -> None:
    """A sentence with two cues of which one is found, and a harmless one that fires."""
    outcomes = [outcome("1", "insult blame", "insult"), outcome("2", "", "waiting")]
    assert score(outcomes) == Score(right=1, wrong=1, missed=1)
    assert [each.fired for each in outcomes] == [False, True]


def test_nothing_found_is_not_wrong() -> None:
    """A phrasebook that says nothing has made no mistake, and found nothing."""
    silent = score([outcome("1", "insult", "")])
    assert (silent.precision, silent.recall, silent.f1) == (1.0, 0.0, 0.0)
    assert Score(0, 0, 0).f1 == 1.0
    assert Score(0, 0, 0).recall == 1.0


def test_a_card_of_another_family_is_false() -> None:
    """Only the family of the card counts: the receptionist sees nothing else."""
    assert outcome("1", "insult blame", "blame").false_cards == 0
    assert outcome("1", "insult", "waiting").false_cards == 1


@given(OUTCOMES)
def test_families_add_up_to_the_whole(outcomes: list[Outcome]) -> None:
    """The last line of the table is the sum of those above it."""
    families = by_family(outcomes).values()
    whole = score(outcomes)
    assert sum(each.right for each in families) == whole.right
    assert sum(each.wrong for each in families) == whole.wrong
    assert sum(each.missed for each in families) == whole.missed
    assert whole.f1 == pytest.approx(
        2 * whole.precision * whole.recall / (whole.precision + whole.recall) if whole.right else whole.f1
    )


def test_a_wrong_family_is_held_against_the_missed_one() -> None:
    """« blame » found where « insult » was missed is a confusion of these two; what was found rightly is none."""
    table = confusion([outcome("1", "insult waiting", "blame waiting")])
    assert table["insult"] == {"blame": 1}
    assert table["waiting"] == {"waiting": 1}


def test_a_superfluous_family_is_held_against_all_that_was_there() -> None:
    """Where nothing was missed, the extra cue is one too many for each family of the sentence."""
    assert confusion([outcome("1", "insult", "insult blame")])["insult"] == {"insult": 1, "blame": 1}


def test_harmless_and_silent_rows_have_names() -> None:
    """What fired on nothing, and what was met with silence, is seen apart."""
    table = confusion([outcome("1", "", "blame"), outcome("2", "insult", ""), outcome("3", "", "")])
    assert table == {HARMLESS: {"blame": 1}, "insult": {MISSED: 1}}
