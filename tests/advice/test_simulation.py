"""Calls nobody has thought of: whatever is said in whatever order, the rules of advice hold."""

from __future__ import annotations

import gc
import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from advice.desk import ALARMS, FAMILIES, LADDER, adviser, cue, keep_quiet, speak
from calmdesk.advice.adviser import Manner
from calmdesk.advice.ladder import ONE_REMARK, STEP_DOWN
from calmdesk.advice.standing import STAND
from calmdesk.call.events import Final, Listened, Said
from calmdesk.cues.desk_ear import DeskEar

if TYPE_CHECKING:
    from calmdesk.advice.decision import Decision
    from calmdesk.call.events import Card

ALARM_SECONDS = 30.0
ON_PURPOSE = {"broken_record", "again"}
PAUSES = st.floats(0.1, 15.0) | st.sampled_from([0.1, STAND, ONE_REMARK, 30.0, STEP_DOWN, 3 * STEP_DOWN])
# The families that have most rules come up most often.
SAYINGS = st.lists(
    st.sampled_from(sorted(FAMILIES)) | st.sampled_from([*LADDER, *ALARMS, "calming"]), min_size=1, max_size=3
)


class AnyCall(RuleBasedStateMachine):
    """A call: cues, talk, silence, cards said and dismissed, in any order and at any pace."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self.desk = adviser()
        self.live = True
        self.stands: Card | None = None
        self.alarmed = 0.0
        self.shown: dict[str, float] = {}
        self.heard: set[str] = set()
        self.last = ["insult"]
        self.last_rule = ""
        self.rung = 0
        self.climbed = float("-inf")

    @initialize(live=st.booleans(), connection=st.booleans())
    def begins(self, *, live: bool, connection: bool) -> None:
        """The phone rings: at the desk, or in a replay."""
        self.live = live
        self.desk = adviser(Manner(None if live else ALARM_SECONDS, connection))

    @rule(pause=PAUSES, families=SAYINGS)
    def says(self, pause: float, families: list[str]) -> None:
        """The client says something that is one cue or several."""
        self.at += pause
        self.last = families
        before = self.stands if self.live or self.at - self.alarmed < ALARM_SECONDS else None
        tiers = {family: FAMILIES[family].tier for family in families}
        if not set(families).isdisjoint(ALARMS):
            self.alarmed = self.at
        card = self.desk.advise([cue(family, self.at) for family in families], self.at)
        decided = self._decisions()
        assert len([each for each in decided if each.cue]) == len(families)
        assert [each.card for each in decided if each.cue and each.card] == ([card] if card else [])
        self._ladder_moves_a_rung_at_a_time(decided)
        for family in set(families) & set(ALARMS):
            self._alarm_shows_at_once(family, card, before)
        if card:
            urgent = [family for family, tier in tiers.items() if tier < card.tier]
            assert [family for family in urgent if not self._cools(family)] == []
            self._may_show(card, before)

    @rule(pause=st.floats(0.1, 15.0), families=st.lists(st.sampled_from(LADDER), max_size=1))
    def says_it_again(self, pause: float, families: list[str]) -> None:
        """The client repeats what was said a moment ago, or adds a remark: cooldowns and the ladder are tried."""
        self.says(pause, families or self.last)

    @rule(pause=PAUSES, seconds=st.floats(1, 45))
    def talks(self, pause: float, seconds: float) -> None:
        """The client talks without any cue, for a sentence or a minute."""
        self.at += pause
        for card in speak(self.desk, self.at, self.at + seconds):
            self._prompted(card)
        self.at += seconds + 0.5

    @rule(pause=PAUSES)
    def is_silent(self, pause: float) -> None:
        """Nobody speaks."""
        for card in keep_quiet(self.desk, self.at, self.at + pause):
            self._prompted(card)
        self.at += pause

    @rule(pause=PAUSES)
    def is_dismissed(self, pause: float) -> None:
        """The receptionist has dealt with the card."""
        self.at += pause
        gone = self.desk.dismiss(self.at)
        assert (gone.card if gone else None) == (self.stands.card if self.stands else None)
        self.stands = None
        self._decisions()

    @rule(pause=PAUSES)
    def is_said(self, pause: float) -> None:
        """The receptionist says the card's sentence: it stays where it is."""
        self.at += pause
        if self.stands:
            assert self.desk.heard(Said(self.at, self.stands.family, self.stands.card)) is None
        self._decisions()

    def _decisions(self) -> list[Decision]:
        """Take the decisions made since the last event out, so that none is looked at twice."""
        taken = list(self.desk.decisions)
        self.desk.decisions.clear()
        self.rung = taken[-1].rung if taken else self.rung
        return taken

    def _cools(self, family: str) -> bool:
        return self.at - self.shown.get(family, float("-inf")) < FAMILIES[family].cooldown

    def _alarm_shows_at_once(self, family: str, card: Card | None, before: Card | None) -> None:
        """An emergency is on the screen after this very event, unless it is there already or just has been."""
        stands = before is not None and before.tier == 0
        assert (card and card.tier == 0) or stands or self._cools(family)

    def _may_show(self, card: Card, before: Card | None) -> None:
        """A card comes in its turn, hides nothing more urgent, and does not repeat what was said."""
        if before and before.tier < card.tier:
            assert before.tier > 0
            assert self.at - before.at >= STAND
        if card.family in FAMILIES:
            assert not self._cools(card.family)
        assert card.say not in self.heard or self.last_rule in ON_PURPOSE
        assert "{" not in card.say
        self.heard.add(card.say)
        self.shown[card.family], self.stands = card.at, card

    def _prompted(self, card: Card) -> None:
        self.last_rule = ""
        before = self.stands if self.live or card.at - self.alarmed < ALARM_SECONDS else None
        assert card.family in {"long_talk", "connection"}
        now, self.at = self.at, card.at
        self._may_show(card, before)
        self.at = now
        self._decisions()

    def _ladder_moves_a_rung_at_a_time(self, decided: list[Decision]) -> None:
        """Up by one, or to the rung a threat stands for; down by one for a soft word, by quiet minutes otherwise."""
        self.last_rule = next((each.rule for each in decided if each.cue and each.card), "")
        for each in decided:
            step, family = each.rung - each.rung_before, FAMILIES[each.cue.family] if each.cue else None
            if family is None:
                assert step <= 0
            elif step > 0:
                assert each.card is not None
                assert each.rung in {each.rung_before + 1, family.rung}
                assert self.at - self.climbed >= ONE_REMARK or each.rung == family.rung or each.rung_before == 0
                self.climbed = self.at
            else:
                assert step == 0 or (step == -1 and family.id == "calming")
            if each.card and family and family.ladder:
                assert each.card.rung == each.rung >= family.rung


def test_no_call_breaks_the_rules() -> None:
    """A card that is more urgent is never hidden, none comes too soon or twice, an emergency shows at once."""
    run_state_machine_as_test(AnyCall, settings=settings(max_examples=150, stateful_step_count=40, deadline=None))


@pytest.mark.slow
def test_not_one_call_in_a_thousand_breaks_the_rules() -> None:
    """The same, for as many calls as a desk takes in a month."""
    run_state_machine_as_test(AnyCall, settings=settings(max_examples=1_000, stateful_step_count=40, deadline=None))


_SHARED = (type, ModuleType, FunctionType, BuiltinFunctionType)


def weight(thing: object) -> int:
    """Return the bytes of everything that hangs on a value, but for code and modules."""
    seen: set[int] = set()
    ahead, total = [thing], 0
    while ahead:
        one = ahead.pop()
        if id(one) not in seen and not isinstance(one, _SHARED):
            seen.add(id(one))
            total += sys.getsizeof(one)
            ahead.extend(gc.get_referents(one))
    return total


def test_a_call_of_eight_hours_weighs_no_more_than_one_of_one() -> None:
    """Who lets the program listen all day finds it as small in the evening as in the morning."""
    desk, ear, names = adviser(Manner(ALARM_SECONDS, connection=True)), DeskEar(), sorted(FAMILIES)
    weights = []
    for tick in range(8 * 3600):
        at, card = float(tick), None
        if tick % 7 == 0:
            card = desk.advise([cue(names[tick % len(names)], at), cue(names[tick % 5], at)], at)
        card = card or desk.heard(Final(at, f"mot {tick} " * 8, tick) if tick % 3 else Listened(at))
        if card:
            ear.shown(card)
            heard = Final(at, card.say, tick)
            for own in ear.hear(heard):
                if isinstance(own, Said):
                    desk.heard(own)
        if tick % 3600 == 3599:
            weights.append(weight((desk, ear)))
    assert max(weights) < 1.05 * weights[0]
