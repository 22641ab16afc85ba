from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def repository() -> Path:
    """Return the checkout's folder."""
    return REPOSITORY


@pytest.fixture
def script() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a script of ``tools`` as a developer would; it must end well."""

    def run(name: str, *args: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, str(REPOSITORY / "tools" / name), *map(str, args)],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    return run
