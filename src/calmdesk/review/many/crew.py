"""Who does the work: processes on this machine, or the workers of a Dask cluster. Both take the same job function."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Protocol, Self

from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

_CONNECT_SECONDS = 10


class Crew(Protocol):
    """A context manager; left early, it stops what is under way.

    ``size`` is how many jobs are done at a time, ``tries`` how often one is begun whose worker dies.
    """

    size: int
    tries: int

    def submit(self, function: Callable[..., Any], /, *args: object) -> Future[Any]:
        """Have a function of a module called by a worker."""
        ...

    def death(self, error: BaseException) -> str | None:
        """Return how a worker died, in words; None where ``error`` tells of something else."""
        ...


class LocalCrew:
    """Processes of this machine, kept by Pebble: a worker that is killed costs the one job it was doing.

    The workers end with this process, however it ends.
    """

    tries = 2  # once may be an accident, twice is the recording's doing

    def __init__(self, size: int) -> None:
        from pebble import ProcessPool  # noqa: PLC0415  # heavy

        self.size = size
        # Spawned: a forked child would inherit the threads' locks, and native libraries in the middle of their work.
        self._pool = ProcessPool(size, initializer=_end_with_parent, context=multiprocessing.get_context("spawn"))

    def submit(self, function: Callable[..., Any], /, *args: object) -> Future[Any]:
        """Have a function of a module called by a worker."""
        future: Future[Any] = self._pool.schedule(function, args=args)
        return future

    def death(self, error: BaseException) -> str | None:
        """Return how a worker died."""
        from pebble import ProcessExpired  # noqa: PLC0415  # heavy

        if not isinstance(error, ProcessExpired):
            return None
        code = error.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()


def _end_with_parent() -> None:
    """Let this worker end when the process that started it does, be it killed: nobody is left to do so."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


class DaskCrew:
    """The workers of a Dask cluster; the scheduler does again what a lost worker was doing.

    Raises:
        UsageError: Dask is not installed, no scheduler answers, or it has no worker.
    """

    tries = 1  # the scheduler has given it to four workers by itself

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client  # noqa: PLC0415  # an extra
        except ImportError:
            raise UsageError("a cluster needs Dask", hint="pip install 'calmdesk[cluster]'") from None
        try:
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                "no Dask scheduler answers at {address}: {reason}",
                hint="start one with `dask scheduler`, and give the address it prints, as tcp://host:8786",
                address=address,
                reason=error,
            ) from error
        self.size = sum(self._client.nthreads().values())
        if not self.size:
            self._client.close()
            raise UsageError(
                "the scheduler at {address} has no worker", hint="dask worker {address} --nthreads 1", address=address
            )
        self._executor = self._client.get_executor(pure=False)

    def submit(self, function: Callable[..., Any], /, *args: object) -> Future[Any]:
        """Have a function of a module called by a worker."""
        future: Future[Any] = self._executor.submit(function, *args)
        return future

    def death(self, error: BaseException) -> str | None:
        """Return how often the scheduler has seen workers die of a job, before it gave up."""
        from distributed import KilledWorker  # noqa: PLC0415  # an extra

        return "KilledWorker" if isinstance(error, KilledWorker) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=False)  # cancels what is under way
        self._client.close()


@contextmanager
def ended_gently() -> Iterator[None]:
    """Make the signal that ends a program (SIGTERM) do what Ctrl-C does, so that workers are stopped and told."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
