"""Processor time of a whole replay beside bare Vosk fed the same blocks, turn about in one run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RATIO_GOAL = 1.10
"""What a replay may cost, bare Vosk being 1."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor seconds of each repeat, and of each station in one more."""

    audio_seconds: float
    bare: Sequence[float]
    chain: Sequence[float]
    stages: Mapping[str, float]

    @property
    def ratio(self) -> float:
        """The median over the repeats of what a replay costs, bare Vosk being 1."""
        return median(chain / bare for chain, bare in zip(self.chain, self.bare, strict=True))


def turn_about(bare: Callable[[], object], chain: Callable[[], object], repeats: int) -> list[tuple[float, float]]:
    """Run both by turns, so that a slow minute of the machine hits both; return the seconds of each pair.

    A first pair is run to warm up and not counted.
    """
    pairs = []
    for number in range(repeats + 1):
        order = (bare, chain) if number % 2 else (chain, bare)
        taken = {each: _seconds(each) for each in order}
        pairs.append((taken[bare], taken[chain]))
    return pairs[1:]


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began
