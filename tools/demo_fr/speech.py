"""Synthesise, dirty and analyse the training speech: OUT/shard-N.npz with features and frame labels.

The labels come from the synthesizer, which knows when each phoneme starts. A shard holds ``features`` (all its frames,
float16), ``phone`` and ``start`` (``labels.FrameLabels``). Its random numbers depend on the seed and its number only.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import multiprocessing
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr

from demo_fr import augment, espeak, features, labels, recordings, texts
from demo_fr.augment import Signal, chance
from demo_fr.labels import Segment
from demo_fr.voices import training_voice

_SHARE_OF_NOISE: Final = 0.05
_SHARE_OF_RECORDINGS: Final = 0.35
_SHORT_SENTENCE: Final = 4
_LONGEST: Final = 14
_WEIGHTS: Final = {"case": 0.45, "call": 0.15, "own": 0.15, "words": 0.25}
"""How often each source of text is spoken; single words at random make every phone occur."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Clean speech at 16 kHz, at any scale, and its phones."""

    samples: Signal
    segments: list[Segment]


class Prompter:
    """Chooses texts to speak, of some 3 to 16 words."""

    def __init__(self, sentences: list[texts.Sentence], rng: np.random.Generator) -> None:
        self._rng = rng
        self._sources: dict[str, list[str]] = {}
        for sentence in sentences:
            self._sources.setdefault(sentence.source, []).append(sentence.text)
        self._words = texts.vocabulary(sentences)
        self._names = [name for name in _WEIGHTS if name in self._sources or name == "words"]
        weights = np.array([_WEIGHTS[name] for name in self._names])
        self._weights = weights / weights.sum()

    def __call__(self) -> str:
        """Return a text: sentences of one source, or random words."""
        name = str(self._rng.choice(self._names, p=self._weights))
        if name == "words":
            return " ".join(self._rng.choice(self._words, self._rng.integers(3, 8)))
        return self._with_a_pause(self._shortened(self._sentences(self._sources[name])))

    def _sentences(self, group: list[str]) -> list[str]:
        text = str(self._rng.choice(group))
        while len(text.split()) < _SHORT_SENTENCE and chance(self._rng, 0.8):
            text += f", {self._rng.choice(group)}"
        return text.split()

    def _shortened(self, words: list[str]) -> list[str]:
        if len(words) <= _LONGEST + 2:
            return words
        first = self._rng.integers(len(words) - _LONGEST)
        return words[first : first + _LONGEST]

    def _with_a_pause(self, words: list[str]) -> str:
        if len(words) > _SHORT_SENTENCE + 2 and chance(self._rng, 0.25):
            words[self._rng.integers(2, len(words) - 2)] += ","
        return " ".join(words)


class Library:
    """Aligned recordings (``align.py`` writes them) to draw from; a group's share grows with the root of its size."""

    def __init__(self, files: list[Path], rng: np.random.Generator) -> None:
        self._rng = rng
        self._groups: dict[str, list[dict[str, Any]]] = {}
        for line in itertools.chain.from_iterable(file.read_text(encoding="utf8").splitlines() for file in files):
            row = json.loads(line)
            self._groups.setdefault(row["group"], []).append(row)
        sizes = np.sqrt([len(rows) for rows in self._groups.values()])
        self._weights = sizes / sizes.sum() if len(sizes) else sizes

    def __bool__(self) -> bool:
        return bool(self._groups)

    def draw(self) -> Utterance:
        """Return one recording."""
        rows = self._groups[str(self._rng.choice(list(self._groups), p=self._weights))]
        row = rows[self._rng.integers(len(rows))]
        segments = [Segment(start, phone) for start, phone in row["segments"]]
        return Utterance(recordings.samples(Path(row["path"]), features.RATE), segments)


def synthesised(text: str, voice: espeak.Voice) -> Utterance | None:
    """Speak a text; None when nothing was said or a phoneme is not French."""
    spoken = espeak.speak(text, voice)
    segments = labels.segments_of_espeak([(p.at / spoken.rate, p.ipa) for p in spoken.phonemes])
    if not segments or len(spoken.samples) < spoken.rate // 4:
        return None
    return Utterance(soxr.resample(spoken.samples.astype(np.float64), spoken.rate, features.RATE), segments)


class Studio:
    """Makes labelled features, utterance by utterance."""

    def __init__(self, prompter: Prompter, library: Library, rng: np.random.Generator) -> None:
        self._prompter = prompter
        self._library = library
        self._rng = rng
        self._behind: Signal = np.zeros(0)

    def take(self) -> tuple[np.ndarray, labels.FrameLabels]:
        """Return the features (frames, 40) of one utterance and their labels."""
        utterance = None
        while utterance is None:
            utterance = self._utterance()
        speed = self._rng.uniform(0.86, 1.18) if chance(self._rng, 0.6) else 1.0  # shifts the formants too
        clean = soxr.resample(utterance.samples, features.RATE * speed, features.RATE)
        before, after = self._rng.uniform(0.02, 0.6), self._rng.uniform(0.05, 0.8)
        padded = np.pad(clean, (int(before * features.RATE), int(after * features.RATE)))
        found = features.mfcc(augment.dirty(self._rng, padded, self._behind))
        if chance(self._rng, 0.3):
            self._behind = clean
        return found, labels.frame_labels(labels.shifted(utterance.segments, speed=speed, pad=before), len(found))

    def _utterance(self) -> Utterance | None:
        if chance(self._rng, _SHARE_OF_NOISE):
            return Utterance(augment.not_speech(self._rng), [])
        if self._library and chance(self._rng, _SHARE_OF_RECORDINGS):
            return self._library.draw()
        return synthesised(self._prompter(), training_voice(self._rng))


def make_shard(number: int, options: argparse.Namespace) -> tuple[Path, float]:
    """Write a shard unless it is there; return its path and its seconds of speech (0: it was there)."""
    path: Path = options.out / f"shard-{number}.npz"
    if path.exists():
        return path, 0.0
    rng = np.random.default_rng([options.seed, number])
    prompter = Prompter(texts.read(options.texts / "learned.tsv"), rng)
    studio = Studio(prompter, Library(options.aligned, rng), rng)
    takes: list[tuple[np.ndarray, labels.FrameLabels]] = []
    seconds = 0.0
    while seconds < options.seconds:
        takes.append(studio.take())
        seconds += len(takes[-1][0]) * labels.FRAME_STEP
    unfinished = path.with_suffix(".part.npz")
    np.savez(
        unfinished,
        features=np.concatenate([found.astype(np.float16) for found, _ in takes]),
        phone=np.concatenate([frames.phone for _, frames in takes]),
        start=np.concatenate([frames.start for _, frames in takes]),
    )
    return unfinished.replace(path), seconds


def main() -> None:
    """Write the shards, some at a time."""
    parser = argparse.ArgumentParser(prog="demo_fr.speech", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shards", type=int, default=18)
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    parser.add_argument("--seconds", type=float, default=1200, help="speech in each shard")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--aligned", type=Path, nargs="*", default=[], help="what align.py wrote")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    numbers = range(options.first, options.first + options.shards)
    with multiprocessing.Pool(options.jobs, maxtasksperchild=1) as pool:
        for path, seconds in pool.imap_unordered(functools.partial(make_shard, options=options), numbers):
            print(f"{path.name}: {seconds:.0f} s of speech after {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
