"""Carries what was heard past the spotter and the adviser: one stream in, one stream out, all in call time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Ended, Final, Listened, Notice, Partial, Said, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import Card, Cue, Event, Heard
    from calmdesk.call.stages import Adviser, DeskEar, Spotter


def follow(
    stream: Iterable[Heard | Listened | Notice], spotter: Spotter, adviser: Adviser, ear: DeskEar | None = None
) -> Iterator[Event]:
    """Yield the stream with the cues found in the client's words and the cards they bring, then ``Ended``.

    With an ``ear`` for the desk's own words, cards that are read aloud are ticked and bring no cue of their own.
    """
    at = 0.0
    for event in stream:
        at = max(at, event.at)
        yield event
        if not isinstance(event, Notice):
            yield from _answers(event, at, spotter, adviser, ear)
    yield Ended(at)


def _answers(
    event: Heard | Listened, at: float, spotter: Spotter, adviser: Adviser, ear: DeskEar | None
) -> Iterator[Event]:
    """Yield what an event brings: the desk's own words, the client's cues, and one card at most."""
    if ear and not isinstance(event, Listened):
        for own in ear.hear(event):
            yield own
            if isinstance(own, Said):
                adviser.heard(own)
    cues = _cues(event, spotter)
    if ear and (echoes := [cue for cue in cues if ear.is_echo(cue)]):
        adviser.echoed(echoes, at)
        cues = [cue for cue in cues if cue not in echoes]
    yield from cues
    card = _card(event, cues, at, adviser)
    if card is not None:
        if ear:
            ear.shown(card)
        yield card


def _card(event: Heard | Listened, cues: list[Cue], at: float, adviser: Adviser) -> Card | None:
    """Return the card the cues bring, else the one the flow of the call asks for; the adviser hears every event."""
    card = adviser.advise(cues, at) if cues else None
    prompt = adviser.heard(event)
    return card or prompt


def _cues(event: Heard | Listened, spotter: Spotter) -> list[Cue]:
    match event:
        case Partial(side=Side.CLIENT) | Final(side=Side.CLIENT):
            return spotter.spot(event)
        case Listened(side=Side.CLIENT):
            return spotter.wait(event.at, event.side)
        case _:
            return []
