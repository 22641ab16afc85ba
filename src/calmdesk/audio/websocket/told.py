"""What is heard is told back to who sent the sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from calmdesk.call.events import Final, Partial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import FromSpeech, Heard


class Sender(Protocol):
    """A source that answers whoever sends the sound."""

    def tell(self, heard: Heard) -> None:
        """Take note of what was heard in its blocks; never waits."""
        ...


def told(stream: Iterable[FromSpeech], sender: Sender) -> Iterator[FromSpeech]:
    """Yield the stream as it is; the sender hears of each partial and final before anybody else.

    The stream must be drawn from as it is heard: a sender knows that its last final is there when, after ``Ended``,
    it is asked for the next block.
    """
    for event in stream:
        if isinstance(event, (Partial, Final)):
            sender.tell(event)
        yield event
