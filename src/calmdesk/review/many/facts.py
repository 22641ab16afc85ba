"""What is known of one call after it was replayed: counts, times and names of cards, and no word that was said."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from calmdesk.call.events import Card, Cue, Final, Notice, Partial, Said, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.call.events import FromSpeech

_MILLISECONDS = 3


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

    ``seconds`` is its length. ``desk_heard`` tells whether the desk's own words could be heard at all. ``notices`` are
    templates. ``hearing`` and ``advising`` are the digests it was made with (``Setup``), ``advising`` empty where the
    call was only heard; ``recording`` and ``heard`` are those of the recording and of the file of heard events.
    """

    call: str
    began: datetime
    named: bool
    seconds: float
    desk_heard: bool
    cues: tuple[FoundCue, ...] = ()
    cards: tuple[ShownCard, ...] = ()
    notices: tuple[str, ...] = ()
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
        return cls(**table | plain | {"notices": tuple(table["notices"])})


@dataclass(slots=True)
class Gathering:
    """Gathers the facts of one call from its events."""

    seconds: float = 0.0
    desk_heard: bool = False
    cues: list[FoundCue] = field(default_factory=list)
    cards: list[ShownCard] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _moment: list[Cue] = field(default_factory=list)

    def pass_by(self, event: FromSpeech) -> None:
        """Take note of something heard: how long the call is, and who is heard in it."""
        self.seconds = max(self.seconds, event.at)
        self.desk_heard = self.desk_heard or (isinstance(event, (Partial, Final)) and event.side is Side.DESK)

    def take(self, events: Iterable[object]) -> None:
        """Take note of events, in their order."""
        for event in events:
            match event:
                case Cue():
                    self._cue(event)
                case Card():
                    self._card(event)
                case Said():
                    self._said(event)
                case Notice():
                    self.notices.append(event.message)

    def _cue(self, cue: Cue) -> None:
        if self._moment and self._moment[0].at != cue.at:
            self._moment.clear()
        self._moment.append(cue)
        self.cues.append(FoundCue(cue.at, cue.family, cue.phrase, round(cue.score, _MILLISECONDS)))

    def _card(self, card: Card) -> None:
        """Note a card with the best cue of its family at that moment: the adviser answers the cues it just heard."""
        alike = [cue for cue in self._moment if cue.family == card.family and cue.at == card.at]
        best = max(alike, key=lambda cue: cue.score, default=None)
        phrase, score = (best.phrase, round(best.score, _MILLISECONDS)) if best else ("", 1.0)
        self.cards.append(ShownCard(card.at, card.family, card.card, card.tier, phrase, score))

    def _said(self, said: Said) -> None:
        for place in reversed(range(len(self.cards))):
            card = self.cards[place]
            if (card.family, card.card) == (said.family, said.card) and card.said is None:
                self.cards[place] = ShownCard(**asdict(card) | {"said": said.at})
                return
