"""Carries what was heard past the spotter and the adviser: one stream in, one stream out, all in call time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Ended, Final, Listened, Partial, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import Cue, Event, Notice
    from calmdesk.call.stages import Adviser, Spotter


def follow(
    stream: Iterable[Partial | Final | Listened | Notice], spotter: Spotter, adviser: Adviser
) -> Iterator[Event]:
    """Yield the stream with the cues found in the client's words and the cards they bring, then ``Ended``."""
    at = 0.0
    for event in stream:
        at = max(at, event.at)
        yield event
        cues = _cues(event, spotter)
        yield from cues
        if cues:
            card = adviser.advise(cues, at)
            if card is not None:
                yield card
    yield Ended(at)


def _cues(event: Partial | Final | Listened | Notice, spotter: Spotter) -> list[Cue]:
    match event:
        case Partial(side=Side.CLIENT) | Final(side=Side.CLIENT):
            return spotter.spot(event)
        case Listened(side=Side.CLIENT):
            return spotter.wait(event.at, event.side)
        case _:
            return []
