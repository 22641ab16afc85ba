"""Installs models in processes that may be killed: ``python killable.py`` forks one for every line it reads.

A line is JSON: ``folder``, ``address``, ``bytes`` and ``sha256`` of the zip file, and ``step``: before which of its
operations on files the process kills itself, 0 for none. The answers are a process id and, when it has ended, how.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from calmdesk.speech.catalogue import Offer, Size
from calmdesk.speech.download import Patience
from calmdesk.speech.install import Installer
from calmdesk.speech.shelf import Shelf

CHANGES = frozenset({"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"})
"""Audit events of what reads and changes files."""


def install(order: dict[str, Any]) -> None:
    """Install a model as the order says."""
    _kill_before(order["step"], order["folder"])
    offer = Offer(
        name=order["name"],
        language="fr",
        size=Size.SMALL,
        licence="",
        graph="static",
        address="",
        bytes=order["bytes"],
        sha256=order["sha256"],
        word_error_rates={},
        files={},
    )
    shelf = Shelf(Path(order["folder"]))
    Installer(shelf, patience=Patience(connect=5, silence=5, tries=1)).from_network(offer, order["address"])


def _kill_before(step: int, folder: str) -> None:
    """Arrange that this process kills itself before its ``step``-th operation on files in ``folder``."""
    count = 0

    def count_steps(event: str, details: tuple[Any, ...]) -> None:
        nonlocal count
        if step and event in CHANGES and str(details[0]).startswith(folder):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_steps)


def main() -> None:
    """Fork a process for every order, one after the other."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            install(json.loads(line))
            os._exit(0)
        print(process, flush=True)  # noqa: T201  # to the test
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  # to the test


if __name__ == "__main__":
    main()
