"""Making the packages, and asking git."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def git(folder: Path, *args: str) -> list[str]:
    """Return the lines git prints about a folder; none where there is no git, or no repository."""
    try:
        done = subprocess.run(["git", *args], cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []


def build(source: Path, kind: str, target: Path) -> Path:
    """Return the ``wheel`` or ``sdist`` made of the files in ``source``, with the tools that are installed here."""
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = target.iterdir()
    return made
