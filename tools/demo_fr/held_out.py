"""Speak test recordings: OUT/*.wav and OUT/list.tsv, with the times of the words.

The voices are ones no training sentence is spoken with. Groups: ``learned`` and ``held-out`` sentences, each clean and,
with ``-line``, through a telephone line.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from demo_fr import augment, espeak, texts
from demo_fr.augment import RATE, Signal
from demo_fr.recordings import Recording, write_list
from demo_fr.voices import HELD_OUT

_PAUSE: Final = 0.4
"""Silence before and after the words, in seconds."""


def spoken(text: str, voice: espeak.Voice) -> tuple[Signal, tuple[float, ...]]:
    """Return a sentence at 16 kHz, peak 0.5, between two silences, and the second at which each word starts."""
    said = espeak.speak(text, voice)
    x = soxr.resample(said.samples.astype(np.float64), said.rate, RATE)
    starts = tuple(_PAUSE + said.word_starts[i] / said.rate for i in sorted(said.word_starts))
    return np.pad(x / (2 * augment.peak(x)), int(_PAUSE * RATE)), starts


def on_the_line(rng: np.random.Generator, x: Signal) -> Signal:
    """Return speech as it comes out of a telephone, with a little noise."""
    y = augment.telephone(rng, x)
    return y / (2 * augment.peak(y)) + rng.normal(0, 0.001, len(y))


def record(group: str, sentences: list[texts.Sentence], out: Path, rng: np.random.Generator) -> list[Recording]:
    """Write each sentence as two files: clean, and through a telephone line."""
    made = []
    for number, sentence in enumerate(sentences):
        clean, starts = spoken(sentence.text, espeak.Voice(HELD_OUT[number % len(HELD_OUT)], rate=160))
        for suffix, x in (("", clean), ("-line", on_the_line(rng, clean))):
            path = out / f"{group}{suffix}-{number}.wav"
            soundfile.write(path, x, RATE, subtype="PCM_16")
            made.append(Recording(f"{group}{suffix}", path, sentence.text, starts))
    return made


def main() -> None:
    """Write the recordings and their list."""
    parser = argparse.ArgumentParser(prog="demo_fr.held_out", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=24, help="sentences in a group")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    made = []
    for group in ("learned", "held-out"):
        sentences = texts.spread(texts.read(options.texts / f"{group}.tsv"), options.count)
        made += record(group, sentences, options.out, rng)
    write_list(options.out / "list.tsv", made)
    print(f"{len(made)} recordings")


if __name__ == "__main__":
    main()
