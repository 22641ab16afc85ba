"""The Pythons this machine offers: those on the path, pyenv's, uv's; one of each version calmdesk is made for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = ("3.11", "3.12", "3.13")

_ASK = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"


def pythons() -> dict[str, Path]:
    """Return the interpreters found, by version; each can make a virtual environment."""
    found: dict[str, Path] = {}
    for candidate in _candidates():
        version = _version_of(candidate)
        if version in WANTED:
            found.setdefault(version, candidate)
    return dict(sorted(found.items()))


def _candidates() -> Iterator[Path]:
    for version in WANTED:
        if on_path := shutil.which(f"python{version}"):
            yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local" / "share" / "uv" / "python"))
    for folder in (pyenv / "versions", uv):
        yield from sorted(folder.glob("*/bin/python3"))
    yield Path(sys.executable)


def _version_of(python: Path) -> str:
    """Return « 3.12 », or nothing where this is no Python that works: pyenv's shims answer for versions not chosen."""
    try:
        done = subprocess.run([python, "-c", _ASK], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603  # a Python found here
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    for name, path in pythons().items():
        print(name, path)
