"""Real calls and made-up sounds as blocks, for the tests of station 2; and how well words were heard."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
import soxr

from calmdesk import places
from calmdesk.call.events import SAMPLE_RATE, Block, Final, Heard, Partial, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

INSULTS = "insultes"
CHANNELS = {Side.DESK: 0, Side.CLIENT: 1}
BLOCK = SAMPLE_RATE // 10


@cache
def voice(side: Side, call: str = INSULTS) -> Samples:
    """Return one side of a shipped call, 16 kHz."""
    sound, rate = soundfile.read(places.shipped("calls") / f"{call}.wav", dtype="float32", always_2d=True)
    return to_int16(soxr.resample(sound[:, CHANNELS[side]], rate, SAMPLE_RATE))


def turns(side: Side, call: str = INSULTS) -> list[dict[str, Any]]:
    """Return what that side says in the call's script: ``text``, ``start`` and ``end``."""
    script = json.loads((places.shipped("calls") / f"{call}.json").read_text(encoding="utf-8"))
    return [turn for turn in script["turns"] if turn["speaker"] == side]


def blocks(samples: Samples, side: Side = Side.CLIENT, *, at: float = 0.0, size: int = BLOCK) -> list[Block]:
    """Cut samples into blocks that follow each other from call time ``at``."""
    return [
        Block(at + first / SAMPLE_RATE, samples[first : first + size], side) for first in range(0, len(samples), size)
    ]


def cut(samples: Samples, start: float, end: float) -> Samples:
    """Return the samples between two seconds."""
    return samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


def to_int16(sound: NDArray[np.floating[Any]]) -> Samples:
    """Return sound between -1 and 1 as int16."""
    samples: Samples = np.round(np.clip(sound, -1, 1) * 32_767).astype(np.int16)
    return samples


def hiss(
    seconds: float, decibels: float, *, low: float = 300, high: float = 3400, seed: int = 0
) -> NDArray[np.float64]:
    """Return steady noise of a telephone line, ``decibels`` below full scale."""
    count = round(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    noise = np.fft.irfft(spectrum * ((hertz > low) & (hertz < high)), count)
    return np.asarray(noise / noise.std() * 10 ** (decibels / 20))


def knocks(seconds: float, length: float, decibels: float) -> Samples:
    """Return a quiet line with a burst of noise of ``length`` seconds every two seconds."""
    line = hiss(seconds, -65)
    for number, second in enumerate(np.arange(1.0, seconds - 1, 2.03)):
        burst = hiss(length, decibels, seed=number + 1)
        first = round(second * SAMPLE_RATE)
        line[first : first + len(burst)] += burst
    return to_int16(line)


def finals(heard: Iterable[Heard]) -> list[Final]:
    """Return the finals."""
    return [event for event in heard if isinstance(event, Final)]


def partials(heard: Iterable[Heard]) -> list[Partial]:
    """Return the partials."""
    return [event for event in heard if isinstance(event, Partial)]


def spoken(text: str) -> list[str]:
    """Return the words of a sentence as the model spells them: « Passez-moi » is two."""
    return re.findall(r"[^\W\d_]+'?(?:[^\W\d_]+)?", text.lower().replace("’", "'"))


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Return the wrong, lost and added words per word said."""
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, 1):
        before, row[0] = row[0], place
        for other, candidate in enumerate(heard, 1):
            changed = before + (word != candidate)
            before, row[other] = row[other], min(changed, row[other] + 1, row[other - 1] + 1)
    return row[-1] / len(said)
