"""Measure a Vosk model with the real vosk package: word error rates, word times, speed.

Takes lists of recordings (``recordings.py``) and calls: stereo files, desk on the left and client on the right, with a
script of the same name (JSON, ``turns`` with ``speaker`` and ``text``). Not in one process with kaldifst: they hang.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile
import soxr
import vosk

from demo_fr import recordings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from demo_fr.augment import Signal

_BLOCK: Final = 0.1
"""Seconds of audio handed over at once, as a live program does."""
_SIDES: Final = ("desk", "client")


@dataclass(frozen=True, slots=True)
class Sample:
    """Speech to recognise: its group, samples between -1 and 1 with their rate, its words and their starts if known."""

    group: str
    samples: Signal
    rate: int
    words: list[str]
    starts: tuple[float, ...] = ()


@dataclass(slots=True)
class Tally:
    """What was measured on a group: word errors, words, seconds of audio and of CPU, errors of word starts in s."""

    errors: int = 0
    words: int = 0
    audio: float = 0.0
    cpu: float = 0.0
    start_error: float | None = None

    @property
    def word_error_rate(self) -> float:
        """Substitutions, deletions and insertions for each word that was said."""
        return self.errors / max(self.words, 1)


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the least number of substitutions, deletions and insertions between the two."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1]


def recognise(model: vosk.Model, samples: Signal, rate: int) -> list[dict[str, Any]]:
    """Return the words Vosk hears: ``word``, ``start`` and ``end`` in s, ``conf``."""
    recogniser = vosk.KaldiRecognizer(model, rate)
    recogniser.SetWords(True)  # noqa: FBT003 - vosk's own signature
    data = np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()
    step = 2 * int(rate * _BLOCK)
    blocks = (data[at : at + step] for at in range(0, len(data), step))
    finals = [recogniser.Result() for block in blocks if recogniser.AcceptWaveform(block)]
    return [word for final in (*finals, recogniser.FinalResult()) for word in json.loads(final).get("result", [])]


def start_errors(sample: Sample, heard: list[dict[str, Any]]) -> list[float]:
    """Return by how many seconds the starts of the words differ, when all words were heard right."""
    if len(sample.starts) != len(sample.words) or [word["word"] for word in heard] != sample.words:
        return []
    return [abs(word["start"] - start) for word, start in zip(heard, sample.starts, strict=True)]


def samples_of(path: Path, rate: int | None) -> Iterator[Sample]:
    """Yield the speech of a list or of a call, at this rate (None: at its own)."""
    if path.suffix == ".tsv":
        for recording in recordings.read_list(path):
            own = rate or soundfile.info(recording.path).samplerate
            x = recordings.samples(recording.path, own)
            yield Sample(recording.group, x, own, recording.text.split(), recording.starts)
        return
    x, own = soundfile.read(path, dtype="float64", always_2d=True)
    turns = json.loads(path.with_suffix(".json").read_text(encoding="utf8"))["turns"]
    for side, channel in zip(_SIDES, x.T, strict=True):
        said = [sentence for turn in turns if turn["speaker"] == side for sentence in texts.normalise(turn["text"])]
        samples = soxr.resample(channel, own, rate) if rate else channel
        yield Sample(f"{path.stem} {side}", samples, rate or own, " ".join(said).split())


def measure(model: vosk.Model, samples: Iterator[Sample]) -> dict[str, Tally]:
    """Recognise everything; return the tally of each group."""
    tallies: dict[str, Tally] = {}
    differences: dict[str, list[float]] = {}
    for sample in samples:
        tally = tallies.setdefault(sample.group, Tally())
        began = time.process_time()
        heard = recognise(model, sample.samples, sample.rate)
        tally.cpu += time.process_time() - began
        tally.audio += len(sample.samples) / sample.rate
        tally.errors += word_errors(sample.words, [word["word"] for word in heard])
        tally.words += len(sample.words)
        differences.setdefault(sample.group, []).extend(start_errors(sample, heard))
    for group, found in differences.items():
        tallies[group].start_error = float(np.median(found)) if found else None
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """Yield the lines of a readable table."""
    for group, tally in tallies.items():
        start = "" if tally.start_error is None else f"  word starts off by {1000 * tally.start_error:.0f} ms (median)"
        yield f"{group:24} {tally.word_error_rate:6.1%} of {tally.words} words wrong{start}"
    audio = sum(tally.audio for tally in tallies.values())
    cpu = sum(tally.cpu for tally in tallies.values())
    yield f"{audio:.0f} s of audio took {cpu:.1f} s of CPU: {cpu / max(audio, 1e-9):.3f} of real time"


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(prog="demo_fr.evaluate", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+", help="lists (.tsv) and calls (.wav)")
    parser.add_argument("--rate", type=int, help="resample to this rate first, as calmdesk does: 16000")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    options = parser.parse_args()
    vosk.SetLogLevel(-1)
    model = vosk.Model(model_path=str(options.model))
    tallies = measure(model, (sample for path in options.files for sample in samples_of(path, options.rate)))
    if options.json:
        print(json.dumps({group: asdict(tally) | {"wer": tally.word_error_rate} for group, tally in tallies.items()}))
    else:
        print("\n".join(table(tallies)))


if __name__ == "__main__":
    main()
