"""Decides, cue by cue, which card the receptionist sees.

The most urgent family wins; a family that has just brought a card cools down; a card stands long enough to be read
unless something more urgent comes; emergencies and distress stay until they are dismissed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calmdesk.advice import flow
from calmdesk.advice.choice import SOFT, Choice
from calmdesk.advice.decision import KEPT, Decision, Outcome
from calmdesk.advice.ladder import Ladder
from calmdesk.advice.standing import ALARM, STEPPED_BACK, Turns, kept_back
from calmdesk.call.events import Dismissed, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.call.events import Card, Cue, Heard, Listened
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family


@dataclass(frozen=True, slots=True)
class Manner:
    """How a call is advised.

    ``alarm_seconds``: an alarm without further cue steps back after this much call time, where nobody can dismiss it;
    None: it stays until somebody does. ``connection``: prompt for a personal word when nothing is wrong. ``shared``:
    the desk is heard on the client's channel too.
    """

    alarm_seconds: float | None = None
    connection: bool = False
    shared: bool = False


class CallAdviser:
    """Implements ``call.stages.Adviser`` for one call.

    Args:
        families: the families, in the order of their urgency within a tier.
        cards: the cards of each family, and of each part of the flow (``long_talk``, ``broken_record`` …).
        slots: what is known of the clinic and the call (``animal``, ``client`` …).
        manner: how this call is advised.
    """

    def __init__(
        self,
        families: Mapping[str, Family],
        cards: Mapping[str, Sequence[CardText]],
        slots: Mapping[str, str] | None = None,
        manner: Manner | None = None,
    ) -> None:
        manner = manner or Manner()
        self._families = families
        self._order = {name: n for n, name in enumerate(families)}
        self._choice = Choice(cards, slots)
        self._flow = flow.Flow(connection=manner.connection, shared=manner.shared)
        self._alarm_seconds = manner.alarm_seconds
        self._alarmed = 0.0
        self._turns = Turns()
        self._ladder = Ladder()
        self._standing: Card | None = None
        self.decisions: deque[Decision] = deque(maxlen=KEPT)

    def advise(self, cues: Sequence[Cue], at: float) -> Card | None:
        """Return the card to show now, or None when the one that stands should stand."""
        self._pass_time(at)
        self._flow.troubled(at)
        rough = any(self._families[cue.family].ladder for cue in cues)
        shown: Card | None = None
        answered = False
        for cue in sorted(cues, key=self._rank):
            family, was = self._families[cue.family], self._was()
            card, outcome, rule = (None, Outcome.TOGETHER, "") if answered else self._answer(cue, family, at)
            self._climb(family, at, shown=card is not None, rough=rough)
            self._note(at, outcome, was, cue=cue, card=card, rule=rule)
            shown = shown or card
            answered = answered or shown is not None or self._stands_for(family)
        return shown

    def _stands_for(self, family: Family) -> bool:
        """Tell whether the family's card stands already: what is less urgent in the same breath must not replace it.

        An alarm answers for itself only, as the other alarm may join it.
        """
        return self._standing is not None and self._standing.family == family.id and family.tier != ALARM

    def _rank(self, cue: Cue) -> tuple[int, int, float, int]:
        """Return what orders cues of one moment: urgency first, then how much of what was said speaks for each."""
        tier, order = self._families[cue.family].tier, self._order[cue.family]
        return tier, order if tier <= flow.GRAVE else 0, -cue.score * len(cue.words), order

    def heard(self, event: Heard | Listened | Said) -> Card | None:
        """Take note of what is said and of time passing; return a card when the flow of the call asks for one."""
        self._pass_time(event.at)
        self._flow.heard(event)
        if isinstance(event, Said):
            standing = self._standing if self._standing and self._standing.card == event.card else None
            self._note(event.at, Outcome.SAID, self._was(), card=standing, rule=event.card)
            return None
        return self._prompt(self._flow.due(event.at), event.at)

    def echoed(self, cues: Sequence[Cue], at: float) -> None:
        """Take note of cues that were none: the desk read the standing card aloud."""
        for cue in cues:
            self._note(at, Outcome.READ_ALOUD, self._was(), cue=cue)

    @property
    def standing(self) -> Card | None:
        """The card that stands now."""
        return self._standing

    def another(self, at: float) -> Card | None:
        """Return another sentence in the place of the standing card; None when none stands, or there is but one."""
        card = self._standing
        dealt = self._choice.another(card.family, card.rung) if card else None
        if card is None or dealt is None or dealt.say == card.say:
            return None
        fresh = dealt.card(at, card.family, card.tier, rung=card.rung, step=card.step)
        return self._in_its_place(replace(fresh, because=card.because), "another")

    def know(self, slots: Mapping[str, str], at: float) -> Card | None:
        """Take note of a name; return the standing card where its sentence reads otherwise with it."""
        self._choice.know(slots)
        card = self._standing
        named = self._choice.refilled(card) if card else None
        if card is None or named is None or named.say == card.say:
            return None
        return self._in_its_place(replace(named, at=at), "named")

    def wrong(self, at: float) -> Dismissed | None:
        """Take the standing card away because it was not called for, and the step of the ladder that came with it."""
        card = self._standing
        if card is None:
            return None
        was, self._standing = self._was(), None
        if card.rung:
            self._ladder = self._ladder.taken_back(at)
        self._note(at, Outcome.WRONG, was, card=card)
        return Dismissed(at, card.family, card.card)

    def _in_its_place(self, card: Card, rule: str) -> Card:
        """Let a card of the same family stand where one stood."""
        was = self._was()
        self._show(card)
        self._note(card.at, Outcome.SHOWN, was, card=card, rule=rule)
        return card

    def dismiss(self, at: float) -> Dismissed | None:
        """Take the standing card away: the receptionist has dealt with it. Return None when none stands."""
        card = self._standing
        if card is None:
            return None
        self._move(at, None, Outcome.DISMISSED)
        return Dismissed(at, card.family, card.card)

    def _pass_time(self, at: float) -> None:
        """Let the ladder come down, and an alarm nobody can dismiss step back."""
        was, self._ladder = self._was(), self._ladder.at(at)
        if self._ladder.rung < was[1]:
            self._note(at, Outcome.CAME_DOWN, was)
        card = self._standing
        if card is None or card.tier != ALARM or self._alarm_seconds is None:
            return
        if at - self._alarmed >= self._alarm_seconds:
            self._move(at, replace(card, tier=STEPPED_BACK), Outcome.STEPPED_BACK)

    def _move(self, at: float, stands: Card | None, outcome: Outcome) -> None:
        """Let another card, or none, stand without showing it."""
        was, card, self._standing = self._was(), self._standing, stands
        self._note(at, outcome, was, card=card)

    def _held_back(self, family: Family, at: float) -> Outcome | None:
        """Return why a card of this family must not be shown now; a further cue keeps an alarm alive."""
        if family.tier == ALARM:
            self._alarmed = at
        return self._turns.refused(family, at) or kept_back(self._standing, family.id, family.tier, at)

    def _answer(self, cue: Cue, family: Family, at: float) -> tuple[Card | None, Outcome, str]:
        """Return the card for a cue, which stands from now on, or why there is none; and the rule that chose it."""
        if held := self._held_back(family, at):
            return None, held, ""
        rung = self._ladder.raised(at, family.rung).rung if family.ladder else 0
        chosen = self._choice.answer(family, rung, self._turns.since(family.id, at))
        if chosen is None:
            return None, Outcome.ALL_SAID, ""
        card = chosen.dealt.card(at, family.id, family.tier, rung=rung, step=family.step)
        card = replace(card, because=cue.words)
        if family.id == SOFT:
            card = self._choice.with_closing(card)
        self._turns.taken(family.id, at)
        self._show(card)
        return card, Outcome.SHOWN, chosen.rule

    def _prompt(self, part: str, at: float) -> Card | None:
        """Return a card of the flow of the call, where its turn has come and nothing stands in its way."""
        if not part or kept_back(self._standing, part, flow.TIER, at):
            return None
        dealt = self._choice.prompt(part)
        if dealt is None:
            return None
        was, card = self._was(), dealt.card(at, part, flow.TIER, step=flow.STEPS[part])
        self._show(card)
        self._note(at, Outcome.SHOWN, was, card=card, rule=part)
        return card

    def _show(self, card: Card) -> None:
        self._standing = card
        self._flow.shown(card)

    def _climb(self, family: Family, at: float, *, shown: bool, rough: bool) -> None:
        """Move the ladder: up with a card for a remark, down with a soft word that no remark spoils."""
        if family.ladder:
            self._ladder = self._ladder.raised(at, family.rung) if shown else self._ladder.renewed(at)
        elif family.id == SOFT and not rough:
            self._ladder = self._ladder.lowered(at)

    def _was(self) -> tuple[int | None, int]:
        """Return the tier of the standing card, None where nothing is held back by one, and the rung."""
        card = self._standing
        return (card.tier if card and card.tier != STEPPED_BACK else None), self._ladder.rung

    def _note(
        self,
        at: float,
        outcome: Outcome,
        was: tuple[int | None, int],
        *,
        cue: Cue | None = None,
        card: Card | None = None,
        rule: str = "",
    ) -> None:
        tier, rung = self._was()
        stands = self._standing.card if self._standing else ""
        self.decisions.append(Decision(at, cue, outcome, was[0], tier, was[1], rung, card, rule, stands))
