"""Call after call: what is heard all day becomes calls, each with its own time, and the desk's keys act on the one on.

A call begins with the first words after the last one, and ends after a long silence, by key, or where the source
knows that it is over. Nothing of a call is kept once the next one has begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final, Protocol

from calmdesk.call.events import Began, Card, Ended, Notice, Partial, Said, Side
from calmdesk.call.events import Final as Settled
from calmdesk.call.retime import earlier
from calmdesk.call.stages import Adviser
from calmdesk.live.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from calmdesk.call.events import Dismissed, Event, FromSpeech
    from calmdesk.call.runner import Follower
    from calmdesk.live.tally import Incident

LEAD: Final = 0.5
"""Seconds before its first words were heard that a call has begun: a word is heard once it is half said."""


class DeskAdviser(Adviser, Protocol):
    """An adviser that whoever sits at the desk can talk to."""

    @property
    def standing(self) -> Card | None:
        """The card that stands now."""
        ...

    def another(self, at: float) -> Card | None:
        """Return another sentence in the place of the standing card, None where there is none."""
        ...

    def know(self, slots: Mapping[str, str], at: float) -> Card | None:
        """Take note of a name; return the standing card where its sentence reads otherwise with it."""
        ...

    def wrong(self, at: float) -> Dismissed | None:
        """Take the standing card away because it was not called for."""
        ...

    def dismiss(self, at: float) -> Dismissed | None:
        """Take the standing card away: it has been dealt with."""
        ...


@dataclass(frozen=True, slots=True)
class Stations:
    """What answers one call."""

    follower: Follower
    adviser: DeskAdviser


class _Call:
    """The call on: it began at ``zero`` seconds of the desk's time, and words were last heard at ``spoken``."""

    def __init__(self, zero: float, stations: Stations) -> None:
        self.zero = self.spoken = zero
        self.follower, self.adviser = stations.follower, stations.adviser
        self.tally = Tally()
        self.sentence = self.brought = ""

    def count(self, event: Event) -> None:
        """Take note of what is shown; of the client's words only the latest sentence, and the card's, are kept."""
        self.tally.count(event)
        if isinstance(event, (Partial, Settled)) and event.side is Side.CLIENT and event.text:
            self.sentence = event.text
        elif isinstance(event, Card) and event.because:
            self.brought = self.sentence


class Shift:
    """Turns what is heard at the desk into calls.

    Args:
        open_call: returns the stations for a call in which these names (``animal``, ``client``) are known.
        silence: seconds without a word after which a call is over; 0: it ends by key only.
        breathe: sentences for the receptionist after a hard call, used in turn.
        names: what is known of the first call.
    """

    def __init__(
        self,
        open_call: Callable[[Mapping[str, str]], Stations],
        *,
        silence: float = 90.0,
        breathe: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._open = open_call
        self._silence = silence
        self._breathe = cycle(breathe or ("",))
        self._names = dict(names or {})
        self._call: _Call | None = None
        self._last = Tally()
        self._zero = self._now = 0.0
        self._paused = False
        self._running: dict[Side, int] = {}
        self._left: dict[Side, int] = {}

    @property
    def at(self) -> float:
        """Call time: since the call on, or the last one, began."""
        return round(self._now - self._zero, 3)

    @property
    def card(self) -> Card | None:
        """The card that stands now."""
        return self._call.adviser.standing if self._call else None

    @property
    def brought(self) -> str:
        """The client's sentence that brought the latest card; empty between calls."""
        return self._call.brought if self._call else ""

    def take(self, event: FromSpeech) -> Iterator[Event]:
        """Yield what an event of the desk's time brings, in call time."""
        before, self._now = self._now, max(self._now, event.at)
        if isinstance(event, Ended):
            yield from self.end()
            return
        if isinstance(event, (Partial, Settled)):
            if self._is_left(event):
                return
            if event.text:
                yield from self._spoken(event, before)
        if self._call is None:
            if not isinstance(event, (Partial, Settled)):
                yield earlier(event, self._zero)
            return
        yield from self._counted(self._call.follower.take(earlier(event, self._zero)))
        if self._silence and not self._paused and self._now - self._call.spoken >= self._silence:
            yield from self.end()

    def end(self) -> Iterator[Event]:
        """Look back at the call on, and end it; what is still being said belongs to it."""
        call, self._call = self._call, None
        if call is None:
            return
        self._left = dict(self._running)
        self._last = call.tally
        yield call.tally.look_back(round(call.spoken - call.zero, 3), next(self._breathe))
        yield Ended(self.at)

    def pause(self, *, on: bool) -> None:
        """Take note that nothing is heard from now on, or again; a pause is no silence."""
        self._paused = on
        if self._call:
            self._call.spoken = self._now

    def another(self) -> Iterator[Event]:
        """Yield another sentence in the place of the standing card."""
        if not self._call or not self.card:
            return
        card = self._call.adviser.another(self.at)
        yield from self._by_hand(card) if card else (Notice(self.at, "there is no other sentence for this"),)

    def said(self) -> Iterator[Event]:
        """Tick the standing card: the receptionist has said it."""
        if self._call and (card := self.card):
            said = Said(self.at, card.family, card.card)
            self._call.adviser.heard(said)
            yield from self._counted([said])

    def dismiss(self) -> Iterator[Event]:
        """Take the standing card away: it has been dealt with."""
        if self._call and (gone := self._call.adviser.dismiss(self.at)):
            yield gone

    def wrong(self) -> Iterator[Event]:
        """Take the standing card away: it was not called for."""
        if self._call and (card := self.card) and (gone := self._call.adviser.wrong(self.at)):
            self._call.tally.wrong(card)
            yield gone

    def name(self, slot: str, text: str) -> Iterator[Event]:
        """Take note of a name (``animal``, ``client``) for the call on, or the next one; an empty text forgets it."""
        if self._call is None:
            self._names[slot] = text
        elif card := self._call.adviser.know({slot: text}, self.at):
            yield from self._by_hand(card)
        template = "the sentences say {name} from now on" if text else "the sentences do without the name from now on"
        yield Notice(self.at, template, {"name": text})

    def incident(self, note: str) -> Incident:
        """Return what is known of the call on, or of the last one."""
        return (self._call.tally if self._call else self._last).incident(note)

    def _spoken(self, event: Partial | Settled, before: float) -> Iterator[Event]:
        """Take note of words; the first ones after a call begin the next."""
        self._running[event.side] = event.utterance
        if self._call is None:
            self._zero = max(self._zero, before - LEAD, 0.0)
            self._call = _Call(self._zero, self._open(self._names))
            self._names = {}
            yield Began()
        self._call.spoken = self._now

    def _is_left(self, event: Partial | Settled) -> bool:
        """Tell whether an utterance was begun in a call that has been ended since."""
        return self._left.get(event.side) == event.utterance

    def _by_hand(self, card: Card) -> Iterator[Event]:
        """Yield a card that came by key."""
        if self._call:
            self._call.follower.shown(card)
        yield from self._counted([card])

    def _counted(self, events: Iterator[Event] | Sequence[Event]) -> Iterator[Event]:
        for event in events:
            if self._call:
                self._call.count(event)
            yield event
