"""The processes of this machine, as Linux shows them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def children(parent: int) -> dict[int, str]:
    """Return the command lines of what ``parent`` has started and not yet taken leave of, and of what those have."""
    found: dict[int, str] = {}
    for folder in Path("/proc").iterdir():
        # Some end while they are looked at.
        with suppress(OSError):
            if folder.name.isdecimal() and _parent(folder) == parent:
                number = int(folder.name)
                found |= {number: command_line(number)} | children(number)
    return found


def command_line(process: int) -> str:
    """Return the words a process was started with; empty once it has gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return ""


def threads(process: int | str = "self") -> int:
    """Return how many threads a process has, those of C libraries included."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def _parent(folder: Path) -> int:
    # The name, in brackets, may hold spaces.
    return int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
