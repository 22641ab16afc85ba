"""What is kept, as facts: where, how much, since when, who may read it."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from calmdesk import places
from calmdesk.privacy.exposure import exposed, mode_of
from calmdesk.privacy.stores import Store, known_stores, left_files, other_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """What one store holds. ``size`` in bytes; ``since``: the day of its oldest file; ``mode`` as ``ls -l`` has it.

    ``exposed`` are the files that others may read. ``paths`` are what one removes, or protects, to do so with all.
    """

    store: Store
    paths: tuple[Path, ...] = ()
    files: int = 0
    size: int = 0
    since: date | None = None
    mode: str = ""
    exposed: tuple[Path, ...] = ()

    @property
    def removal(self) -> str:
        """The command that removes it all."""
        return self.store.command or _removal(self.paths)


@dataclass(frozen=True, slots=True)
class Report:
    """All that is kept. ``unread``: folders that may not be looked into, so that nobody knows what they hold."""

    kept: tuple[Kept, ...]
    unread: tuple[Path, ...] = ()

    @property
    def exposed(self) -> tuple[Path, ...]:
        """The files that others may read."""
        return tuple(path for kept in self.kept for path in kept.exposed)

    @property
    def is_private(self) -> bool:
        """Tell whether it is certain that nobody else may read anything."""
        return not self.exposed and not self.unread


def report(incidents: Path | None = None, models: Path | None = None) -> Report:
    """Look at every place where calmdesk keeps something; ``incidents`` and ``models`` as for ``known_stores``."""
    unread: list[Path] = []
    stores = known_stores(incidents, models)
    kept = [_kept(store, list(store.files(unread))) for store in stores]
    if left := left_files(unread):
        store = Store("left", "what commands that were killed have left", left[0].parent, "calmdesk purge")
        kept.append(_kept(store, left, whole=False))
    if others := other_files(stores, left, unread):
        store = Store("others", "other files in calmdesk's folder", places.user_data())
        kept.append(_kept(store, others, whole=False))
    return Report(tuple(kept), tuple(dict.fromkeys(unread)))


def protection(found: Report) -> str:
    """Return the command that keeps others from reading what they may read now."""
    return "chmod -R go-rwx " + _quoted(path for kept in found.kept if kept.exposed for path in kept.paths)


def _kept(store: Store, files: list[Path], *, whole: bool = True) -> Kept:
    """Return what a store holds; ``whole``: its folder holds nothing else."""
    found = [path.lstat() for path in files]
    if not found:
        return Kept(store)
    since = datetime.fromtimestamp(min(each.st_mtime for each in found), tz=UTC).astimezone().date()
    size = sum(each.st_size for each in found)
    mode = mode_of(store.path if store.path.exists() else files[0])
    paths = (store.path,) if whole and store.path.is_dir() else tuple(files)
    return Kept(store, paths, len(found), size, since, mode, exposed(files))


def _removal(paths: Iterable[Path]) -> str:
    if sys.platform == "win32":
        return " & ".join(f'rmdir /s "{path}"' if path.is_dir() else f'del "{path}"' for path in paths)
    return f"rm -r {_quoted(paths)}"


def _quoted(paths: Iterable[Path]) -> str:
    return " ".join(shlex.quote(str(path)) for path in paths)
