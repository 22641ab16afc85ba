"""Decides, cue by cue, which card the receptionist sees.

The most urgent family wins; a family that has just brought a card cools down; a card stands long enough to be read
unless something more urgent comes; emergencies and distress stay until they are dismissed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.advice.deck import Deck, fill
from calmdesk.advice.ladder import Ladder
from calmdesk.call.events import Card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.call.events import Cue
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family

READ = 2.5
"""Seconds a card stands before one of the same urgency may replace it: it must be read, half a second at a time."""

STAND = 5.0
"""Seconds a card stands before a less urgent one may replace it."""

ALARM = 0
"""The tier of emergencies and distress."""

SOFT = "calming"
"""The family that says the client has softened."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one cue, and why: ``calmdesk explain --call`` retells a call with these.

    ``outcome`` is ``shown`` or what kept the card back: ``less urgent``, ``being read``, ``cooldown``, ``maximum``,
    ``alarm stands``, ``together`` (another cue of the same moment was more urgent).
    """

    at: float
    cue: Cue
    outcome: str
    tier_before: int | None
    tier_after: int | None
    rung: int
    card: Card | None = None


class CallAdviser:
    """Implements ``call.stages.Adviser`` for one call.

    Args:
        families: the families, in the order of their urgency within a tier.
        cards: the cards of each family.
        slots: what is known of the clinic and the call (``animal``, ``client`` …).
    """

    def __init__(
        self,
        families: Mapping[str, Family],
        cards: Mapping[str, Sequence[CardText]],
        slots: Mapping[str, str] | None = None,
    ) -> None:
        self._families = families
        self._order = {name: n for n, name in enumerate(families)}
        self._deck = Deck(cards)
        self._slots = dict(slots or {})
        self._ladder = Ladder()
        self._standing: Card | None = None
        self._last: dict[str, float] = {}
        self._count: dict[str, int] = {}
        self.decisions: list[Decision] = []

    def advise(self, cues: Sequence[Cue], at: float) -> Card | None:
        """Return the card to show now, or None when the one that stands should stand."""
        ranked = sorted(cues, key=lambda cue: (self._families[cue.family].tier, self._order[cue.family], -cue.score))
        shown: Card | None = None
        for cue in ranked:
            shown = self._decide(cue, at, alone=shown is None) or shown
        return shown

    def dismiss(self) -> None:
        """Take the standing card away: the receptionist has dealt with it."""
        self._standing = None

    def _decide(self, cue: Cue, at: float, *, alone: bool) -> Card | None:
        family = self._families[cue.family]
        before = self._standing.tier if self._standing else None
        outcome = self._kept_back(family, at) if alone else "together"
        card = None if outcome else self._show(cue, family, at)
        after = self._standing.tier if self._standing else None
        rung = self._ladder.at(at).rung
        self.decisions.append(Decision(at, cue, outcome or "shown", before, after, rung, card))
        return card

    def _kept_back(self, family: Family, at: float) -> str:
        """Return why a card of this family must not be shown now, or an empty string."""
        if family.max_per_call and self._count.get(family.id, 0) >= family.max_per_call:
            return "maximum"
        if at - self._last.get(family.id, float("-inf")) < family.cooldown:
            return "cooldown"
        standing = self._standing
        if standing is None or family.tier < standing.tier:
            return ""
        if standing.tier == ALARM:
            return "" if family.tier == ALARM and family.id != standing.family else "alarm stands"
        age = at - standing.at
        if family.tier == standing.tier:
            return "being read" if age < READ else ""
        return "less urgent" if age < STAND else ""

    def _show(self, cue: Cue, family: Family, at: float) -> Card:
        if family.ladder:
            self._ladder = self._ladder.raised(at, family.rung)
        elif family.id == SOFT:
            self._ladder = self._ladder.lowered(at)
        rung = self._ladder.rung if family.ladder else 0
        text = self._deck.deal(family.id, rung)
        self._last[family.id] = at
        self._count[family.id] = self._count.get(family.id, 0) + 1
        self._standing = Card(
            at=at,
            family=family.id,
            card=text.id,
            say=fill(text, self._slots),
            why=text.why,
            avoid=text.avoid,
            tier=family.tier,
            rung=rung,
            next=text.next,
            ask=text.ask,
            relay=text.relay,
            because=cue.words,
        )
        return self._standing
