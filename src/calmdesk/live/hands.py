"""What the keys do at the desk: each asks something of the call on, of the sound, or of the whisper."""

from __future__ import annotations

from concurrent.futures import wait
from typing import TYPE_CHECKING, Any, Final, Protocol

from calmdesk.call.events import Notice
from calmdesk.errors import CalmdeskError
from calmdesk.overlay.keys import LIVE, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from calmdesk.call.events import Event, FromSpeech
    from calmdesk.live.shift import Shift
    from calmdesk.live.tally import Incident
    from calmdesk.overlay.keys import Request


_LAST_MOMENT: Final = 3.0
"""Seconds that the end of the program waits for an incident to be noted."""


class Pausing(Protocol):
    """What can stand still: the sound, and the screen that says so."""

    def pause(self, *, on: bool) -> None:
        """Stand still, or go on."""
        ...


class Whispering(Protocol):
    """What can say the latest card again."""

    def again(self) -> None:
        """Say it again."""
        ...


class Screen(Pausing, Protocol):
    """Where the call is shown, and where keys come from."""

    def show(self, event: Event) -> None:
        """Take one event."""
        ...

    def poll(self) -> Request | None:
        """Return the next key that asks something of the call; None at once when there is none."""
        ...


class Hands:
    """Does what the keys ask.

    Args:
        shift: the calls.
        sound: what is paused for a private call.
        screen: where that is shown.
        note_incident: keeps an incident beside the call, and tells in the future what became of it.
        whisper: says the latest card again; None: nothing is whispered.
        keep_wrong: keeps the sentence and the family of a wrong card; None: nothing is kept.
    """

    def __init__(
        self,
        shift: Shift,
        sound: Pausing,
        screen: Screen,
        note_incident: Callable[[Incident], Future[Any]],
        *,
        whisper: Whispering | None = None,
        keep_wrong: Callable[[str, str], object] | None = None,
    ) -> None:
        self._shift = shift
        self._still = (sound, screen, shift)
        self._whisper = whisper
        self._keep_wrong = keep_wrong
        self._note_incident = note_incident
        self._paused = False
        self._noting: list[Future[Any]] = []

    def obey(self, request: Request) -> Iterator[Event]:
        """Do what a key asks, and yield what it changes on the screen; ``Key.QUIT`` is not for these hands."""
        match request.key:
            case Key.NEXT:
                yield from self._shift.another()
            case Key.SAID:
                yield from self._shift.said()
            case Key.DISMISS:
                yield from self._shift.dismiss()
            case Key.WRONG:
                yield from self._wrong()
            case Key.NEW_CALL:
                yield from self._shift.end()
            case Key.ANIMAL | Key.CLIENT:
                yield from self._shift.name(request.key.value, request.text)
            case Key.INCIDENT:
                self._noting.append(self._note_incident(self._shift.incident(request.text)))
            case Key.PAUSE:
                self._pause()
            case Key.WHISPER if self._whisper:
                self._whisper.again()
            case _:
                pass

    def news(self) -> Iterator[Event]:
        """Yield what has become of the incidents that were being noted."""
        for done in [noting for noting in self._noting if noting.done()]:
            self._noting.remove(done)
            yield from self._kept(done.result, "the incident is noted; calmdesk incidents shows it")

    def close(self) -> None:
        """Let incidents that are being noted come to their end, for a moment: the program may end after this."""
        wait(self._noting, timeout=_LAST_MOMENT)

    def _pause(self) -> None:
        self._paused = not self._paused
        for each in self._still:
            each.pause(on=self._paused)

    def _wrong(self) -> Iterator[Event]:
        keep, card, sentence = self._keep_wrong, self._shift.card, self._shift.brought
        yield from self._shift.wrong()
        if keep and card and sentence:
            yield from self._kept(lambda: keep(sentence, card.family), "kept for tuning: this card was wrong")

    def _kept(self, keep: Callable[[], object], done: str) -> Iterator[Event]:
        """Keep something and tell that it is kept; a place that cannot be written must not end the call."""
        try:
            keep()
        except CalmdeskError as error:
            yield Notice(self._shift.at, error.problem, error.details)
        else:
            yield Notice(self._shift.at, done)


def keys(*, whisper: bool) -> tuple[Key, ...]:
    """Return the keys that do something at the desk, the most useful first."""
    return tuple(key for key in LIVE if whisper or key is not Key.WHISPER)


def attend(stream: Iterable[FromSpeech], shift: Shift, screen: Screen, hands: Hands) -> bool:
    """Show call after call until the stream ends or ``Key.QUIT``; return whether it was the stream that ended."""
    for event in stream:
        for told in shift.take(event):
            screen.show(told)
        while request := screen.poll():
            if request.key is Key.QUIT:
                return False
            for told in hands.obey(request):
                screen.show(told)
        for told in hands.news():
            screen.show(told)
    for told in shift.end():
        screen.show(told)
    return True
