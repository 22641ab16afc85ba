"""Recordings that libsndfile reads: WAV (PCM, G.711, float, GSM 6.10), MP3, FLAC, OGG Vorbis and Opus, AIFF, AU …."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np
import soundfile

from calmdesk.audio import kinds
from calmdesk.audio.decoder import CHUNK_VALUES, Undecodable, bounded
from calmdesk.audio.wav_header import UnclosedWav, read_wav_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


_WILD = ("FLOAT", "DOUBLE", "VORBIS", "OPUS", "MPEG_LAYER_III")
"""Content that may go beyond full scale, or be no number at all; integers cannot, and need no look."""

_NOT_TOLD = 1 << 62
"""libsndfile's count of frames where the header does not give one is the largest number it has."""


class _ForwardFile(soundfile.SoundFile):
    """A sound file that is only read onwards.

    Told that it could seek, soundfile does so after every read: in MP3 that spoils the sound, in a FLAC file that was
    cut short it fails, and it trusts the header's length where there is more.
    """

    def seekable(self) -> bool:
        return False


class SndfileDecoder:
    """Decoder over libsndfile; raises ``Undecodable`` when libsndfile does not know the content."""

    def __init__(self, path: Path, kind: kinds.Kind) -> None:
        with ExitStack() as opened:
            try:
                self._file = opened.enter_context(_open(path, kind, opened))
            except soundfile.LibsndfileError as error:
                raise Undecodable(error.error_string) from error
            self._opened = opened.pop_all()
        self._may_be_wild = self._file.subtype in _WILD
        self.rate = int(self._file.samplerate)
        self.channels = int(self._file.channels)
        self.seconds = self._file.frames / self.rate if self._file.frames < _NOT_TOLD else None

    def chunks(self) -> Iterator[NDArray[np.float32]]:
        """Yield samples of shape (frames, channels), from -1.0 to 1.0."""
        frames = max(256, CHUNK_VALUES // self.channels)
        while True:
            try:
                chunk = self._file.read(frames, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise Undecodable(error.error_string) from error
            if not len(chunk):
                return
            yield bounded(chunk) if self._may_be_wild else np.asarray(chunk, np.float32)

    def close(self) -> None:
        """Close the file."""
        self._opened.close()


def _open(path: Path, kind: kinds.Kind, opened: ExitStack) -> _ForwardFile:
    if kind is kinds.GSM:
        return _ForwardFile(str(path), format="RAW", subtype="GSM610", samplerate=8000, channels=1)
    header = read_wav_header(path) if kind is kinds.WAV else None
    if header is not None and header.unclosed:
        file = UnclosedWav(opened.enter_context(path.open("rb")), header)
        return _ForwardFile(cast("BinaryIO", file))
    return _ForwardFile(str(path))
