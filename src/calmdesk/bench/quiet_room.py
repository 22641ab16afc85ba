"""The noise floor of a virtual microphone: a real one never brings exact zeros, unless it is muted or broken."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOISE_SECONDS = 20
_NOISE_LEVEL = 12.0
"""Root mean square of the noise, of 32,768: -69 dBFS, a quiet room."""


class QuietRoom:
    """The noise of a quiet room, played into a sink of a sound server until it is closed, or the server ends."""

    def __init__(self, sink: str, rate: int, environment: Mapping[str, str]) -> None:
        form = ["--format=s16le", f"--rate={rate}", "--channels=1", "--latency-msec=2000"]
        self._player = subprocess.Popen(  # noqa: S603  # the system's own tool
            ["pacat", "--playback", f"--device={sink}", "--raw", *form],  # noqa: S607  # found as everybody finds it
            env=dict(environment),
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # Fed from here, so that it ends with this program, whatever ends that.
        self._thread = threading.Thread(target=self._feed, args=(_noise(rate),), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let the room fall silent."""
        self._player.kill()
        self._player.wait()
        self._thread.join()

    def _feed(self, noise: bytes) -> None:
        with suppress(BrokenPipeError), self._player.stdin as stdin:  # type: ignore[union-attr]  # it was asked for
            while True:
                stdin.write(noise)


def _noise(rate: int) -> bytes:
    """Return the noise of a room, which is mostly low: pink, seeded, repeatable without a seam."""
    count = _NOISE_SECONDS * rate
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    samples = np.fft.irfft(spectrum, count)
    return bytes(np.rint(samples * _NOISE_LEVEL / samples.std()).astype("<i2").tobytes())
