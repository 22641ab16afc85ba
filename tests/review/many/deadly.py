"""Jobs for workers that die: real processes, really killed. Imported by them, by name."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calmdesk.review.many.job import Job


def work(job: Job) -> str:
    """Return a call's name; note that it was begun; die of « deadly », and the first time of « unlucky »."""
    with job.path.with_suffix(".begun").open("a", encoding="utf-8") as begun:
        begun.write(f"{os.getpid()}\n")
    times = len(job.path.with_suffix(".begun").read_text(encoding="utf-8").splitlines())
    if job.name == "deadly" or (job.name == "unlucky" and times == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    return job.name


def stumble(job: Job) -> str:
    """Fail as a program error does."""
    raise ZeroDivisionError(job.name)
