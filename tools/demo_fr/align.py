"""Forced alignment: when each phone starts in recordings whose words are known, by a trained network.

Pronunciations are espeak-ng's for the whole text; schwas and liaisons may be missing, silence may stand between words.
OUT gets one JSON line for each recording that fits its words: path, group, score, segments [[start in s, phone], ...].
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from demo_fr import features, phones, recordings
from demo_fr.espeak import Voice, speak
from demo_fr.labels import FIRST_CENTRE
from demo_fr.network import SPLICE, SUBSAMPLING, Network, load
from demo_fr.phones import SILENCE

Scores = npt.NDArray[np.float64]

OUTPUT_STEP: Final = 0.03
_SKIPS: Final = (1, 2, 3)
"""How far ahead the next phone may be: two optional ones in between can be missing."""
_IMPOSSIBLE: Final = -1e9
_FEWEST_FRAMES: Final = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A phone on the way through a text, and whether it may be missing."""

    phone: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """Where the phones of a recording start, and its mean log-posterior over frames of speech (0 is perfect)."""

    segments: list[tuple[float, int]]
    score: float


_PAUSE: Final = Step(SILENCE, optional=True)


def steps_of(text: str) -> list[Step] | None:
    """Return the phones of a text in order, or None when one is not French."""
    steps = [_PAUSE]
    word = -1
    for phoneme in speak(text, Voice(rate=250)).phonemes:
        phone = phones.from_ipa(phoneme.ipa)
        if phone is None:
            return None
        if (phoneme.word != word or not phone) and steps[-1] != _PAUSE:
            steps.append(_PAUSE)
        word = phoneme.word
        if phone:
            steps.append(Step(phones.NUMBER[phone], optional=phone == "@"))
    if steps[-1] != _PAUSE:
        steps.append(_PAUSE)
    return [Step(step.phone, step.optional or _is_liaison(steps, i)) for i, step in enumerate(steps)]


def _is_liaison(steps: list[Step], i: int) -> bool:
    """Tell whether a step may be a liaison: z, t or n after a vowel at the end of a word that is not the last."""
    inside = 0 < i < len(steps) - 2 and steps[i + 1] == _PAUSE
    return (
        inside
        and phones.PHONES[steps[i].phone] in {"z", "t", "n"}
        and phones.PHONES[steps[i - 1].phone] in phones.VOWELS
    )


def _predecessors(steps: list[Step]) -> npt.NDArray[np.int64]:
    """Return for each node the nodes before it; node 2j is the first frame of step j, 2j+1 a later one.

    Rows are filled up with the node after the last, whose score stays impossible.
    """
    rows: list[list[int]] = []
    for j in range(len(steps)):
        before = [j - k for k in _SKIPS if j >= k and all(step.optional for step in steps[j - k + 1 : j])]
        rows += [[node for i in before for node in (2 * i, 2 * i + 1)], [2 * j, 2 * j + 1]]
    width = max(map(len, rows))
    return np.array([row + [2 * len(steps)] * (width - len(row)) for row in rows])


def best_path(scores: Scores, steps: list[Step]) -> list[int] | None:
    """Return the node of each output frame on the best way through the steps, or None when there is none.

    Args:
        scores: log-likelihoods (outputs, pdfs).
        steps: the phones in order.
    """
    phone = np.array([step.phone for step in steps])
    nodes = 2 * len(steps)
    emitted = np.empty((len(scores), nodes))
    emitted[:, 0::2] = scores[:, 2 * phone]
    emitted[:, 1::2] = scores[:, 2 * phone + 1]
    before = _predecessors(steps)
    total = np.full(nodes + 1, _IMPOSSIBLE)
    for j in range(_leading_optional(steps) + 1):
        total[2 * j] = emitted[0, 2 * j]
    back = np.zeros((len(scores), nodes), np.int64)
    for t in range(1, len(scores)):
        candidates = total[before]
        best = candidates.argmax(1)
        back[t] = before[np.arange(nodes), best]
        total[:-1] = candidates[np.arange(nodes), best] + emitted[t]
    first_end = 2 * (len(steps) - 1 - _leading_optional(steps[::-1]))
    node = first_end + int(total[first_end:-1].argmax())
    if total[node] < _IMPOSSIBLE / 2:
        return None
    path = [node]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def _leading_optional(steps: list[Step]) -> int:
    """Return how many steps may be missing before the first that must be there (at most all but one)."""
    return next((i for i, step in enumerate(steps) if not step.optional), len(steps) - 1)


def log_posteriors(network: Network, samples: Scores) -> Scores:
    """Return the network's outputs (outputs, pdfs) for a whole recording at 16 kHz, int16 scale."""
    frames = features.mfcc(samples)
    edge = SPLICE // 2 + SUBSAMPLING * network.shape.context
    padded = np.pad(frames, ((edge, edge + SUBSAMPLING), (0, 0)), mode="edge")
    with torch.no_grad():
        found: Scores = network(torch.from_numpy(padded)[None])[0].double().numpy()
    return found


def align(network: Network, prior: torch.Tensor, samples: Scores, text: str) -> Aligned | None:
    """Align a recording with its words; None when it is too short, not French, or cannot be these words."""
    steps = steps_of(text)
    if steps is None or len(samples) < features.FRAME_STEP * _FEWEST_FRAMES:
        return None
    posteriors = log_posteriors(network, samples)
    path = best_path(posteriors - 0.5 * prior.log().double().numpy(), steps)
    if path is None:
        return None
    phone = np.array([steps[node // 2].phone for node in path])
    at = np.arange(len(path))
    posterior = np.logaddexp(posteriors[at, 2 * phone], posteriors[at, 2 * phone + 1])
    speech = posterior[phone != SILENCE]
    starts = [k for k, node in enumerate(path) if node % 2 == 0 and (k == 0 or path[k - 1] != node)]
    # An output's label holds for the 30 ms around its centre.
    segments = [(max(0.0, OUTPUT_STEP * (k - 0.5) + FIRST_CENTRE), int(phone[k])) for k in starts]
    return Aligned(segments, float(speech.mean()) if len(speech) else _IMPOSSIBLE)


def main() -> None:
    """Write OUT: the recordings that fit their words."""
    parser = argparse.ArgumentParser(prog="demo_fr.align", description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("list", type=Path, help="group TAB file TAB words")
    parser.add_argument("out", type=Path)
    parser.add_argument("--least", type=float, default=-2.0, help="smallest mean log-posterior that is kept")
    options = parser.parse_args()
    torch.set_num_threads(1)
    network, prior = load(options.network)
    listed = recordings.read_list(options.list)
    rows = []
    for recording in listed:
        samples = 32767 * recordings.samples(recording.path, features.RATE)
        aligned = align(network, prior, samples, recording.text)
        if aligned and aligned.score >= options.least:
            path = str(recording.path.resolve())
            row = {"group": recording.group, "path": path, "score": aligned.score, "segments": aligned.segments}
            rows.append(json.dumps(row))
    options.out.write_text("".join(f"{row}\n" for row in rows), encoding="utf8")
    print(f"{len(rows)} of {len(listed)} recordings fit their words")


if __name__ == "__main__":
    main()
