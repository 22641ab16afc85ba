"""``calmdesk bench batch``: what many recordings cost, beside bare Vosk and beside ``vosk-transcriber``."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.shipped import shipped_calls
from calmdesk.errors import UsageError
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calmdesk.bench.cost.transcriber import Spent
    from calmdesk.review.many.job import Job, Setup

SPEEDUP_GOAL = 1.8
"""How much faster two workers are than one, at least."""

_RECORDINGS = 12
_WORKERS = 2
_TURNS = 3
"""How often all recordings are heard by one worker and by two: by the clock, each run is at the mercy of the moment."""


@click.command("batch")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="[DIR]"
)
@options.lang
@options.model
@click.option("--repeats", type=click.IntRange(1, 50), default=3, show_default=True, help="Of the processor time.")
def batch(folder: Path | None, lang: str, model: Path | None, repeats: int) -> None:
    """Hear the recordings of DIR (or the shipped calls, as twelve files) with one worker and with two.

    Processor time is counted per call, turn about with bare Vosk fed the same blocks; starting a worker and loading
    the model come on top, once a worker, and are in the times by the clock.
    """
    from calmdesk.cli.many import cores  # noqa: PLC0415
    from calmdesk.review.many.find import find_calls  # noqa: PLC0415  # heavy
    from calmdesk.review.many.job import Setup  # noqa: PLC0415  # heavy
    from calmdesk.workbench.replaying import prepared  # noqa: PLC0415  # heavy

    with _recordings(folder, lang) as recordings:
        calls = find_calls(recordings)
        setup = prepared(Setup(lang, model))
        _tell_processor(calls, setup, repeats)
        turns = [[_timed(recordings, calls, setup, workers) for workers in (1, _WORKERS)] for _ in range(_TURNS)]
        _tell_clock(len(calls), turns)
        if cores() < _WORKERS:
            click.echo(f"this program may use {cores()} core: two workers cannot be faster here")
        _tell_transcriber(recordings, setup)


@contextmanager
def _recordings(folder: Path | None, lang: str) -> Iterator[Path]:
    """Give the folder, or one with the shipped calls over and over."""
    if folder:
        yield folder
        return
    calls = shipped_calls(lang)
    with scratch_folder() as place:
        for number in range(_RECORDINGS):
            call = calls[number % len(calls)]
            shutil.copy(call, place / f"{number:02}-{call.name}")
        yield place


def _tell_processor(calls: list[Path], setup: Setup, repeats: int) -> None:
    """Measure different calls here, each by turns with bare Vosk."""
    from calmdesk.bench.cost import bare  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost.speed import RATIO_GOAL, turn_about  # noqa: PLC0415  # heavy
    from calmdesk.review.many.digests import of_file  # noqa: PLC0415  # heavy
    from calmdesk.review.many.job import Job  # noqa: PLC0415  # heavy
    from calmdesk.speech import models  # noqa: PLC0415  # heavy
    from calmdesk.workbench.replaying import work_here  # noqa: PLC0415  # heavy

    model = models.load(models.find(setup.lang, setup.model))
    different = list({of_file(call): call for call in calls}.values())
    ratios: list[float] = []
    click.echo("processor seconds of each call, bare Vosk and batch, the median of the repeats:")
    with scratch_folder() as results:
        for call in different:
            blocks = _blocks(call)
            hear = partial(bare.hear, model, blocks)
            work = partial(_must_work, partial(work_here, setup, results), Job(call.name, call))
            pairs = turn_about(hear, work, repeats)
            ratios += [batch / alone for alone, batch in pairs]
            seconds = [median(each) for each in zip(*pairs, strict=True)]
            click.echo(f"  {call.name:<28}{seconds[0]:>8.3f}{seconds[1]:>8.3f}")
    click.echo(
        f"batch / bare Vosk: {median(ratios):.3f} {_goal(median(ratios) <= RATIO_GOAL, f'{RATIO_GOAL:g} or less')}"
    )


def _blocks(call: Path) -> list[bytes]:
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.call.events import Block  # noqa: PLC0415

    return [block.samples.tobytes() for block in Recording(call).blocks() if isinstance(block, Block)]


def _must_work(work: Callable[[Job], object], job: Job) -> None:
    from calmdesk.review.many.job import Fault  # noqa: PLC0415  # heavy

    result = work(job)
    if isinstance(result, Fault):
        raise UsageError(result.problem, hint=result.hint, **result.details)


def _timed(folder: Path, calls: list[Path], setup: Setup, workers: int) -> Spent:
    """Hear all calls with so many workers, from their start to their end."""
    from calmdesk.bench.cost.transcriber import Spending  # noqa: PLC0415  # heavy
    from calmdesk.review.many.batch import Batch  # noqa: PLC0415  # heavy
    from calmdesk.review.many.crew import LocalCrew  # noqa: PLC0415  # heavy
    from calmdesk.review.many.kept import Results  # noqa: PLC0415  # heavy
    from calmdesk.workbench.replaying import work_here  # noqa: PLC0415  # heavy

    with scratch_folder() as place, Spending() as spending:
        results = Results(place)
        with LocalCrew(workers) as crew:
            tally = Batch(folder, calls, setup, results).run(crew, partial(work_here, setup, results.folder), _Quiet())
        tally.raise_if_any_failed()
    return spending.spent


class _Quiet:
    """A watch that says nothing: drawing would be measured, too."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def skipped(self, job: object) -> None:
        """Say nothing."""

    def done(self, done: object) -> None:
        """Say nothing."""


def _tell_clock(count: int, turns: list[list[Spent]]) -> None:
    click.echo(f"{count} recordings, seconds by the clock (and of the processor), starting included, by turns:")
    for name, each in zip(("one worker", "two workers"), zip(*turns, strict=True), strict=True):
        click.echo(f"  {name:<12}" + "".join(f"{spent.wall:>8.1f} ({spent.cpu:.1f})" for spent in each))
    faster = median(one.wall / two.wall for one, two in turns)
    click.echo(
        f"two workers are {faster:.2f} times as fast {_goal(faster >= SPEEDUP_GOAL, f'{SPEEDUP_GOAL:g} or more')}"
    )


def _tell_transcriber(folder: Path, setup: Setup) -> None:
    """Tell what Vosk's own program takes: it writes down the words, and finds no cue."""
    from calmdesk.bench.cost.transcriber import transcribe  # noqa: PLC0415  # heavy
    from calmdesk.speech import models  # noqa: PLC0415  # heavy

    model = models.find(setup.lang, setup.model).path
    for tasks in (1, _WORKERS):
        spent = transcribe(folder, model, tasks)
        if spent is None:
            click.echo("vosk-transcriber: not measured; it must be there with FFmpeg, and end well")
            return
        click.echo(f"  vosk-transcriber, --tasks {tasks}{spent.wall:>8.1f} ({spent.cpu:.1f})")


def _goal(reached: bool, goal: str) -> str:  # a goal is reached or not
    return f"(goal {goal}: {'reached' if reached else 'NOT reached'})"
