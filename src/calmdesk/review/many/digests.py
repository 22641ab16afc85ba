"""Digests by which a run knows that nothing has changed since: of recordings, speech models and phrasebooks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SMALL: Final = 1_000_000
"""Bytes up to which a model's file is read whole; of a larger one only both ends, as a large model has gigabytes."""
_END: Final = 65_536


def of_file(path: Path) -> str:
    """Return the digest of a file's bytes; ``OSError`` where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_bytes(content: bytes) -> str:
    """Return the digest that ``of_file`` gives for a file with this content."""
    return hashlib.sha256(content).hexdigest()


def of_values(*values: object) -> str:
    """Return the digest of plain values."""
    return of_bytes(json.dumps(values, sort_keys=True, default=str).encode())


def of_model(folder: Path) -> str:
    """Return the digest of a speech model: names, sizes, small files whole and both ends of large ones."""
    return of_values([(name, path.stat().st_size, of_bytes(_look(path))) for name, path in _files([folder])])


def of_folders(folders: Iterable[Path], *files: Path) -> str:
    """Return the digest of all files in some folders, and of some files."""
    found = [*_files(folders), *((path.name, path) for path in files)]
    return of_values([(name, of_file(path)) for name, path in found])


def _files(folders: Iterable[Path]) -> list[tuple[str, Path]]:
    return [
        (path.relative_to(folder).as_posix(), path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
    ]


def _look(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _SMALL:
            return file.read()
        start = file.read(_END)
        file.seek(size - _END)
        return start + file.read()
