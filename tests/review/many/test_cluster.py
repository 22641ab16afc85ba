"""A real Dask scheduler with two real workers on loopback; one of them is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from calmdesk.review.many.digests import of_file
from calmdesk.review.many.job import Job, Setup, Unseen, Worked
from calmdesk.review.many.kept import FACTS, Results
from calmdesk.workbench.replaying import prepared, work_away
from review.many.program import ended, start, wait_until
from support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow]


@contextmanager
def program(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a part of Dask for the time of a block."""
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    clean = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    with (folder / "dask.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=clean, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Give a scheduler's address and its workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        listening = ("--host", "127.0.0.1", "--no-dashboard")
        stack.enter_context(program("dask_scheduler", *listening, "--port", str(port), folder=folder))
        one = ("dask_worker", address, *listening, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        started = [stack.enter_context(program(*one, folder=folder)) for _ in range(workers)]
        log = folder / "dask.log"
        wait_until(lambda: log.read_text(encoding="utf-8").count("Registered to:") >= workers)
        yield address, started


def test_each_call_comes_once_though_a_worker_is_killed(twelve: Path, tmp_path: Path) -> None:
    """Its calls go to the other worker; the scheduler forgets none, and none is there twice."""
    out = tmp_path / "out"
    with cluster(tmp_path) as (address, workers):
        run = start("replay", twelve, "--out", out, "--scheduler", address, home=tmp_path)
        wait_until(lambda: len(list(out.rglob(f"*{FACTS}"))) >= 2 or run.poll() is not None)
        workers[0].send_signal(signal.SIGKILL)
        code, said, told = ended(run)
    assert code == 0, told
    assert "12 calls heard, 0" in said
    calls = sorted(path.relative_to(twelve).as_posix() for path in twelve.rglob("2026*"))
    assert sorted(each.call for each in Results(out).all_facts()) == calls
    assert told.count(": done") == 12


def test_a_recording_travels_where_the_worker_cannot_see_it(twelve: Path, tmp_path: Path) -> None:
    """The worker asks for the content of what is not there, or is another file; the call is then the same one."""
    setup = prepared(Setup("fr"))
    call = next(twelve.glob("*.wav"))
    digest = of_file(call)
    seen = work_away(setup, Job("a.wav", call, digest))
    elsewhere = Job("a.wav", tmp_path / "a.wav", digest)
    assert work_away(setup, elsewhere) == Unseen()
    elsewhere.path.write_bytes(b"another file of that name")
    assert work_away(setup, elsewhere) == Unseen()
    sent = work_away(setup, Job("a.wav", elsewhere.path, digest, content=call.read_bytes()))
    assert isinstance(seen, Worked)
    assert isinstance(sent, Worked)
    assert sent.heard == seen.heard
    assert sent.facts == seen.facts


def test_a_scheduler_that_is_not_there_is_told(twelve: Path, tmp_path: Path) -> None:
    """Nobody answers: two lines, and how to start one."""
    address = f"tcp://127.0.0.1:{free_port()}"
    code, _, told = ended(start("replay", twelve, "--out", tmp_path / "out", "--scheduler", address, home=tmp_path))
    assert code == 2
    assert f"no Dask scheduler answers at {address}" in told
    assert "Traceback" not in told
