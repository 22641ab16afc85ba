"""Runs a module in this process and tells the most memory it took: ``python -m calmdesk.bench.cost.peak MODULE ARGS``.

The figure goes to standard error as one line. It is the process's own mark: what a parent holds when it starts another
program is counted in some systems' figures for children, which is why the child asks for itself.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

MARK = "peak-bytes:"


def peak_bytes() -> int | None:
    """Return the most memory this process has held, None where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415  # not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    """Run the module that is the first argument, with the others as its own."""
    sys.argv = sys.argv[1:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    finally:
        sys.stderr.write(f"{MARK} {peak_bytes() or 0}\n")


if __name__ == "__main__":
    main()
