"""Bare Vosk: what any program that uses it must pay. Run as a module, it hears raw samples from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from calmdesk.speech.vosk_types import vosk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.speech.vosk_types import Model

RATE = 16_000
BLOCK_BYTES = RATE // 5 * 2
"""A fifth of a second of 16-bit samples: the blocks calmdesk feeds."""


def hear(model: Model, blocks: Iterable[bytes]) -> int:
    """Decode blocks, asking for the partial result after each one; return how many utterances there were."""
    recogniser = vosk().KaldiRecognizer(model, RATE)
    recogniser.SetWords(True)  # noqa: FBT003  # Vosk's own spelling
    utterances = 0
    for block in blocks:
        if recogniser.AcceptWaveform(block):
            recogniser.Result()
            utterances += 1
        else:
            recogniser.PartialResult()
    recogniser.FinalResult()
    return utterances


def main() -> None:
    """Hear standard input with the model in the folder that is the first argument."""
    package = vosk()
    package.SetLogLevel(-1)
    hear(package.Model(sys.argv[1]), iter(lambda: sys.stdin.buffer.read(BLOCK_BYTES), b""))


if __name__ == "__main__":
    main()
