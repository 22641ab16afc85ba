"""The card whispered into the receptionist's headset: the newest one that stands, and nothing that is over."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from calmdesk.call.events import Began, Card, Dismissed, Ended, Notice, Said
from calmdesk.errors import CalmdeskError
from calmdesk.live.faults import fault

if TYPE_CHECKING:
    from concurrent.futures import Future

    from calmdesk.call.events import Event
    from calmdesk.call.sound import Sound

MOMENT: Final = 4.0
"""Seconds a card may wait for its turn, or for the voice; what comes later comes at the wrong place of the talk."""

_ALARM: Final = 0
"""The tier that always interrupts, and whose question is whispered too."""

_LOOK: Final = 0.02
"""Seconds between two looks whether a sentence is over."""

_END: Final = 5.0
"""Seconds the whispering thread may take to end: a sound system that hangs is killed before."""


class Voice(Protocol):
    """Makes sentences into sound."""

    def ask(self, text: str) -> Future[Sound]:
        """Return the sentence's sound, now or soon; never waits."""
        ...

    def close(self) -> None:
        """Stop all work."""
        ...


class Headset(Protocol):
    """Plays sound where only the receptionist hears it."""

    def play(self, sound: Sound) -> None:
        """Start playing, instead of what is played."""
        ...

    def playing(self) -> bool:
        """Tell whether it is still being played."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...

    def close(self) -> None:
        """Give the device back."""
        ...


@dataclass(frozen=True, slots=True)
class _Turn:
    """A card that is to be whispered; ``since`` is the clock's time at which it was shown."""

    card: Card
    since: float

    @property
    def late(self) -> bool:
        """Whether its moment has passed; an alarm's does not while it stands."""
        return self.card.tier != _ALARM and time.monotonic() - self.since > MOMENT


def words_of(card: Card) -> str:
    """Return what is whispered of a card: its sentence, and an alarm's question."""
    return f"{card.say} {card.ask}" if card.tier == _ALARM and card.ask else card.say


class Whisper:
    """A view for the ear. Nothing here makes the caller wait: rendering and playing have a thread of their own.

    An alarm, or a card more urgent than the one being whispered, interrupts; another waits a moment for its turn. A
    card that was said or dismissed, and the end of a call, silence it.
    """

    def __init__(self, voice: Voice, headset: Headset) -> None:
        self._voice = voice
        self._headset = headset
        self._changed = threading.Condition()
        self._cut = threading.Event()
        self._closing = False
        self._at = 0.0
        self._last: Card | None = None
        self._next: _Turn | None = None
        self._now: Card | None = None
        self._faults: list[Notice] = []
        self._told = ""
        self._thread = threading.Thread(target=self._work, name="whisper", daemon=True)
        self._thread.start()

    def show(self, event: Event) -> None:
        """Take one event; a card is whispered as soon as may be."""
        self._at = event.at
        match event:
            case Card():
                self._turn(event)
            case Said(card=name) | Dismissed(card=name):
                self._over(name, gone=isinstance(event, Dismissed))
            case Began() | Ended():
                self._forget()

    def again(self) -> None:
        """Whisper the last card of the call once more, from its beginning; without one, nothing."""
        with self._changed:
            if self._last:
                self._take_turn(self._last, cut=True)

    def pause(self, *, on: bool) -> None:
        """Fall silent in a private moment; what was to be whispered is not made up for."""
        if on:
            with self._changed:
                self._silence()

    def faults(self) -> list[Notice]:
        """Return why something was not whispered, each reason once until it works again."""
        with self._changed:
            faults, self._faults = self._faults, []
        return faults

    def close(self) -> None:
        """Fall silent and give voice and headset back; may be called twice."""
        with self._changed:
            self._closing = True
            self._silence()
        self._thread.join(_END)
        self._voice.close()
        self._headset.close()

    def _turn(self, card: Card) -> None:
        with self._changed:
            self._last = card
            urgent = self._now is not None and (card.tier == _ALARM or card.tier < self._now.tier)
            self._take_turn(card, cut=urgent)

    def _over(self, name: str, *, gone: bool) -> None:
        """Take back a card that was said, or has ``gone`` from the screen: then it cannot be asked for again."""
        with self._changed:
            if self._next and self._next.card.card == name:
                self._next = None
            if self._now and self._now.card == name:
                self._cut.set()
            if gone and self._last and self._last.card == name:
                self._last = None

    def _forget(self) -> None:
        with self._changed:
            self._last = None
            self._silence()

    def _silence(self) -> None:
        """Let nothing be whispered any more; the lock is held."""
        self._next = None
        self._cut.set()
        self._changed.notify()

    def _take_turn(self, card: Card, *, cut: bool) -> None:
        """Let the card be next, instead of any other that waits; the lock is held."""
        self._next = _Turn(card, time.monotonic())
        if cut:
            self._cut.set()
        self._changed.notify()

    def _work(self) -> None:
        while turn := self._wait():
            try:
                if self._whisper(turn):
                    self._told = ""
            except CalmdeskError as error:
                self._note(error)

    def _wait(self) -> _Turn | None:
        """Return the next turn when it comes, None at the end."""
        with self._changed:
            self._now = None
            self._changed.wait_for(lambda: self._closing or self._next)
            turn, self._next = self._next, None
            if self._closing or turn is None:
                return None
            self._now = turn.card
            self._cut.clear()
            return turn

    def _whisper(self, turn: _Turn) -> bool:
        """Whisper a card unless it is late or taken back; return whether it was heard to its end.

        Raises:
            VoiceError: the voice failed.
            AudioError: the headset did.
        """
        sound = self._made(turn)
        if sound is None or turn.late:
            return False
        self._headset.play(sound)
        while self._headset.playing():
            if self._cut.wait(_LOOK):
                self._headset.stop()
                return False
        return True

    def _made(self, turn: _Turn) -> Sound | None:
        """Return the card's sound, None when it is taken back before the voice has made it."""
        if turn.late:
            return None
        made = self._voice.ask(words_of(turn.card))
        while not made.done():
            if self._cut.wait(_LOOK):
                return None
        try:
            return made.result()
        except CancelledError:
            return None

    def _note(self, error: CalmdeskError) -> None:
        if error.problem == self._told:
            return
        self._told = error.problem
        with self._changed:
            self._faults.append(fault(error, self._at))
