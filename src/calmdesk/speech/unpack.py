"""Unpacks a model's zip file. Nothing in it is trusted: neither names, nor sizes, nor kinds of entries."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from calmdesk.errors import ModelError
from calmdesk.messages import say
from calmdesk.speech.catalogue import Sum
from calmdesk.speech.watch import Nobody, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from calmdesk.speech.watch import Watch

MOST_FILES: Final = 1_000
"""Entries no model has: the largest official ones have some dozens."""

MOST_BYTES: Final = 10_000_000_000
"""Bytes no model has when it is unpacked."""

_MOST_TIMES: Final = 40
"""A zip file that grows by more is a bomb; graphs, the best compressible part of a model, shrink to a fifth."""

_LONGEST_NAME: Final = 200
_CHUNK: Final = 1024 * 1024
_PLAIN: Final = re.compile(r"[^\x00-\x1f\x7f<>:\"|?*\\/]+")
# Windows opens a device under these names, whatever folder or ending they have.
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED: Final = 0x1


class _HostileError(Exception):
    """The archive holds what no model needs: a template and its details, as in ``errors``."""

    def __init__(self, template: str, **details: object) -> None:
        super().__init__(template, details)
        self._template = template
        self._details = details

    def told(self, language: str) -> str:
        """Return it in words: ``messages.InWords``."""
        return say(self._template, self._details, language)

    def __str__(self) -> str:
        return self.told("en")


def size_unpacked(archive: Path) -> int:
    """Return how many bytes a zip file says it holds.

    Raises:
        ModelError: it is no zip file, or a hostile one.
    """
    with _opened(archive) as opened:
        return sum(entry.file_size for entry in _checked(opened.infolist(), archive.stat().st_size))


def unpack(archive: Path, folder: Path, watch: Watch | None = None) -> dict[str, Sum]:
    """Unpack a zip file into an empty folder and return what is there now, by path within it.

    Raises:
        ModelError: it is no zip file, damaged, or a hostile one; what was unpacked so far stays.
        OSError: the disk is full.
    """
    watch = watch or Nobody()
    with _opened(archive) as opened:
        entries = _checked(opened.infolist(), archive.stat().st_size)
        watch.begin(Step.UNPACK, sum(entry.file_size for entry in entries))
        return {entry.filename: _extract(opened, entry, folder, watch) for entry in entries if not entry.is_dir()}


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file; say in our own words whatever zipfile finds wrong with it, now or while it is read."""
    try:
        with zipfile.ZipFile(archive) as opened:
            yield opened
    except _HostileError as error:
        raise ModelError(
            "the zip file {path} is refused: {reason}",
            hint="get the model from its publisher: https://alphacephei.com/vosk/models",
            path=archive,
            reason=error,
        ) from error
    except FileNotFoundError as error:
        raise ModelError("there is no file {path}", hint="check the path", path=archive) from error
    except IsADirectoryError as error:
        raise ModelError(
            "{path} is a folder", hint="give the model's zip file, as its publisher made it", path=archive
        ) from error
    # zipfile lets through what its parts raise when a damaged file misleads them.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _damaged(archive) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise _damaged(archive) from error


def _damaged(archive: Path) -> ModelError:
    return ModelError("{path} is not a zip file, or a damaged one", hint="get it again", path=archive)


def _checked(entries: Sequence[zipfile.ZipInfo], packed: int) -> Sequence[zipfile.ZipInfo]:
    """Return the entries if all of them may be unpacked."""
    if len(entries) > MOST_FILES:
        raise _HostileError("it holds {count} files", count=len(entries))
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES or total > packed * _MOST_TIMES:
        raise _HostileError("{packed} bytes would become {total}", packed=packed, total=total)
    for entry in entries:
        _check_name(entry)
        _check_kind(entry)
    _check_places(entries)
    return entries


def _check_name(entry: zipfile.ZipInfo) -> None:
    """Refuse what would lie outside of the folder, or would be no plain file, on any system."""
    # The name as it is in the archive: zipfile has cut it at a NUL already, and turned the system's separators.
    name = entry.orig_filename
    parts = name.removesuffix("/").split("/")
    for part in parts:
        plain = _PLAIN.fullmatch(part) and part not in {".", ".."} and not part.endswith((" ", "."))
        if not plain or _DEVICE.fullmatch(part):
            raise _HostileError("a file in it is called {name!r}", name=name)
    if len(name) > _LONGEST_NAME:
        raise _HostileError("a name in it has {count} characters", count=len(name))


def _check_kind(entry: zipfile.ZipInfo) -> None:
    """Refuse links, devices, what is encrypted, and what only few programs can unpack."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _HostileError("{name} in it is a link or a device", name=entry.filename)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise _HostileError("{name} in it is packed in an unusual way", name=entry.filename)


def _check_places(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse two entries in one place, also where the system tells no capitals from small letters."""
    paths = [PurePosixPath(entry.filename.casefold()) for entry in entries]
    files = {path for path, entry in zip(paths, entries, strict=True) if not entry.is_dir()}
    if len(set(paths)) != len(paths) or any(parent in files for path in paths for parent in path.parents):
        raise _HostileError("two files in it have the same name")


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, watch: Watch) -> Sum:
    """Write one file, on the disk when this returns."""
    target = folder.joinpath(*PurePosixPath(entry.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    # zipfile reads no more than `file_size` bytes of an entry, and compares its CRC.
    with archive.open(entry) as packed, target.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            watch.advance(len(chunk))
        file.flush()
        os.fsync(file.fileno())
    return Sum(size, digest.hexdigest())
