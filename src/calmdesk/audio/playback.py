"""The recorded call played aloud while it is replayed (`--play`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from calmdesk.call.events import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from calmdesk.call.events import Sent
    from calmdesk.call.stages import Source

_LEAD = 0.3
"""Seconds of sound handed to the loudspeaker in advance, so that a late block makes no gap."""


class Speaker(Protocol):
    """Where sound is played."""

    def play(self, samples: NDArray[np.int16]) -> None:
        """Take mono samples at 16 kHz, to be heard after those before; never waits."""
        ...

    def finish(self) -> None:
        """Wait until what was taken has been heard."""
        ...


class Played:
    """A source which, as its blocks pass, plays the sound of the same call: both voices, where it only has one."""

    def __init__(self, source: Source, sound: Source, speaker: Speaker) -> None:
        self._source = source
        self._sound = sound
        self._speaker = speaker

    def blocks(self) -> Iterator[Sent]:
        """Yield what the source yields; pace it around this, so that sound is there before its block is due."""
        sound = (item for item in self._sound.blocks() if isinstance(item, Block))
        played_to = 0.0
        for item in self._source.blocks():
            while isinstance(item, Block) and played_to < item.end + _LEAD:
                part = next(sound, None)
                if part is None:
                    break
                self._speaker.play(part.samples)
                played_to = part.end
            yield item
        self._speaker.finish()


def played(source: Source, sound: Source, speaker: Speaker) -> Source:
    """Return ``source``, with ``sound`` (the same call, ``Recording(path, "mix")``) played along on ``speaker``."""
    return Played(source, sound, speaker)
