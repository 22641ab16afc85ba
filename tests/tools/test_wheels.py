from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

WHEELS = Path(__file__).parents[2] / "tools" / "wheels.py"

pytestmark = pytest.mark.slow


def asked(*args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the check with pip's settings given, and none of this machine's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    environment = kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0", **settings}
    command = [sys.executable, str(WHEELS), *args]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)


def wheel(folder: Path, name: str) -> None:
    """Put a wheel for any system into a folder."""
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


def project(folder: Path, dependency: str) -> str:
    """Write a project that depends on something, and return where."""
    path = folder / "pyproject.toml"
    told = f'[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["{dependency}"]\n'
    path.write_text(told, encoding="utf-8")
    return str(path)


def test_without_a_registry_nothing_is_claimed() -> None:
    """Offline the check says that nothing was checked, and stops nobody."""
    done = asked(PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("NOT CHECKED: ")


@pytest.mark.parametrize(("dependency", "code"), [("everywhere", 0), ("sourceonly", 1)])
def test_a_package_without_wheel_is_named(tmp_path: Path, dependency: str, code: int) -> None:
    """Who adds a dependency that a clinic would have to compile is told so, and the check fails."""
    wheel(tmp_path, "srt")
    wheel(tmp_path, "everywhere")
    (tmp_path / "sourceonly-1.0.tar.gz").touch()
    done = asked(project(tmp_path, dependency), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == code, done.stdout + done.stderr
    assert ("NO WHEEL on Windows" in done.stdout) == bool(code)
    assert dependency in done.stdout
