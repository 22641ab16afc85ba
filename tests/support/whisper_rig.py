"""A desk with a headset, all of software: who hears what is whispered, and what of it.

The virtual microphone's server gets one more device, ``headset``, a stereo sink at 44.1 kHz; the microphone hears what
is played into the feed, so whatever of the whisper gets there would have been heard by calmdesk, and by the client.
"""

from __future__ import annotations

import ctypes.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from calmdesk.bench.virtual_microphone import DESK, RATE, VirtualMicrophone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from calmdesk.call.sound import Sound

HEADSET = "headset"

_LOUD = 300
"""Amplitude from which something is heard."""

_PIECE = 0.8
"""Seconds of a sentence's beginning, or end, by which it is known again."""

_ALIKE = 0.6
"""Correlation from which it is the same piece; a busy machine may tear a gap into it, another one stays below 0.4."""

_QUIET = 0.05
"""Share of a piece's energy below which what was heard is too quiet to be it."""

needs_voice = pytest.mark.skipif(
    sys.platform.startswith("linux") and ctypes.util.find_library("espeak-ng") is None,
    reason="not installed: libespeak-ng1",
)


class Heard:
    """What a device played while it was listened to; complete once ``Rig.listening`` has ended."""

    def __init__(self) -> None:
        self.samples: NDArray[np.int16] = np.empty(0, np.int16)

    @property
    def seconds(self) -> float:
        """From the first loud sample to the last; 0 when nothing was heard."""
        loud = np.flatnonzero(np.abs(self.samples.astype(int)) > _LOUD)
        return float(loud[-1] - loud[0]) / RATE if len(loud) else 0.0

    def begins(self, sound: Sound) -> bool:
        """Tell whether the beginning of ``sound`` was heard."""
        return self._contains(_at_rate(sound)[: round(_PIECE * RATE)])

    def ends(self, sound: Sound) -> bool:
        """Tell whether the last words of ``sound`` were heard."""
        return self._contains(_at_rate(sound)[-round(_PIECE * RATE) :])

    def whole(self, sound: Sound) -> bool:
        """Tell whether ``sound`` was heard from its beginning to its end."""
        return self.begins(sound) and self.ends(sound)

    def _contains(self, piece: NDArray[np.float64]) -> bool:
        """Tell whether the piece is there: at some place, the correlation of the two is high."""
        heard = self.samples.astype(float)
        if len(heard) < len(piece):
            return False
        size = len(heard) + len(piece)
        product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(piece, size)), size)
        energy = np.convolve(heard**2, np.ones(len(piece)), "valid")
        wanted = np.sum(piece**2)
        match = product[: len(energy)] / np.sqrt(np.maximum(energy, _QUIET * wanted) * wanted)
        return bool(match.max() > _ALIKE)


def _at_rate(sound: Sound) -> NDArray[np.float64]:
    """Return the sound as the recorder brings it, without the silence around it."""
    samples: NDArray[np.float64] = soxr.resample(sound.samples.astype(np.float64), sound.rate, RATE)
    loud = np.flatnonzero(np.abs(samples) > _LOUD)
    return samples[loud[0] : loud[-1]]


class Rig:
    """The server with its headset; programs started with ``environment`` find it."""

    def __init__(self, server: VirtualMicrophone, folder: Path) -> None:
        self.server = server
        alsa = folder / "headset.conf"
        known = server.environment["ALSA_CONFIG_PATH"]
        alsa.write_text(
            f'<{known}>\npcm.{HEADSET} {{ type pulse device {HEADSET} hint {{ show on description "headset" }} }}\n',
            encoding="utf-8",
        )
        self.environment = {**server.environment, "ALSA_CONFIG_PATH": str(alsa)}
        self.plug_in()

    def plug_in(self) -> None:
        """Add the headset, which a server that was started anew does not have."""
        sink = ["module-null-sink", f"sink_name={HEADSET}", "rate=44100", "channels=2", "norewinds=1"]
        self._run("pactl", "load-module", *sink)

    def restart(self) -> None:
        """End the sound server and start it again."""
        self.server.stop()
        self.server.start()
        self.plug_in()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the sound server hang: it takes connections and answers nothing."""
        pid = self._server_pid()
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def listening(self, device: str = HEADSET) -> Iterator[Heard]:
        """Listen to what a device plays meanwhile."""
        heard = Heard()
        command = ["parec", f"--device={device}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        with tempfile.TemporaryFile() as file:
            with subprocess.Popen([*command, "--latency-msec=50"], env=self.environment, stdout=file) as recorder:
                time.sleep(0.3)
                try:
                    yield heard
                    time.sleep(0.3)
                finally:
                    recorder.terminate()
            file.seek(0)
            heard.samples = np.frombuffer(file.read(), np.int16)

    @contextmanager
    def microphone(self) -> Iterator[Heard]:
        """Listen to what the microphone hears meanwhile."""
        with self.listening(DESK.feed) as heard:
            yield heard

    def _server_pid(self) -> int:
        marker = f"PULSE_RUNTIME_PATH={self.environment['PULSE_RUNTIME_PATH']}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                ours = (process / "comm").read_text() == "pulseaudio\n" and marker in (process / "environ").read_bytes()
            except OSError:
                continue
            if ours:
                return int(process.name)
        raise LookupError("the sound server is not there")

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True, timeout=10, stdout=subprocess.DEVNULL)


def children(pid: int, module: str) -> list[int]:
    """Return the running processes that ``pid`` started for one of calmdesk's modules."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(parent) == pid and state != "Z" and module.encode() in words:
            found.append(int(process.name))
    return found


def wait_for_child(module: str, pid: int | None = None) -> int:
    """Return the next process that is started for a module, at once when it is there."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := children(pid or os.getpid(), module):
            return found[0]
        time.sleep(0.002)
    raise LookupError(module)
