"""Processes of their own that note incidents: many desks at once, and desks that are killed."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import alembic.command  # noqa: F401  # what a desk does late would be done anew by each that is killed

from calmdesk.incidents.address import address
from calmdesk.incidents.store import Incidents
from incidents.made_up import incident

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

LONG_WORDS = ("mot pour mot " * 400,)
"""Longer than a page of the file: an incident torn in two would show."""

CHANGED = "Rappelée." * 100


def noting(url: URL, count: int, desk: str) -> None:
    """Note incidents one by one, each for good before the next."""
    with Incidents(url, wait=120) as incidents:
        for number in range(count):
            incidents.add(incident(note=f"{desk}:{number}", words=tuple("mot pour mot" for _ in range(number % 9))))


def noting_aloud(url: URL, told: int, desk: str) -> None:
    """Note incidents until killed, and change some; what was noted or changed for good is told."""
    with Incidents(url, wait=120) as incidents:
        for number in range(1_000_000):
            noted = incidents.add(incident(note=f"{desk}:{number}", words=LONG_WORDS, measures=""))
            os.write(told, f"{noted.number} 1 {desk}:{number}\n".encode())
            if number % 4 == 3:
                incidents.replace(replace(noted, measures=CHANGED))
                os.write(told, f"{noted.number} 2 {desk}:{number}\n".encode())


def kill_some(url: URL, kills: int, seed: int) -> None:
    """Start a desk, kill it at a random moment, start the next; print what each had been told was noted.

    One in eleven is killed while it opens the incidents, the others while they write.
    """
    draw = random.Random(seed)  # noqa: S311  # moments to kill at
    for desk in range(kills):
        read, told = os.pipe()
        child = os.fork()
        if child == 0:
            noting_aloud(url, told, str(desk))
        os.close(told)
        with os.fdopen(read) as heard:
            first = heard.readline() if desk % 11 else ""
            time.sleep(draw.uniform(0, 0.06))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            sys.stdout.write(first + heard.read())


if __name__ == "__main__":
    what, where, *numbers = sys.argv[1:]
    if what == "kill":
        kill_some(address(where), *map(int, numbers))
    else:
        noting(address(where), int(numbers[0]), numbers[1])
