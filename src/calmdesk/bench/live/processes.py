"""What the system tells of processes: their memory, and their processor time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.errors import UsageError

if TYPE_CHECKING:
    import psutil


def held_bytes() -> int:
    """Return the bytes of memory that this process holds.

    Raises:
        UsageError: psutil is missing.
    """
    return int(_process(None).memory_info().rss)


def used_seconds(pid: int) -> float:
    """Return the processor seconds of a process and of its children that still run.

    Raises:
        UsageError: psutil is missing.
    """
    process = _process(pid)
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def _process(pid: int | None) -> psutil.Process:
    try:
        import psutil  # noqa: PLC0415  # an extra that need not be there
    except ImportError as error:
        raise UsageError(
            "memory and processor time are read with psutil", hint='pip install "calmdesk[measure]"'
        ) from error
    return psutil.Process(pid)
