"""What is kept of one call of many, drawn from its review: counts, times and names of cards, no word that was said."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from calmdesk.call.events import RECORDING
from calmdesk.review.facts import NoticeFact

if TYPE_CHECKING:
    from calmdesk.review.facts import CardFact, CueFact, ReviewFacts
    from calmdesk.review.many.moments import Moment


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card that came, with the cue that brought it; a card of the call's flow has no ``phrase`` and no ``score``.

    ``said`` is when the desk had said its sentence, None where it did not, or could not be heard.
    """

    at: float
    family: str
    card: str
    tier: int
    phrase: str = ""
    score: float = 1.0
    said: float | None = None


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue: its family, and the phrase of the phrasebook that matched."""

    at: float
    family: str
    phrase: str
    score: float


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One call.

    ``seconds`` is its length. ``desk_heard`` tells whether the desk's own words could be heard at all. ``wanting`` is
    what is wrong with the recording, of which the rest was heard. ``hearing`` and ``advising`` are the digests it was
    made with (``Setup``), ``advising`` empty where the call was only heard; ``recording`` and ``heard`` are those of
    the recording and of the file of heard events.
    """

    call: str
    began: datetime
    named: bool
    seconds: float
    desk_heard: bool
    cues: tuple[FoundCue, ...] = ()
    cards: tuple[ShownCard, ...] = ()
    wanting: tuple[NoticeFact, ...] = ()
    recording: str = ""
    hearing: str = ""
    advising: str = ""
    heard: str = ""

    def table(self) -> dict[str, Any]:
        """Return the facts as plain values."""
        return asdict(self) | {"began": self.began.isoformat()}

    @classmethod
    def of(cls, table: dict[str, Any]) -> CallFacts:
        """Return facts from plain values; ``TypeError``, ``KeyError`` or ``ValueError`` where they are none."""
        cues = tuple(FoundCue(**each) for each in table["cues"])
        cards = tuple(ShownCard(**each) for each in table["cards"])
        plain = {"began": datetime.fromisoformat(table["began"]), "cues": cues, "cards": cards}
        return cls(**table | plain | {"wanting": tuple(NoticeFact.of(each) for each in table["wanting"])})

    @classmethod
    def drawn_from(cls, review: ReviewFacts, call: str, moment: Moment, *, desk_heard: bool) -> CallFacts:
        """Return what is kept of a call's facts.

        Args:
            review: the call, with its words.
            call: its name among the others.
            moment: when it began.
            desk_heard: the desk's words could be heard, on a channel of their own or beside the client's.
        """
        # Of several cues that a card answers, the one that matched best has brought it.
        brought = {cue.card: cue for cue in sorted(review.cues, key=lambda cue: cue.score)}
        return cls(
            call=call,
            began=moment.at,
            named=moment.named,
            seconds=review.seconds,
            desk_heard=desk_heard or review.heard_desk,
            cues=tuple(FoundCue(cue.at, cue.family, cue.phrase, cue.score) for cue in review.cues),
            cards=tuple(_shown(card, brought.get(place)) for place, card in enumerate(review.cards)),
            wanting=tuple(notice for notice in review.notices if notice.topic == RECORDING),
        )


def _shown(card: CardFact, cue: CueFact | None) -> ShownCard:
    shown = ShownCard(card.at, card.family, card.card, card.tier, said=card.said)
    return replace(shown, phrase=cue.phrase, score=cue.score) if cue else shown
