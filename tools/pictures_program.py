"""The real program in an empty home of its own, and the pages it writes there for the pictures."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CALLS_OF_A_WEEK = (2, 1, 3, 2, 4, 2)
"""How many invented calls each week of the page of trends has."""

FIRST_MONDAY = dt.datetime(2026, 9, 7, 9, 15)  # noqa: DTZ001  # the desk's own clock, as recorders write it

INCIDENTS = (
    {
        "at": "14/09/2026 10:20",
        "family": "insult",
        "rung": "4",
        "words": "vous êtes une belle gourde",
        "note": "Attente de quarante minutes, salle pleine.",
        "measures": "Avertissement donné, puis rappel par la responsable.",
    },
    {
        "at": "02/10/2026 16:45",
        "family": "complaint_threat",
        "rung": "0",
        "words": "je vais vous mettre un avis",
        "note": "Facture contestée.",
        "follow-up": "Explication envoyée par courrier.",
    },
)


class Program:
    """The program of the checkout at ``top``, run as a user would with ``home`` as an empty home."""

    def __init__(self, top: Path, home: Path) -> None:
        self.top = top
        self.home = home

    @property
    def environment(self) -> dict[str, str]:
        """Return what the program finds in its environment: French, and no folder of the person who runs this."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "LC_", "LANG"))}
        return clean | self.folders | {"LC_ALL": "fr_FR.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": str(self.top / "src")}

    @property
    def folders(self) -> dict[str, str]:
        """Return where everything that the program may keep lies."""
        places = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache"}
        return {name: str(self.home / folder) for name, folder in places.items()}

    def run(self, *args: object) -> None:
        """Run a command to its end; it must end well."""
        command = [sys.executable, "-m", "calmdesk", *map(str, args)]
        subprocess.run(command, cwd=self.top, env=self.environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own words

    def review(self) -> Path:
        """Return the page of a call."""
        page = self.home / "insultes.html"
        self.run("replay", "calls/insultes.wav", "--desk", "--review", page, "--force")
        return page

    def trends(self) -> Path:
        """Return the page of trends over some weeks of calls, which are the two shipped ones again and again."""
        calls, results = self.home / "calls", self.home / "results"
        heard = [self._heard(name) for name in ("rendez-vous", "insultes")]
        calls.mkdir(exist_ok=True)
        for week, many in enumerate(CALLS_OF_A_WEEK):
            for number in range(many):
                when = FIRST_MONDAY + dt.timedelta(weeks=week, days=number, hours=number)
                shutil.copy(heard[(week + number) % 2], calls / f"{when:%Y-%m-%d_%Hh%M}.jsonl")
        self.run("replay", calls, "--out", results, "--jobs", 1)
        return results / "trends.html"

    def register(self) -> Path:
        """Return the register of two invented incidents."""
        for incident in INCIDENTS:
            options = [part for name, value in incident.items() for part in (f"--{name}", value)]
            self.run("incidents", "add", *options)
        page = self.home / "registre.html"
        self.run("incidents", "export", page, "--force")
        return page

    def _heard(self, name: str) -> Path:
        """Return the saved heard events of a shipped call."""
        path = self.home / f"{name}.jsonl"
        self.run("replay", f"calls/{name}.wav", "--desk", "--save-heard", path, "--format", "jsonl")
        return path
