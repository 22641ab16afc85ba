"""Carries what was heard past the spotter and the adviser: one stream in, one stream out, all in call time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Ended, Final, Listened, Notice, Partial, Said, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import Card, Cue, Event, FromSpeech, Heard, Wording
    from calmdesk.call.stages import Adviser, DeskEar, Spotter


def follow(
    stream: Iterable[FromSpeech], spotter: Spotter, adviser: Adviser, ear: DeskEar | None = None
) -> Iterator[Event]:
    """Yield the stream with the cues found in the client's words and the cards they bring, then ``Ended``.

    With an ``ear`` for the desk's own words, cards that are read aloud are ticked and bring no cue of their own.
    """
    call = Follower(spotter, adviser, ear)
    for event in stream:
        yield from call.take(event)
    yield Ended(call.at)


class Follower:
    """Follows one call event by event; the arguments are those of ``follow``. ``at`` is the call time reached."""

    def __init__(self, spotter: Spotter, adviser: Adviser, ear: DeskEar | None = None) -> None:
        self._spotter = spotter
        self._adviser = adviser
        self._ear = ear
        self.at = 0.0

    def take(self, event: FromSpeech) -> Iterator[Event]:
        """Yield the event and what it brings; the end of a source is not told here, as a call may outlast it."""
        self.at = max(self.at, event.at)
        if isinstance(event, Ended):
            return
        yield event
        if not isinstance(event, Notice):
            yield from self._answers(event)

    def shown(self, card: Card) -> None:
        """Take note of a card that came by another way: the desk may read it aloud."""
        if self._ear:
            self._ear.shown(card)

    def _answers(self, event: Heard | Listened) -> Iterator[Event]:
        """Yield what an event brings: the desk's own words, the client's cues, and one card at most."""
        yield from self._own_words(event)
        cues = self._clients_own(_cues(event, self._spotter))
        yield from cues
        card = self._card(event, cues)
        if card is not None:
            self.shown(card)
            yield card

    def _own_words(self, event: Heard | Listened) -> Iterator[Said | Wording]:
        """Yield what is known of the desk's own words; the adviser is told what was said."""
        if self._ear is None or isinstance(event, Listened):
            return
        for own in self._ear.hear(event):
            yield own
            if isinstance(own, Said):
                self._adviser.heard(own)

    def _clients_own(self, cues: list[Cue]) -> list[Cue]:
        """Return the cues that are not the desk's, reading a card aloud beside the client's microphone."""
        echoes = [cue for cue in cues if self._ear and self._ear.is_echo(cue)]
        if echoes:
            self._adviser.echoed(echoes, self.at)
        return [cue for cue in cues if cue not in echoes]

    def _card(self, event: Heard | Listened, cues: list[Cue]) -> Card | None:
        """Return the card the cues bring, else the one the flow of the call asks for; the adviser hears every event."""
        card = self._adviser.advise(cues, self.at) if cues else None
        prompt = self._adviser.heard(event)
        return card or prompt


def _cues(event: Heard | Listened, spotter: Spotter) -> list[Cue]:
    match event:
        case Partial(side=Side.CLIENT) | Final(side=Side.CLIENT):
            return spotter.spot(event)
        case Listened(side=Side.CLIENT):
            return spotter.wait(event.at, event.side)
        case _:
            return []
