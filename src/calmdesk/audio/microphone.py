"""The microphone as a source. The audio thread only hands over; everything else happens in the reader's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from calmdesk.audio.devices import Direction, choose, list_devices
from calmdesk.audio.handover import Handover
from calmdesk.audio.intake import Intake
from calmdesk.audio.streams import accepted_format, start_stream
from calmdesk.audio.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.call.events import Block, Notice

_PATIENCE = 1.0
"""Seconds without a block after which the user is told: nothing else signals an unplugged microphone."""


class Microphone:
    """What a microphone hears, as a ``Source``. Call time begins with the first sound; used for one call.

    Args:
        device: an index, a name, or words of it; None for the system's default microphone.
        block_seconds: length of a block.
        queue_seconds: how far the reader may fall behind before sound is lost.

    Raises:
        AudioError: PortAudio is missing, there is no such device, or it cannot be used. The microphone itself is opened
            only when ``blocks`` is asked for the first block, so that a model can be loaded in between.
    """

    def __init__(
        self, device: str | int | None = None, *, block_seconds: float = 0.2, queue_seconds: float = 5.0
    ) -> None:
        self.device = choose(device, list_devices(), Direction.INPUT)
        self._format = accepted_format(self.device, Direction.INPUT)
        self._block_frames = max(1, round(block_seconds * self._format.rate))
        self._handover = Handover(max(1, round(queue_seconds / block_seconds)))
        self._stream: Any = None
        self._closing = threading.Lock()

    @property
    def lost_seconds(self) -> float:
        """Seconds of sound lost so far because the reader was too slow."""
        return self._handover.lost / self._format.rate

    def blocks(self) -> Iterator[Block | Notice]:
        """Yield blocks as they are heard, until ``close`` is called or the microphone goes away."""
        intake = Intake(self._format)
        watch = Watch(self.device.name, self._format.rate)
        try:
            self._stream = start_stream(
                self.device, Direction.INPUT, self._format, self._hand_over, block_frames=self._block_frames
            )
            while not self._handover.ended:
                yield from self._next(intake, watch)
        finally:
            self.close()
        yield from watch.losses(intake.at, self._handover.lost, self._handover.overflows)

    def close(self) -> None:
        """Stop listening and let ``blocks`` end; may be called twice, and from any thread."""
        self._handover.end()
        with self._closing:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _hand_over(self, sound: Any, frames: int, _time: object, status: Any) -> None:  # noqa: ANN401 - cffi objects
        """Run in the audio thread: copy, count, queue."""
        self._handover.put(bytes(sound), frames, overflow=bool(status.input_overflow))

    def _next(self, intake: Intake, watch: Watch) -> Iterator[Block | Notice]:
        captured = self._handover.take(_PATIENCE)
        if captured is not None:
            yield from watch.arrived(intake.at, self._handover.lost, self._handover.overflows)
            yield from intake.blocks(captured)
        elif not self._handover.ended:
            yield from watch.nothing_came(intake.at)
            if not self._is_alive():
                yield watch.gone(intake.at)
                self._handover.end()

    def _is_alive(self) -> bool:
        with self._closing:
            return self._stream is not None and bool(self._stream.active)
