"""The places where calmdesk keeps something: a new kind of data is a line here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk import places, scratch
from calmdesk.phrasebook import folders
from calmdesk.settings import settings_file
from calmdesk.whole_file import left_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Store:
    """A file or a folder. ``name`` is its key for programs, ``title`` what it is: a template, as in ``errors``.

    ``command`` is calmdesk's own way to empty it, where there is one.
    """

    name: str
    title: str
    path: Path
    command: str = ""

    def files(self, unread: list[Path]) -> Iterator[Path]:
        """Yield its files: those of the folder, or the file with its companions (``incidents.sqlite-wal``).

        What a killed program has left half written beside a file is among them.

        Args:
            unread: gets the folders that may not be looked into.
        """
        if self.path.is_dir():
            yield from _files_in(self.path, unread)
        elif self.path.parent.is_dir():
            beside = sorted(self.path.parent.glob(f"{self.path.name}*"))
            yield from (path for path in beside if path.is_file() and not _is_lock(path))
            yield from left_beside(self.path)


def known_stores(incidents: Path | None = None, models: Path | None = None) -> tuple[Store, ...]:
    """Return every place where calmdesk keeps something of this user's; none need be there.

    Args:
        incidents: the file they are kept in, where the clinic has chosen another one.
        models: the folder they are kept in, where the system needs another one.
    """
    data = places.user_data()
    return (
        Store("settings", "the clinic's settings", settings_file()),
        Store("phrasebooks", "your own phrasebooks", folders.own_root()),
        Store("models", "speech models you installed", models or data / "models"),
        Store(
            "incidents",
            "incidents you documented",
            incidents or data / "incidents.sqlite",
            "calmdesk incidents purge --all",
        ),
        Store("feedback", "what you noted about cards", data / "feedback.jsonl"),
    )


def left_files(unread: list[Path]) -> list[Path]:
    """Return the files that commands which were killed have left; ``calmdesk purge``, or the next shift, removes them.

    They lie in the system's temporary folder, a form of an incident in calmdesk's own.
    """
    left = [*scratch.left_behind(), *scratch.left_behind(places.user_data())]
    return [path for folder in left for path in _files_in(folder, unread)]


def other_files(stores: Iterable[Store], left: Iterable[Path], unread: list[Path]) -> list[Path]:
    """Return the files in the user's data folder that belong to none of ``stores``, and are not ``left``."""
    known = {path for store in stores for path in store.files(unread)} | {*left}
    folder = places.user_data()
    return (
        [path for path in _files_in(folder, unread) if path not in known and not _is_lock(path)]
        if folder.is_dir()
        else []
    )


def _is_lock(path: Path) -> bool:
    """Tell an empty file that only keeps two programs apart."""
    return path.suffix == ".lock" and not path.stat().st_size


def _files_in(folder: Path, unread: list[Path]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        unread.append(type(folder)(error.filename))

    for place, _, names in os.walk(folder, onerror=refused):
        yield from (type(folder)(place) / name for name in sorted(names))
