"""Train the acoustic model on the shards: cross-entropy of the frames first, the sequence criterion in later rounds.

The first shard is kept for validation. Seeded: the same shards and threads give the same network.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from demo_fr import phones, windows
from demo_fr.network import SUBSAMPLING, Network, Shape, load, save
from demo_fr.sequence import sequence_loss, transition_scores

PRIOR_POWER: Final = 0.8
"""How much of the pdfs' priors is divided away: all of it hears too many rare phones."""
ACOUSTIC_SCALE: Final = 0.5
"""Weight of the acoustic scores against the language model's; folded into the exported network."""
_WARM_UP: Final = 100
_FRAMES_FOR_BIGRAM: Final = 2_000_000
_MOST_MASKED: Final = 12
_REPORT_EACH: Final = 50
_VALIDATION_WINDOWS: Final = 400

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train: steps, windows in a step, output frames in a window, highest learning rate."""

    steps: int
    batch: int
    outputs: int
    rate: float

    def rate_at(self, step: int) -> float:
        """Return the learning rate: a short warm-up, then straight down."""
        return self.rate * (min(1.0, (step + 1) / _WARM_UP) * (1 - step / self.steps) + 0.005)


class Windows:
    """Batches of training windows, in a new random order and with new borders each time round."""

    def __init__(self, speech: windows.Speech, shape: Shape, schedule: Schedule, rng: np.random.Generator) -> None:
        self._speech, self._shape, self._schedule, self._rng = speech, shape, schedule, rng
        self._order = np.zeros(0, int)

    def next(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return features and pdfs of a batch."""
        batch = self._schedule.batch
        while len(self._order) < batch:
            self._order = np.concatenate([self._order, self._shuffled()])
        first, self._order = self._order[:batch], self._order[batch:]
        x, y = self._speech.windows(self._shape, self._schedule.outputs, first)
        return self._masked(x), y

    def _shuffled(self) -> np.ndarray:
        step = SUBSAMPLING * self._schedule.outputs
        last = len(self._speech) - self._shape.inputs(self._schedule.outputs)
        starts = np.arange(self._rng.integers(step), last, step)
        jitter = self._rng.integers(SUBSAMPLING, size=len(starts))
        return np.minimum(self._rng.permutation(starts) + jitter, last)

    def _masked(self, x: torch.Tensor) -> torch.Tensor:
        """Hide a stretch of time in every other window, as SpecAugment does: no phone may hang on one frame."""
        for window in x:
            if self._rng.integers(2):
                length = self._rng.integers(3, _MOST_MASKED)
                begin = self._rng.integers(len(window) - length)
                window[begin : begin + length] = window.mean(0)
        return x


def cross_entropy(log_posteriors: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean -log posterior of the labelled pdfs."""
    return functional.nll_loss(log_posteriors.flatten(0, 1), target.flatten())


def sequence_criterion(prior: torch.Tensor, speech: windows.Speech, cross_entropy_share: float) -> Loss:
    """Return the loss of the later rounds: the sequence criterion, with some cross-entropy to hold it."""
    transitions = transition_scores(speech.phone[:_FRAMES_FOR_BIGRAM], speech.segment[:_FRAMES_FOR_BIGRAM])
    log_prior = PRIOR_POWER * prior.log()

    def loss(log_posteriors: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        scores = ACOUSTIC_SCALE * (log_posteriors - log_prior)  # what the decoder will use
        return cross_entropy_share * cross_entropy(log_posteriors, target) + sequence_loss(scores, target, transitions)

    return loss


def validate(network: Network, speech: windows.Speech, outputs: int) -> tuple[float, float]:
    """Return the cross-entropy and the share of output frames whose phone is right."""
    shape = network.shape
    first = np.arange(0, len(speech) - shape.inputs(outputs), SUBSAMPLING * outputs)[:_VALIDATION_WINDOWS]
    network.eval()
    losses, right = [], []
    with torch.no_grad():
        for some in np.array_split(first, max(1, len(first) // 50)):
            x, y = speech.windows(shape, outputs, some)
            log_posteriors = network(x)
            losses.append(cross_entropy(log_posteriors, y).item())
            right.append((log_posteriors.argmax(-1) // 2 == y // 2).float().mean().item())
    network.train()
    return float(np.mean(losses)), float(np.mean(right))


def train(network: Network, batches: Windows, schedule: Schedule, loss: Loss) -> None:
    """Train the network in place."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=0.01)
    began = time.monotonic()
    recent = 0.0
    network.train()
    for step in range(schedule.steps):
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate_at(step)
        x, y = batches.next()
        value = loss(network(x), y)
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        recent = 0.95 * recent + 0.05 * value.item() if step else value.item()
        if (step + 1) % _REPORT_EACH == 0:
            pace = (time.monotonic() - began) / (step + 1)
            print(f"step {step + 1}/{schedule.steps}: loss {recent:.3f}, {pace:.2f} s a step", flush=True)


def priors(speech: windows.Speech) -> torch.Tensor:
    """Return how often each pdf is the label of an output frame."""
    goes_on = speech.segment[SUBSAMPLING:] == speech.segment[:-SUBSAMPLING]
    pdfs = 2 * speech.phone[SUBSAMPLING:] + goes_on.long()
    count = torch.bincount(pdfs, minlength=phones.PDFS) + 1.0
    return count / count.sum()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="demo_fr.train", description=__doc__)
    parser.add_argument("shards", type=Path)
    parser.add_argument("out", type=Path, help="the network's file")
    parser.add_argument("--epochs", type=float, default=5, help="times round the speech")
    parser.add_argument("--width", type=int, default=Shape().width)
    parser.add_argument("--bottleneck", type=int, default=Shape().bottleneck)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--outputs", type=int, default=100, help="output frames in a window")
    parser.add_argument("--go-on-from", type=Path, help="a network of an earlier round: adds the sequence criterion")
    parser.add_argument("--cross-entropy", type=float, default=0.3, help="its weight beside the sequence criterion")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main() -> None:
    """Train and write the network."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    shards = windows.shards_in(options.shards)
    validation, speech = windows.Speech(shards[:1]), windows.Speech(shards[1:])
    if options.go_on_from:
        network, prior = load(options.go_on_from)
        loss = sequence_criterion(prior, speech, options.cross_entropy)
    else:
        network, loss = Network(Shape(options.width, options.bottleneck)), cross_entropy
    steps = int(len(speech) / (SUBSAMPLING * options.outputs * options.batch) * options.epochs)
    schedule = Schedule(steps, options.batch, options.outputs, options.rate)
    size = sum(p.numel() for p in network.parameters()) / 1e6
    print(f"{size:.2f} M parameters, {len(speech) / 360000:.2f} h of speech, {steps} steps", flush=True)
    train(network, Windows(speech, network.shape, schedule, np.random.default_rng(1)), schedule, loss)
    value, right = validate(network, validation, options.outputs)
    print(f"validation: cross-entropy {value:.3f}, {right:.1%} of the frames have the right phone")
    save(options.out, network, priors(speech))


if __name__ == "__main__":
    main()
