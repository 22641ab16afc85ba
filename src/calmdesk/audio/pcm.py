"""Raw sound as other programs send it: signed 16-bit little-endian samples, and nothing around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calmdesk.audio.channels import LEFT, RIGHT, ClientChannel
from calmdesk.audio.resample import to_float
from calmdesk.call.events import Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.audio.resample import Floats

_SAMPLE_BYTES: Final = 2


@dataclass(frozen=True, slots=True)
class Pcm:
    """What raw sound is: ``rate`` in Hz, one channel or two, which of two the client is heard on.

    ``client`` is never ``auto``: sound that is still to come cannot be asked who speaks first. ``desk`` tells whether
    the other channel is wanted as the desk's side.
    """

    rate: int
    channels: int = 1
    client: ClientChannel = ClientChannel.MIX
    desk: bool = False

    @property
    def frame_bytes(self) -> int:
        """Bytes of one moment of sound."""
        return self.channels * _SAMPLE_BYTES

    @property
    def sides(self) -> Mapping[Side, tuple[int, ...]]:
        """The channels each side is heard on, client first."""
        if self.channels == 1 or self.client is ClientChannel.MIX:
            return {Side.CLIENT: tuple(range(self.channels))}
        client = RIGHT if self.client is ClientChannel.RIGHT else LEFT
        return {Side.CLIENT: (client,)} | ({Side.DESK: (1 - client,)} if self.desk else {})

    def bytes_of(self, seconds: float) -> int:
        """Return how many bytes a stretch of sound takes, whole frames and one at least."""
        return max(1, round(seconds * self.rate)) * self.frame_bytes

    def samples(self, data: bytes) -> Floats:
        """Return whole frames as samples of shape (frames, channels)."""
        return to_float(np.frombuffer(data, "<i2").reshape(-1, self.channels))
