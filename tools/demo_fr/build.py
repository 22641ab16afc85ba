"""Make the demo model from nothing, step by step, each in a process of its own.

WORK keeps what the steps leave behind; a step whose result is there is not done again, so an interrupted build goes on
where it stopped. OUT is the model's folder. Round 1 trains on espeak-ng's voices by cross-entropy; the later rounds add
new speech, the recordings (aligned with the network of the round before) and the sequence criterion.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a build is.

    Args:
        texts: options of ``texts.py``.
        shards: shards of training speech made in each round.
        seconds: speech in a shard.
        epochs: times round all the speech so far, for each round.
        network: options of ``train.py`` in round 1.
        tests: test sentences in a group.
    """

    texts: tuple[str, ...]
    shards: int
    seconds: int
    epochs: tuple[float, ...]
    network: tuple[str, ...]
    tests: int


_STEP_LIMIT: Final = 6 * 3600
_VOSK_LIMIT: Final = 1800
"""Seconds after which a step is given up: on some files it does not understand Vosk does not fail, it hangs."""

FULL: Final = Plan(texts=(), shards=18, seconds=1200, epochs=(5, 2, 1.5), network=(), tests=24)
"""Under an hour on two cores."""
SHORT: Final = Plan(
    texts=("--limit", "40"),
    shards=4,
    seconds=240,
    epochs=(20, 2),
    network=("--width", "96", "--bottleneck", "48", "--batch", "8"),
    tests=12,
)
"""A few minutes: knows forty sentences and hears them; proves the tools, and is good for nothing else."""


class Build:
    """Runs the steps of a plan."""

    def __init__(self, work: Path, out: Path, plan: Plan, recordings: list[Path]) -> None:
        self._work, self._out, self._plan, self._recordings = work, out, plan, recordings
        self._texts = work / "texts"
        self._began = time.monotonic()

    def run(self) -> None:
        """Do every step that is not done."""
        self._step("texts", self._texts, *self._plan.texts, makes=self._texts / "held-out.tsv")
        self._step("lexicon", self._texts, makes=self._texts / "lexicon.tsv")
        network = None
        for number, epochs in enumerate(self._plan.epochs, 1):
            network = self._round(number, epochs, network)
        self._step("graph", self._texts, self._out, makes=self._out / "graph" / "HCLG.fst")
        self._step("export", network, self._out, makes=self._out / "conf" / "model.conf")
        tests = self._work / "tests"
        self._step("held_out", self._texts, tests, "--count", self._plan.tests, makes=tests / "list.tsv")
        self._step("evaluate", self._out, tests / "list.tsv", limit=_VOSK_LIMIT)

    def _round(self, number: int, epochs: float, previous: Path | None) -> Path:
        network = self._work / f"network-{number}.pt"
        if network.exists():
            return network
        aligned = [self._aligned(path, number, previous) for path in self._recordings] if previous else []
        plan = self._plan
        amount = ("--shards", plan.shards, "--seconds", plan.seconds)
        numbering = ("--first", (number - 1) * plan.shards, "--seed", number)
        self._step("speech", self._texts, self._work / "shards", *amount, *numbering, "--aligned", *aligned)
        shape = ("--go-on-from", previous, "--rate", 0.0015) if previous else plan.network
        self._step("train", self._work / "shards", network, "--epochs", epochs, *shape, makes=network)
        return network

    def _aligned(self, recordings: Path, number: int, network: Path) -> Path:
        out = self._work / f"aligned-{number}-{recordings.parent.name}-{recordings.stem}.jsonl"
        self._step("align", network, recordings, out, makes=out)
        return out

    def _step(self, module: str, *arguments: object, makes: Path | None = None, limit: float = _STEP_LIMIT) -> None:
        if makes and makes.exists():
            return
        print(f"[{time.monotonic() - self._began:4.0f} s] {module}", flush=True)
        command = [sys.executable, "-m", f"demo_fr.{module}", *map(str, arguments)]
        subprocess.run(command, check=True, timeout=limit)  # noqa: S603 - our own modules


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(prog="build.sh", description=__doc__)
    parser.add_argument("work", type=Path, metavar="WORK")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--short", action="store_true", help="a tiny model in a few minutes, to prove the tools")
    parser.add_argument("--recordings", type=Path, nargs="+", default=[], help="lists: group TAB file TAB words")
    options = parser.parse_args()
    plan = SHORT if options.short else FULL
    try:
        Build(options.work, options.out, plan, options.recordings).run()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as stopped:
        sys.exit(f"the step {stopped.cmd[2]} failed")


if __name__ == "__main__":
    main()
