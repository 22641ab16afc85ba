"""A call as plain lines, for a pipe, a file, a screen reader: one line for what is new, at once, and never redrawn."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from calmdesk.call.events import (
    Began,
    Card,
    Cue,
    Dismissed,
    Ended,
    Event,
    Final,
    Listened,
    LookBack,
    Notice,
    Partial,
    Said,
    Side,
    Wording,
)
from calmdesk.overlay.labels import RUNGS
from calmdesk.overlay.look_back import look_back
from calmdesk.overlay.output import until_closed
from calmdesk.overlay.style import Style, clock, in_english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from calmdesk.overlay.labels import Labels


class PlainView:
    """Prints what has been settled: utterances, cues, cards, notices; partials are left out.

    Args:
        labels: the texts around the call's own words.
        tell: returns a notice's sentence in the user's language.
        stream: where the lines go; stdout unless given.
    """

    def __init__(
        self, labels: Labels, *, tell: Callable[[Notice], str] = in_english, stream: TextIO | None = None
    ) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self._style = Style.fitting(self._stream.encoding, labels, tell)
        self._cards = 0

    def show(self, event: Event) -> None:
        """Print the event's lines.

        Raises:
            OutputClosedError: nobody reads them any more.
        """
        if isinstance(event, Began):
            self._cards = 0
        self._cards += isinstance(event, Card)
        lines = [self._style.text(line) for line in self._lines(event)]
        if not lines:
            return
        time = clock(event.at)
        margin = " " * len(time)
        text = "".join(f"{time if place == 0 else margin}  {line}\n" for place, line in enumerate(lines))
        with until_closed(self._stream):
            self._stream.write(text)
            self._stream.flush()

    def close(self) -> None:
        """Nothing to give back: every line was written when it was known."""

    def _lines(self, event: Event) -> Iterator[str]:
        labels = self._style.labels
        match event:
            case Final(text=text) if text:
                yield self._labelled(labels.client if event.side is Side.CLIENT else labels.desk, text)
            case Cue():
                yield self._labelled(f"{labels.cue} [{labels.title(event.family)}]", " ".join(event.words))
            case Card():
                yield self._card(event)
            case Said():
                yield self._labelled(labels.said, labels.title(event.family))
            case Wording():
                words = " ".join(event.words)
                yield self._labelled(labels.wording, f"{words} → {event.suggest}" if event.suggest else words)
            case Notice():
                yield self._labelled(labels.fault if event.lasting else labels.notice, self._style.tell(event))
            case Began() | LookBack() | Ended():
                yield from self._bounds(event)
            case Partial() | Final() | Listened() | Dismissed():
                return

    def _bounds(self, event: Began | LookBack | Ended) -> Iterator[str]:
        labels = self._style.labels
        match event:
            case Began():
                yield labels.began
            case Ended():
                yield f"{labels.ended} · {self._labelled(labels.shown, str(self._cards))}"
            case LookBack():
                lines = [*look_back(event, self._style), *([(labels.breathe, event.breathe)] if event.breathe else [])]
                yield from (self._labelled(label, text) for label, text in lines)

    def _card(self, card: Card) -> str:
        """Return a card as one line, the sentence first: a screen reader says it at once, and can be cut short."""
        labels = self._style.labels
        step = f" {card.rung}/{RUNGS}" if card.rung > 0 else ""
        urgent = f"{labels.emergency} · " if card.tier == 0 else ""
        notes = (
            *((labels.why, card.why), (labels.avoid, card.avoid), (labels.relay, card.relay)),
            *((labels.ask, card.ask), (labels.next, card.next)),
        )
        say = self._labelled(f"{urgent}{labels.say} [{labels.title(card.family)}{step}]", card.say)
        return " · ".join([say, *(self._labelled(label, text) for label, text in notes if text)])

    def _labelled(self, label: str, text: str) -> str:
        return f"{label}{self._style.labels.colon}{text}"
