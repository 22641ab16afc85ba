"""Is there a wheel of everything calmdesk needs, on Windows, macOS and Linux, for each Python it is made for?

uv resolves the dependencies for each of them from the registry's metadata, with wheels only; where the registry is,
pip's own configuration says. Where none can be reached, the script says so and does not fail.

``python tools/wheels.py [PYPROJECT]`` reads this project's pyproject.toml unless told otherwise.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[1] / "pyproject.toml"

SYSTEMS = {
    "Windows": "x86_64-pc-windows-msvc",
    "macOS arm64": "aarch64-apple-darwin",
    "macOS Intel": "x86_64-apple-darwin",
    "Linux": "x86_64-manylinux_2_28",
    "Linux arm64": "aarch64-manylinux_2_28",
}
VERSIONS = ("3.11", "3.12", "3.13")

FOR_USERS = ("charts", "cluster", "formats", "learn", "measure", "postgres")
"""The extras a clinic may want; those of the tests run where calmdesk is made."""

WITHOUT_WHEEL = {
    "srt": "Vosk wants it, and its publisher has a source package only. Pure Python: pip makes the wheel itself",
}
"""Packages that have no wheel anywhere; that each becomes a wheel for any system is tried here."""

_NO_REGISTRY = ("Failed to fetch", "error sending request", "dns error", "Could not connect", "timed out", "offline")


class NoRegistryError(Exception):
    """Nobody could be asked."""


class NoWheelError(Exception):
    """Something can only be had as source."""


def main(project: Path) -> int:
    """Print a line for each package; return 1 where one lacks a wheel, 0 where none does or nobody could be asked."""
    missing = 0
    found: dict[str, dict[tuple[str, str], str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            registry = [*_registry(), "--find-links", str(_pure_wheels(Path(folder)))]
            for (system, platform), version in product(SYSTEMS.items(), VERSIONS):
                try:
                    for name, kind in _wheels(project, (platform, version), registry, Path(folder)).items():
                        found.setdefault(name, {})[system, version] = kind
                except NoWheelError as error:
                    missing += 1
                    print(f"NO WHEEL on {system}, Python {version}: {error}")
        except NoRegistryError as error:
            print(f"NOT CHECKED: no registry of packages can be reached: {error}")
            return 0
    _print(found)
    return 1 if missing else 0


def _pure_wheels(folder: Path) -> Path:
    """Make the wheels of what has none, and return their folder.

    Raises:
        NoWheelError: it is no longer pure Python.
    """
    target = folder / "pure"
    for name, why in WITHOUT_WHEEL.items():
        done = _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), name)
        if done.returncode:
            raise NoRegistryError(_last_line(done.stderr))
        if not list(target.glob(f"{name}-*-none-any.whl")):
            raise NoWheelError(f"{name} is not pure Python any more")
        print(f"source only: {name}. {why}")
    return target


def _wheels(project: Path, target: tuple[str, str], registry: list[str], folder: Path) -> dict[str, str]:
    """Return the packages a system needs, and the kind of wheel each has there.

    Raises:
        NoWheelError: one has none.
        NoRegistryError: nobody could be asked.
    """
    lock = folder / "pylock.toml"
    (platform, version), known = target, _extras(project)
    extras = [word for extra in FOR_USERS if extra in known for word in ("--extra", extra)]
    done = _run(
        *(
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--no-config",
            str(project),
            *extras,
        ),
        *("--python-platform", platform, "--python-version", version, "--only-binary", ":all:", *registry),
        *("--output-file", str(lock)),
    )
    if done.returncode and any(sign in done.stderr for sign in _NO_REGISTRY):
        raise NoRegistryError(_last_line(done.stderr))
    if done.returncode:
        raise NoWheelError(done.stderr.strip())
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["packages"]
    lock.unlink()
    return {package["name"]: f"{package['version']} {_kind(package)}" for package in packages}


def _extras(project: Path) -> set[str]:
    return set(tomllib.loads(project.read_text(encoding="utf-8"))["project"].get("optional-dependencies", {}))


def _kind(package: dict[str, Any]) -> str:
    """Return whether a wheel made for this system is there, or one for any."""
    names = [Path(wheel.get("url") or wheel["path"]).name for wheel in package["wheels"]]
    return "any" if all(name.endswith("-none-any.whl") for name in names) else "own"


def _print(found: dict[str, dict[tuple[str, str], str]]) -> None:
    """Print each package with its versions and kinds of wheel, and where they are not the same everywhere, where."""
    print(f"{len(found)} packages; own: a wheel for just this system, any: one for all; Python {', '.join(VERSIONS)}")
    for name, kinds in sorted(found.items()):
        of_kind = {kind: [place for place, each in kinds.items() if each == kind] for kind in kinds.values()}
        print(f"  {name}: {'; '.join(f'{kind}{_where(places)}' for kind, places in of_kind.items())}")


def _where(places: list[tuple[str, str]]) -> str:
    """Return the systems and, where it is not all of them, the Pythons; nothing for everywhere."""
    if len(places) == len(SYSTEMS) * len(VERSIONS):
        return ""
    systems = {system: [version for name, version in places if name == system] for system, _ in places}
    named = (f"{system} {' '.join(on) if len(on) < len(VERSIONS) else ''}".rstrip() for system, on in systems.items())
    return f" ({', '.join(named)})"


def _registry() -> list[str]:
    """Return, as uv's options, where pip looks for packages on this machine."""
    done = _run(sys.executable, "-m", "pip", "config", "list")
    settings: dict[str, list[str]] = {}
    for line in sorted(done.stdout.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = shlex.split(value)[0].split()
    if certificates := settings.get("cert"):
        os.environ.setdefault("SSL_CERT_FILE", certificates[0])
    options = {"index-url": "--default-index", "extra-index-url": "--index", "find-links": "--find-links"}
    named = [word for key, option in options.items() for value in settings.get(key, []) for word in (option, value)]
    if settings.get("no-index", ["0"])[0].lower() in {"1", "true", "yes"}:
        named.append("--no-index")
    # As pip does it: the best version of all places, not the first place that knows the package.
    return [*named, "--index-strategy", "unsafe-best-match"]


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else OURS))
