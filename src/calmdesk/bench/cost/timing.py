"""Milliseconds of processor time of one thread, many times over."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds: half of the times are below ``p50``, 95 % below ``p95``."""

    count: int
    p50: float
    p95: float
    worst: float


def timed(runs: Iterable[Callable[[], object]]) -> Timing:
    """Run each once and return how long they took; other programs on the machine do not count."""
    times = []
    for run in runs:
        began = time.thread_time_ns()
        run()
        times.append(time.thread_time_ns() - began)
    return timing(times)


def timing(nanoseconds: Sequence[int]) -> Timing:
    """Return the figures of some times."""
    if not nanoseconds:
        return Timing(0, 0.0, 0.0, 0.0)
    p50, p95, worst = np.percentile(nanoseconds, [50, 95, 100]) / 1e6
    return Timing(len(nanoseconds), float(p50), float(p95), float(worst))
