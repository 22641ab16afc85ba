"""The real program over a folder of calls, as a trainer starts it, and what becomes of its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 120.0
"""Seconds; a busy machine is no failure."""


def start(*arguments: str | Path, home: Path) -> subprocess.Popen[str]:
    """Start calmdesk in an empty home."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "LC_", "LANG"))}
    clean |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "calmdesk", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean)


def ended(started: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a program; return its exit code and what it said."""
    try:
        said, told = started.communicate(timeout=PATIENCE * 5)
    finally:
        started.kill()
    return started.returncode, said, told


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def children(parent: int) -> set[int]:
    """Return the processes that one has started, and those they have."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found |= {int(status.parent.name)} | children(int(status.parent.name))
    return found


def alive(process: int) -> bool:
    """Tell whether a process runs; one that has ended and was not asked for yet does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def readers_of(name: str, among: set[int]) -> Iterator[int]:
    """Yield the processes that have a file open."""
    for process in among:
        with suppress(OSError):
            if any(link.readlink().name == name for link in Path(f"/proc/{process}/fd").iterdir()):
                yield process
