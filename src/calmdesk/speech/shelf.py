"""The user's folder of models, and how a model comes and goes without ever being half there.

::

    models/
      vosk-model-small-fr-0.22/                 a model
      vosk-model-small-fr-0.22.endpoint.toml    its endpoint delays, where they were tuned
      .ready/                                   models that are verified and about to take their place
      .work/                                    the lock, an unfinished download, what is unpacked, what is thrown away

A model is renamed into ``.ready``, its predecessor out of the way, the model into its place. Whenever the program is
killed, one of the two is complete, and found: what lies in ``.ready`` counts while its place is empty.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from calmdesk.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

READY: Final = ".ready"
_WORK: Final = ".work"
_LOCK: Final = "lock"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of models, which may not exist yet."""

    folder: Path

    @property
    def ready(self) -> Path:
        """Where verified models wait for their place."""
        return self.folder / READY

    @property
    def work(self) -> Path:
        """What may be thrown away whenever nobody holds the lock."""
        return self.folder / _WORK

    def models(self) -> list[Path]:
        """Return the folders of all models, by name: each in its place or, where that is empty, ready for it.

        Raises:
            OSError: a folder cannot be read.
        """
        found = {path.name: path for path in _folders(self.ready)}
        found |= {path.name: path for path in _folders(self.folder)}
        return [found[name] for name in sorted(found) if not name.startswith(".")]

    @contextmanager
    def changing(self, keep: Collection[str] = ()) -> Iterator[None]:
        """Hold the lock, left-overs of killed installations cleaned away; files of ``work`` named in ``keep`` stay.

        Raises:
            ModelError: another process changes the models, or the folder cannot be written.
        """
        with _writing(self.folder):
            # Beside the models lies what a clinic keeps: the folder around them is nobody else's from the start.
            for folder in (self.folder.parent, self.folder, self.work):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                held = FileLock(self.work / _LOCK).acquire(timeout=0)
            except Timeout as error:
                raise ModelError(
                    "another calmdesk is just changing the models in {folder}",
                    hint="wait until it has ended, then try again",
                    folder=self.folder,
                ) from error
        with held:
            with _writing(self.folder):
                self._tidy(keep)
            yield

    def room(self) -> Path:
        """Return a new empty folder to work in; hold the lock."""
        with _writing(self.folder):
            return Path(tempfile.mkdtemp(dir=self.work))

    def put(self, model: Path, name: str) -> Path:
        """Give a complete model its place, in exchange for the one that has it; hold the lock.

        Args:
            model: its folder, in a ``room``.
            name: what it shall be called.

        Returns:
            Where it is now.

        Raises:
            ModelError: the old model is in use (Windows), or the folder cannot be written.
        """
        with _writing(self.folder):
            self.ready.mkdir(exist_ok=True)
            _flush(model)
            model.rename(self.ready / name)
            _flush(self.ready)
            self._exchange(name)
            _flush(self.folder)
        self._tidy()
        return self.folder / name

    def remove(self, name: str) -> None:
        """Take a model away; hold the lock.

        Raises:
            ModelError: it is in use (Windows), or the folder cannot be written.
        """
        with _writing(self.folder):
            (self.folder / name).rename(self.room() / name)
        self._tidy()

    def _exchange(self, name: str) -> None:
        place = self.folder / name
        if place.exists():
            place.rename(self.room() / name)
        (self.ready / name).rename(place)

    def _tidy(self, keep: Collection[str] = ()) -> None:
        """Finish exchanges that were broken off, and throw away what nobody needs any more."""
        for model in _folders(self.ready):
            with suppress(OSError):  # in use on Windows: next time
                self._exchange(model.name)
        for path in self.work.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in {_LOCK, *keep}:
                path.unlink(missing_ok=True)


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Say an operating system's refusal in our own words."""
    try:
        yield
    except OSError as error:
        raise ModelError(
            "cannot change the models in {folder}: {reason}",
            hint="end the calls that use a model, and check who may write there and how much room there is",
            folder=folder,
            reason=error,
        ) from error


def _flush(folder: Path) -> None:
    """Have a folder's entries on the disk before the next step: a power cut is a kill too. Windows has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
