"""Bare Vosk at a microphone, as its own example does it; run as a module with the model's folder and the seconds."""

from __future__ import annotations

import queue
import sys
from typing import TYPE_CHECKING

from calmdesk.audio import portaudio
from calmdesk.bench.cost import bare
from calmdesk.speech.vosk_types import vosk

if TYPE_CHECKING:
    from collections.abc import Iterator


def heard(seconds: float) -> Iterator[bytes]:
    """Yield blocks of the default microphone until so much sound has come."""
    blocks: queue.Queue[bytes] = queue.Queue()
    frames = bare.BLOCK_BYTES // 2
    stream = portaudio.load().RawInputStream(
        samplerate=bare.RATE,
        blocksize=frames,
        channels=1,
        dtype="int16",
        callback=lambda sound, *_: blocks.put(bytes(sound)),
    )
    with stream:
        for _ in range(round(seconds * bare.RATE / frames)):
            yield blocks.get()


def main() -> None:
    """Listen with the model in the folder that is the first argument, for as many seconds as the second says."""
    package = vosk()
    package.SetLogLevel(-1)
    bare.hear(package.Model(sys.argv[1]), heard(float(sys.argv[2])))


if __name__ == "__main__":
    main()
