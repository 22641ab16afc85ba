"""A run over many calls: what is done stays done, what is torn is done again, what fails is told at the end."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from calmdesk.errors import CalmdeskError, UsageError
from calmdesk.review.many import digests
from calmdesk.review.many.job import Done, Fault, Job, Worked
from calmdesk.review.many.kept import HALF_WRITTEN
from calmdesk.review.many.run import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from calmdesk.review.facts import NoticeFact
    from calmdesk.review.many.crew import Crew
    from calmdesk.review.many.job import Result, Setup
    from calmdesk.review.many.kept import Results

_LOCK = ".lock"


class SomeCallsError(CalmdeskError):
    """Some calls of many could not be heard; the others are done (exit code 11)."""

    exit_code = 11


class Watch(Protocol):
    """Is told how far a run is."""

    def begin(self, total: int) -> None:
        """Take note of how many calls there are."""
        ...

    def skipped(self, job: Job) -> None:
        """Take note of a call that was done in a run before."""
        ...

    def done(self, done: Done) -> None:
        """Take note of a call that is done now, or has failed."""
        ...


@dataclass(slots=True)
class Tally:
    """How a run went: calls that were done before, done now, and what is wrong with the others, by name.

    ``wanting``: what is wrong with recordings of which the rest was heard.
    """

    skipped: int = 0
    done: int = 0
    cpu: float = 0.0
    faults: dict[str, Fault] = field(default_factory=dict)
    wanting: dict[str, tuple[NoticeFact, ...]] = field(default_factory=dict)

    def raise_if_any_failed(self) -> None:
        """Raise ``SomeCallsError`` where a call failed."""
        if self.faults:
            raise SomeCallsError(
                "{count} of {all} calls could not be heard; the others are done",
                hint="mend or remove them, and give the same command again: it goes on where it stopped",
                count=len(self.faults),
                all=self.skipped + self.done + len(self.faults),
            )


@dataclass(frozen=True)
class Batch:
    """Calls below ``folder``, how they are to be heard, and where the results go."""

    folder: Path
    calls: Sequence[Path]
    setup: Setup
    results: Results

    def run(self, crew: Crew, function: Callable[[Job], Result], watch: Watch) -> Tally:
        """Do every call that is not done yet.

        Raises:
            UsageError: the workers cannot work.
        """
        tally = Tally()
        watch.begin(len(self.calls))
        for done in Runner(crew, function).run(self._to_do(tally, watch)):
            self._take(done, tally)
            watch.done(done)
        return tally

    def _to_do(self, tally: Tally, watch: Watch) -> Iterator[Job]:
        """Yield the calls that are to be done; looked at one by one, as the workers get to them."""
        for path in self.calls:
            name = path.relative_to(self.folder).as_posix()
            try:
                job = Job(name, path.absolute(), digests.of_file(path), path.stat().st_mtime)
            except OSError as error:
                job = Job(name, path.absolute(), "", 0.0)
                details: dict[str, object] = {"path": path, "reason": error}
                tally.faults[name] = fault = Fault("cannot read {path}: {reason}", "", details)
                watch.done(Done(job, fault))
                continue
            if self.results.is_done(job, self.setup):
                tally.skipped += 1
                watch.skipped(job)
            else:
                yield job

    def _take(self, done: Done, tally: Tally) -> None:
        match done.result:
            case Fault() as fault:
                tally.faults[done.job.name] = fault
            case Worked(facts, cpu, heard):
                if heard:
                    self.results.keep(facts, heard)
                tally.done += 1
                if facts.wanting:
                    tally.wanting[done.job.name] = facts.wanting
                tally.cpu += cpu


@contextmanager
def alone_in(results: Results) -> Iterator[None]:
    """Keep other runs out of a folder of results, and sweep up what a run that was killed has left half written.

    Raises:
        UsageError: another run is at work there.
    """
    lock = FileLock(results.folder / _LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError("another run is at work in {folder}", folder=results.folder) from None
    try:
        with suppress(OSError):
            _sweep(results.folder)
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    for pattern in HALF_WRITTEN:
        for torn in folder.rglob(pattern):
            torn.unlink(missing_ok=True)
