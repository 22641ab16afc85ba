"""Opens a recording: looks at the file, tells its kind by content, and finds a library that decodes it."""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from calmdesk.audio import kinds
from calmdesk.audio.decoder import Undecodable, check_rate
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.audio.decoder import Decoder

_EXPORT = "export or copy the recording again"


def recognise_file(path: Path) -> kinds.Kind:
    """Return the kind of the recording at ``path``.

    Raises:
        AudioError: there is nothing to read, it may not be read, or it is not a recording.
    """
    head = _head(path)
    kind = kinds.recognise(head)
    if kind is not None:
        return kind
    if not head:
        raise AudioError("cannot read {path}: the file is empty", hint=_EXPORT, path=path)
    raise AudioError(
        "cannot read {path}: it is not a recording, or of a kind calmdesk does not know",
        hint="calmdesk reads WAV, MP3, FLAC and OGG, and with calmdesk[formats] M4A, WebM, AMR and WMA",
        path=path,
    )


def open_recording(path: Path, kind: kinds.Kind) -> Decoder:
    """Return a decoder for the recording at ``path``, at its beginning; whoever asked closes it.

    Raises:
        AudioError: no library at hand decodes it.
    """
    decoder = _first_that_opens(path, kind)
    try:
        check_rate(decoder.rate, path)
    except AudioError:
        decoder.close()
        raise
    return decoder


def damaged(path: Path, kind: kinds.Kind) -> AudioError:
    """Return the error for a recording whose content cannot be decoded."""
    return AudioError("cannot read {path}: its {kind} content is damaged", hint=_EXPORT, path=path, kind=kind.name)


def _first_that_opens(path: Path, kind: kinds.Kind) -> Decoder:
    if kind.sndfile:
        # Imported where used: it loads libsndfile.
        from calmdesk.audio.sndfile import SndfileDecoder  # noqa: PLC0415

        # A rare codec in a common container is not lost yet: FFmpeg knows more of them.
        with suppress(Undecodable):
            return SndfileDecoder(path, kind)
    try:
        # Imported where used: PyAV is an extra that need not be there.
        from calmdesk.audio.pyav import PyavDecoder  # noqa: PLC0415
    except ImportError as error:
        raise _needs_pyav(path, kind) from error
    try:
        return PyavDecoder(path, kind)
    except Undecodable as error:
        raise damaged(path, kind) from error


def _needs_pyav(path: Path, kind: kinds.Kind) -> AudioError:
    if kind.sndfile:
        return AudioError(
            "cannot read {path}: its {kind} content is damaged, or of a rare kind",
            hint='export or copy it again; for rare kinds: pip install "calmdesk[formats]"',
            path=path,
            kind=kind.name,
        )
    return AudioError(
        "cannot read {path}: {kind} needs one more package",
        hint='pip install "calmdesk[formats]"',
        path=path,
        kind=kind.name,
    )


def _head(path: Path) -> bytes:
    """Return the first bytes of the file at ``path``; refuse what is not a file, or may not be read."""
    try:
        _check_is_file(path)
        with path.open("rb") as file:
            return file.read(kinds.HEAD_BYTES)
    except FileNotFoundError as error:
        raise AudioError(
            "cannot read {path}: there is no such file",
            hint="check the name; a name with spaces wants quotation marks",
            path=path,
        ) from error
    except PermissionError as error:
        raise AudioError(
            "cannot read {path}: you may not read it",
            hint="ask its owner, or copy it to a folder of yours",
            path=path,
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise AudioError("cannot read {path}: {reason}", path=path, reason=error) from error


def _check_is_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise AudioError("cannot read {path}: it is a folder", hint="name a recording inside it", path=path)
    if not stat.S_ISREG(mode):
        raise AudioError(
            "cannot read {path}: it is not a file but a pipe or a device",
            hint="save the sound to a file first",
            path=path,
        )
