from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.tmux import Tmux

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def calmdesk(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real program as a user would, in an empty home of its own."""

    def run(*args: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "LC_", "LANG"))}
        clean |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONUTF8": "1", **environment}
        return subprocess.run(
            [sys.executable, "-m", "calmdesk", *args],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=clean,
            cwd=tmp_path,
            timeout=300,
            check=False,
        )

    return run


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Return the JSON lines a command printed; it must have ended well."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def window() -> Iterator[Tmux]:
    """Return a terminal of this test's own."""
    opened = Tmux()
    yield opened
    opened.end()
