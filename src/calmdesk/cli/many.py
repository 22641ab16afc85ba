"""What the commands over many calls share: options, progress bars, who does the work, and how a run is told."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli.options import together
from calmdesk.cli.tell import tell, tell_aside, told
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.progress import Progress, TaskID

    from calmdesk.cli.options import Command
    from calmdesk.review.many.batch import Tally
    from calmdesk.review.many.crew import Crew
    from calmdesk.review.many.job import Done, Fault, Job, Setup
    from calmdesk.review.many.kept import Results

jobs = click.option(
    "--jobs", type=click.IntRange(1, 256), help="Calls heard at a time. Default: one for each processor core."
)
scheduler = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let the workers of this Dask scheduler do it (tcp://host:8786); needs calmdesk[cluster].",
)


@dataclass(frozen=True, slots=True)
class OfAFolder:
    """What is wanted of a folder of calls: where the results go, and who does the work."""

    out: Path | None
    jobs: int | None
    scheduler: str | None

    def check_unused(self) -> None:
        """Refuse them where no folder of calls was given."""
        if self.jobs or self.scheduler:
            raise UsageError("--jobs and --scheduler are for a folder of calls", hint="calmdesk replay DIR --out DIR")


def of_a_folder(command: Command) -> Command:
    """Add the options that count when a folder of calls is given, handed over as ``folder``."""
    out = click.option(
        "--out", type=click.Path(path_type=Path, file_okay=False), help="Of a folder of calls: where the results go."
    )
    return together(command, OfAFolder, "folder", out, jobs, scheduler)


class Bars:
    """Shows how far a run is: a bar on a terminal, and unless it is ``quiet`` a line for each call everywhere."""

    def __init__(self, progress: Progress, *, quiet: bool = False) -> None:
        self._progress = progress
        self._quiet = quiet
        self._task: TaskID | None = None
        self._number = self._total = 0

    def begin(self, total: int) -> None:
        """Show an empty bar."""
        self._total = total
        self._task = self._progress.add_task("", total=total)

    def skipped(self, job: Job) -> None:
        """Count a call that was done before."""
        self._step("{name}: done before", job.name)

    def done(self, done: Done) -> None:
        """Count a call."""
        from calmdesk.review.many.job import Fault  # noqa: PLC0415  # heavy

        self._step("{name}: FAILED" if isinstance(done.result, Fault) else "{name}: done", done.job.name)

    def _step(self, template: str, name: str) -> None:

        self._number += 1
        text = told(template, name=name)
        if not self._quiet:
            self._progress.console.print(f"{self._number}/{self._total}  {text}", soft_wrap=True)
        if self._task is not None:
            self._progress.advance(self._task)


@contextmanager
def bars(*, quiet: bool = False) -> Iterator[Bars]:
    """Give a watch that is shown on standard error while the block runs; ``quiet``: only the bar is."""
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn  # noqa: PLC0415  # heavy

    from calmdesk.overlay.output import can_draw  # noqa: PLC0415  # heavy

    console = Console(stderr=True, highlight=False, markup=False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not can_draw(sys.stderr)) as progress:
        yield Bars(progress, quiet=quiet)


@contextmanager
def crew(count: int, size: int | None, address: str | None) -> Iterator[Crew]:
    """Give those who do the work: this machine's processes, or a cluster's workers; they end with the block."""
    from calmdesk.review.many.crew import DaskCrew, LocalCrew, ended_gently  # noqa: PLC0415  # heavy

    if address and size:
        raise UsageError("--jobs is for this machine, --scheduler for a cluster", hint="give one of them")
    with ended_gently(), DaskCrew(address) if address else LocalCrew(min(count, size or cores())) as workers:
        yield workers


def cores() -> int:
    """Return how many processor cores this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(folder: Path, out: Path, setup: Setup, size: int | None, address: str | None) -> Tally:
    """Hear every call below a folder that is not done yet.

    Raises:
        UsageError: there is nothing to hear, or nobody can do it.
        ModelError: there is no speech model.
    """
    from calmdesk.review.many.batch import Batch, alone_in  # noqa: PLC0415  # heavy
    from calmdesk.review.many.find import SAVED, find_calls  # noqa: PLC0415  # heavy
    from calmdesk.review.many.kept import Results  # noqa: PLC0415  # heavy
    from calmdesk.workbench import replaying  # noqa: PLC0415  # heavy

    calls = find_calls(folder, but=out)
    sound = any(call.suffix.lower() != SAVED for call in calls)
    setup = replaying.prepared(setup, sound=sound)
    results = Results(out)
    batch = Batch(folder, calls, setup, results)
    here = partial(replaying.work_here, setup, results.folder.absolute())
    with alone_in(results), bars() as watch, crew(len(calls), size, address) as workers:
        tally = batch.run(workers, partial(replaying.work_away, setup) if address else here, watch)
    _tell(tally, results)
    return tally


def _tell(tally: Tally, results: Results) -> None:
    """Say how a run went, and what is wrong with which calls."""
    tell(
        "{done} calls heard, {skipped} were done before: {folder}",
        done=tally.done,
        skipped=tally.skipped,
        folder=results.folder,
    )
    for name, notices in sorted(tally.wanting.items()):
        for notice in notices:
            _tell_of(name, notice.message, notice.details)
    tell_faults(tally.faults)


def tell_faults(faults: Mapping[str, Fault]) -> None:
    """Say what is wrong with which calls, on standard error."""
    for name, fault in sorted(faults.items()):
        _tell_of(name, fault.problem, fault.details)
        if fault.hint:
            tell_aside("    {reason}", reason=told(fault.hint, **fault.details))


def _tell_of(name: str, template: str, details: Mapping[str, object]) -> None:
    tell_aside("{name}: {reason}", name=name, reason=told(template, **details))
