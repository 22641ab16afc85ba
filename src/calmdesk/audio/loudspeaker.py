"""A real loudspeaker: sound waits in memory, and the audio thread takes it from there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from calmdesk.audio.devices import Direction, choose, list_devices
from calmdesk.audio.resample import Resampler, to_float, to_int16
from calmdesk.audio.streams import accepted_format, start_stream
from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OUTRUN = 3.0
"""Seconds of sound waiting from which the replay is no longer at real speed, and is not to be heard."""

_PLAY_OUT = 2.0
"""Seconds the last sound may take to be heard, before a sound system that hangs is left alone."""

_BYTES_PER_SAMPLE = 2


class Waiting:
    """Sound that waits to be played; the audio thread takes from it and gets silence when there is none."""

    def __init__(self, most_bytes: int) -> None:
        self._bytes = bytearray()
        self._most = most_bytes
        self._lock = threading.Lock()
        self._silenced = False
        self.played_out = threading.Event()
        self.played_out.set()

    def put(self, data: bytes) -> None:
        """Add sound; when there is too much of it the replay has been skipped forward, and all is silence."""
        with self._lock:
            self._silenced = self._silenced or len(self._bytes) + len(data) > self._most
            if self._silenced:
                self._bytes.clear()
            else:
                self._bytes += data
                self.played_out.clear()

    def fill(self, buffer: memoryview) -> None:
        """Write the next sound into all of ``buffer``."""
        with self._lock:
            count = min(len(buffer), len(self._bytes))
            buffer[:count] = self._bytes[:count]
            del self._bytes[:count]
            if not self._bytes:
                self.played_out.set()
        buffer[count:] = bytes(len(buffer) - count)


class Loudspeaker:
    """A real loudspeaker or headset, as a ``Speaker``.

    Raises:
        AudioError: PortAudio is missing, there is no such device, or it cannot be used.
    """

    def __init__(self, device: str | int | None = None) -> None:
        self.device = choose(device, list_devices(), Direction.OUTPUT)
        self._format = accepted_format(self.device, Direction.OUTPUT)
        frame_bytes = _BYTES_PER_SAMPLE * self._format.channels
        self._waiting = Waiting(round(_OUTRUN * self._format.rate) * frame_bytes)
        self._resampler = Resampler(SAMPLE_RATE, self._format.rate, 1)
        self._stream = start_stream(self.device, Direction.OUTPUT, self._format, self._take)

    def play(self, samples: NDArray[np.int16]) -> None:
        """Take mono samples at 16 kHz, to be heard after those before; never waits."""
        sound = to_int16(self._resampler.feed(to_float(samples[:, None])))
        self._waiting.put(sound.repeat(self._format.channels, axis=1).tobytes())

    def finish(self) -> None:
        """Wait until what was taken has been heard, two seconds at most."""
        self._waiting.played_out.wait(_PLAY_OUT)

    def close(self) -> None:
        """Fall silent at once and give the device back."""
        self._stream.close()

    def _take(self, buffer: Any, _frames: int, _time: object, _status: object) -> None:  # noqa: ANN401 - cffi buffer
        """Run in the audio thread: copy what waits."""
        self._waiting.fill(memoryview(buffer))
