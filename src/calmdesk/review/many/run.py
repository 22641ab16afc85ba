"""Carries jobs to a crew and their results back: few under way at a time, whatever dies on the way."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from calmdesk.errors import UsageError
from calmdesk.review.many.job import Done, Fault, Unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from calmdesk.review.many.crew import Crew
    from calmdesk.review.many.job import Job

_AHEAD = 2
"""Jobs that wait beside those that are done: no worker is idle, and no result waits in memory for long."""

DIED = "{path} ended every worker that heard it ({how})"
_DIED_HINT = "the recording may be damaged in a way that no library expects: export or convert it again"


class Runner:
    """Runs jobs; ``function`` is called with each by a worker, and is one of a module so that it can travel."""

    def __init__(self, crew: Crew, function: Callable[[Job], object]) -> None:
        self._crew = crew
        self._function = function
        self._running: dict[Future[Any], tuple[Job, int]] = {}

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield each job once, as they end, with its result or what went wrong.

        Raises:
            UsageError: the workers cannot work, or have gone.
        """
        waiting = iter(jobs)
        self._begin_all(islice(waiting, self._crew.size + _AHEAD))
        while self._running:
            ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in ended:
                done = self._end(future)
                if done:
                    self._begin_all(islice(waiting, 1))
                    yield done

    def _begin_all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            self._begin(job, 1)

    def _begin(self, job: Job, number: int) -> None:
        self._running[self._crew.submit(self._function, job)] = (job, number)

    def _end(self, future: Future[Any]) -> Done | None:
        """Return a job that has ended, None where it was begun again."""
        job, number = self._running.pop(future)
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            return self._answered(job, future.result())
        how = self._crew.death(error)
        if how is None:
            raise _broken(error)
        if number < self._crew.tries:
            self._begin(job, number + 1)
            return None
        return Done(job, Fault(DIED, _DIED_HINT, {"path": job.path, "how": how}))

    def _answered(self, job: Job, result: object) -> Done | None:
        if isinstance(result, Unseen):
            self._begin(replace(job, content=job.path.read_bytes()), 1)
            return None
        return Done(replace(job, content=None), result)


def _broken(error: BaseException) -> UsageError:
    """Return what to tell of workers that fail in a way that has nothing to do with a recording."""
    if not isinstance(error, (ImportError, AttributeError, OSError, CancelledError, RuntimeError)):
        raise error
    return UsageError(
        "the workers cannot work: {reason}",
        hint="on a cluster each worker needs the same calmdesk and Python as this machine, and the scheduler must stay",
        reason=f"{type(error).__name__} {error}".strip(),
    )
