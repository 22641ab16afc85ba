"""Lists of recordings with known words: one a line, tab-separated: group, file, words[, start of each word in s].

Files are named from the list's folder. The groups are speakers, or whatever results are wanted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import soundfile
import soxr

if TYPE_CHECKING:
    from pathlib import Path

    from demo_fr.augment import Signal


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording whose words are known; ``starts`` is empty when their times are not."""

    group: str
    path: Path
    text: str
    starts: tuple[float, ...] = ()


def read_list(path: Path) -> list[Recording]:
    """Read a list of recordings."""
    found = []
    for line in path.read_text(encoding="utf8").splitlines():
        group, name, text, *starts = line.split("\t")
        times = tuple(float(start) for start in " ".join(starts).split())
        found.append(Recording(group, path.parent / name, text, times))
    return found


def write_list(path: Path, recordings: list[Recording]) -> None:
    """Write a list of recordings that lie in its folder."""
    rows = (
        f"{r.group}\t{r.path.name}\t{r.text}\t{' '.join(f'{start:.3f}' for start in r.starts)}\n" for r in recordings
    )
    path.write_text("".join(rows), encoding="utf8")


def samples(path: Path, rate: int) -> Signal:
    """Return a recording's samples at this rate, between -1 and 1, its channels mixed."""
    x, own_rate = soundfile.read(path, dtype="float64", always_2d=True)
    return soxr.resample(x.mean(1), own_rate, rate)
