"""The crew of this machine: real processes, some of which are killed in the middle of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.review.many.crew import LocalCrew
from calmdesk.review.many.job import Fault, Job
from calmdesk.review.many.run import Runner
from review.many import deadly

if TYPE_CHECKING:
    from pathlib import Path


def jobs(folder: Path, *names: str) -> list[Job]:
    """Return a job for each name."""
    return [Job(name, folder / name) for name in names]


def begun(folder: Path, name: str) -> int:
    """Return how often a job was begun."""
    return len((folder / f"{name}.begun").read_text(encoding="utf-8").splitlines())


def test_a_call_that_kills_its_worker_costs_itself_alone(tmp_path: Path) -> None:
    """Twenty calls are done, the deadly one is tried twice and told, the unlucky one is done again."""
    good = [f"call-{number}" for number in range(20)]
    with LocalCrew(2) as crew:
        todo = jobs(tmp_path, *good[:10], "deadly", "unlucky", *good[10:])
        done = list(Runner(crew, deadly.work).run(todo))
    results = {each.job.name: each.result for each in done}
    assert len(done) == len(results) == 22
    assert [name for name in (*good, "unlucky") if results[name] != name] == []
    fault = results["deadly"]
    assert isinstance(fault, Fault)
    assert fault.details["how"] == "SIGKILL"
    assert (begun(tmp_path, "deadly"), begun(tmp_path, "unlucky"), begun(tmp_path, "call-3")) == (2, 2, 1)


def test_a_programs_own_mistake_is_not_hidden(tmp_path: Path) -> None:
    """A bug is no damaged recording: it comes out as it is."""
    with pytest.raises(ZeroDivisionError), LocalCrew(1) as crew:
        list(Runner(crew, deadly.stumble).run(jobs(tmp_path, "call")))


def test_nothing_to_do_starts_nothing(tmp_path: Path) -> None:
    """A run whose calls are all done ends at once."""
    with LocalCrew(2) as crew:
        assert list(Runner(crew, deadly.work).run(jobs(tmp_path))) == []
