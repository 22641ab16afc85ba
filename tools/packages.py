"""Tries the wheel and the sdist as a clinic would: installed alone, on every Python there is, away from the checkout.

``python tools/packages.py [DIST]`` wants them in DIST (``python -m build`` puts them into ``dist``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pythons import WANTED, pythons

LEAST_CARDS = 5
"""Cards of the demo's call: fewer mean that the model, or the phrasebook, is not the one that ships."""


class BrokenPackageError(Exception):
    """What an installed package did not do."""


@dataclass(frozen=True)
class Installed:
    """A package in an environment of its own.

    Args:
        programs: the folder of the environment's programs.
        home: an empty home, where the commands run.
    """

    programs: Path
    home: Path

    def run(self, program: str, *args: str) -> str:
        """Return what a program printed.

        Raises:
            BrokenPackageError: it did not end well.
        """
        command = [str(self.programs / program), *args]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.home, env=self._alone(), check=False)  # noqa: S603  # the package under test
        if done.returncode:
            raise BrokenPackageError(f"{program} {' '.join(args)} ended with {done.returncode}\n{done.stderr}")
        return done.stdout

    def _alone(self) -> dict[str, str]:
        """Return an environment in which nothing leads to the checkout, or to what the user keeps."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "PYTHON", "XDG"))}
        return kept | {"HOME": str(self.home), "LC_ALL": "C.UTF-8"}


def install(package: Path, python: Path, folder: Path) -> Installed:
    """Return the package installed with ``python`` in a new environment in ``folder``."""
    programs, home = folder / "bin", folder / "home"
    _must(str(python), "-m", "venv", "--clear", str(folder))
    _must(str(programs / "python"), "-m", "pip", "install", "--quiet", str(package))
    home.mkdir()
    return Installed(programs, home)


def prove(package: Installed, version: str) -> str:
    """Use everything the package must carry, and return what was seen in a few words.

    Raises:
        BrokenPackageError: something is missing, or does not work.
    """
    _expect(version in package.run("calmdesk", "--version"), f"--version does not say {version}")
    _expect("phone desk" in package.run("python", "-m", "calmdesk", "--help"), "python -m calmdesk does not work")
    demo = package.run("calmdesk", "demo", "--speed", "max", "--format", "jsonl").splitlines()
    cards = sum(json.loads(line)["type"] == "card" for line in demo)
    _expect(cards >= LEAST_CARDS, f"the demo shows {cards} cards")
    checks = {found["check"] for found in json.loads(package.run("calmdesk", "doctor", "--json"))}
    _expect({"vosk", "model", "phrasebooks"} <= checks, f"doctor looked at {checks} only")
    for command in _SHIPPED_DATA:
        package.run("calmdesk", *command)
    call = next(package.programs.parent.glob("lib/*/site-packages/calmdesk/data/calls/insultes.wav"))
    package.run("calmdesk", "replay", str(call), "--review", "page.html")
    _expect((package.home / "page.html").stat().st_size > 0, "the review page is empty")
    package.run("calmdesk", "incidents", "add", "--family", "insult", "--words", "vous êtes nulle", "--lang", "fr")
    _expect("nulle" in package.run("calmdesk", "incidents", "show", "1"), "an incident is not found again")
    return f"{cards} cards"


_SHIPPED_DATA = (
    ("phrasebook", "check"),
    ("models", "list"),
    ("rehearse", "--lang", "fr"),
    ("rehearse", "--lang", "nl"),
    ("explain", "--lang", "en", "this is a disgrace"),
    ("privacy", "--notice"),
    ("soundcheck", "--help"),
)
"""Commands that read what ships beside the code: phrasebooks, catalogue, scenarios, texts."""


def _expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # an assertion that optimised runs keep
    if not holds:
        raise BrokenPackageError(otherwise)


def _must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    _expect(done.returncode == 0, f"{' '.join(command)}\n{done.stderr}")


def main(dist: Path) -> int:
    """Return 1 where a package fails on a Python of this machine, 0 where all work."""
    here = pythons()
    for missing in sorted(set(WANTED) - set(here)):
        print(f"Python {missing} is not here")
    packages = [*dist.glob("*.whl"), *dist.glob("*.tar.gz")]
    version = next(dist.glob("*.tar.gz")).name.removeprefix("calmdesk-").removesuffix(".tar.gz")
    broken = 0
    for package in packages:
        kind = "wheel" if package.suffix == ".whl" else "sdist"
        for name, python in here.items():
            folder = Path(tempfile.mkdtemp(prefix="calmdesk-package-"))
            try:
                seen = prove(install(package, python, folder), version)
                print(f"the {kind} on Python {name}: {seen}", flush=True)
            except BrokenPackageError as error:
                broken += 1
                print(f"{package.name} on {name} is BROKEN: {error}", flush=True)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    return 1 if broken or not here else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
