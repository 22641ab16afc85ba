"""A recorded call at a virtual microphone: who listens on this machine's sound system hears its client speak."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from calmdesk.audio.recording import Recording
from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from calmdesk.call.events import SAMPLE_RATE, Block
from calmdesk.errors import UsageError
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

AFTERWARDS: Final = 3.0
"""Seconds of quiet after the call, in which its last utterance settles."""


@contextmanager
def virtual_desk() -> Iterator[VirtualMicrophone]:
    """Let this process, and the programs it starts, hear virtual microphones in a quiet room meanwhile.

    Raises:
        UsageError: a tool for it is missing.
        AudioError: the sound server does not start.
    """
    if missing := missing_tools():
        raise UsageError(
            "a virtual microphone needs {tools}",
            hint="Debian, Ubuntu: sudo apt install pulseaudio pulseaudio-utils libasound2-plugins",
            tools=", ".join(missing),
        )
    before = dict(os.environ)
    with scratch_folder() as folder, VirtualMicrophone(folder, noise=True) as microphone:
        # PortAudio and PulseAudio's tools find their server by the environment.
        os.environ.update(microphone.environment)
        try:
            yield microphone
        finally:
            os.environ.clear()
            os.environ.update(before)


def client_of(call: Path, folder: Path) -> Path:
    """Write the client's side of a call to a WAV file in a folder and return it."""
    path = folder / "client.wav"
    soundfile.write(path, samples_of(Recording(call)), SAMPLE_RATE, subtype="PCM_16")
    return path


def samples_of(recording: Recording) -> NDArray[np.int16]:
    """Return the client's side of a recording, int16 at 16 kHz."""
    return np.concatenate([block.samples for block in recording.blocks() if isinstance(block, Block)])


@contextmanager
def played(microphone: VirtualMicrophone, wav: Path, done: Callable[[], None]) -> Iterator[None]:
    """Play a recording into the microphone meanwhile, from a moment of quiet on, and call ``done`` when it is over."""
    stop = threading.Event()

    def play() -> None:
        if stop.wait(AFTERWARDS):
            return
        with microphone.start_playing(wav) as player:
            while player.poll() is None and not stop.wait(0.1):
                pass
            player.kill()
        stop.wait(AFTERWARDS)
        done()

    thread = threading.Thread(target=play, name="player", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
