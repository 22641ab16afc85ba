"""A talk with the client of a scenario: answer by answer, to one of its ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.advice.deck import Deck, fill
from calmdesk.rehearsal.scenario import MOST_TENSION, Ending, Kind, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.advice.deck import Dealt
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family
    from calmdesk.rehearsal.judge import Answer, Judge
    from calmdesk.rehearsal.scenario import Scenario, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the client said, what was answered, and the card that the desk would have shown (None: no card)."""

    says: str
    turn: Turn
    answer: Answer
    card: Dealt | None


@dataclass(frozen=True)
class Cards:
    """The cards the desk would show: by family, with what is known of the clinic and the call."""

    families: Mapping[str, Family]
    cards: Mapping[str, Sequence[CardText]]
    slots: Mapping[str, str] = field(default_factory=dict)

    def sentences(self, family: str) -> list[str]:
        """Return all a family's cards say; any of them is a calm answer."""
        return [fill(card, self.slots) for card in self.cards.get(family, ())]


class Talk:
    """Leads from the opening to an end; two answers at most lead on from a turn, so that any answers end it.

    Args:
        scenario: one that was read without a problem.
        judge: looks at the answers.
        cards: what the desk would have shown; ``card`` is the one for what the client says now.
    """

    def __init__(self, scenario: Scenario, judge: Judge, cards: Cards) -> None:
        self.scenario = scenario
        self.exchanges: list[Exchange] = []
        self.ending: Ending | None = None
        self._judge = judge
        self._cards = cards
        self._deck = Deck(cards.cards, cards.slots)
        self._turn = scenario.opening
        self._pressed = False
        self.card = self._dealt()

    @property
    def says(self) -> str:
        """What the client says now, or said at the end."""
        if self.ending:
            return self.ending.says
        return self.scenario.presses if self._pressed else self._turn.says

    @property
    def tension(self) -> int:
        """How tense the client is, from 0 to ``MOST_TENSION``."""
        if self.ending:
            return 0 if self.ending.kind is Kind.RESOLVED else self._turn.tension
        return min(MOST_TENSION, self._turn.tension + self._pressed)

    def answer(self, text: str) -> Exchange:
        """Take an answer: the client's next words are in ``says``, the end in ``ending``."""
        turn = self._turn
        looked = self._judge.look(text, turn, self._cards.sentences(turn.family))
        exchange = Exchange(self.says, turn, looked, self.card)
        self.exchanges.append(exchange)
        self._lead(turn, looked.tone)
        return exchange

    def leave(self) -> None:
        """End it here: the trainee has stopped."""
        self.ending = self.ending or Ending("", Kind.LEFT, "")

    def _lead(self, turn: Turn, tone: Tone) -> None:
        if tone is Tone.NEUTRAL and not turn.neutral:
            if not self._pressed:
                self._pressed = True
                return
            tone = Tone.HARD
        self._pressed = False
        name = getattr(turn, tone)
        self.ending = self.scenario.ends.get(name)
        if not self.ending:
            self._turn = self.scenario.turns[name]
            self.card = self._dealt()

    def _dealt(self) -> Dealt | None:
        turn = self._turn
        family = self._cards.families.get(turn.family)
        return self._deck.again(family.id, turn.rung or family.rung) if family else None
