"""What a WAV file's header promises: libsndfile reads a file that was cut short, or never closed, without a word."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_UNKNOWN_FROM = 0x7FFF_F000
"""Programs that write to a pipe put a size from here upwards when they cannot know it."""

_MOST_CHUNKS = 64
"""Chunks looked at before the sound; a header with more is not worth following."""

_CONTENT_BYTES = 16
"""Enough of a chunk's content: every `fmt ` has as much, and the sizes of `ds64` stand first."""


@dataclass(frozen=True, slots=True)
class WavHeader:
    """Bytes of sound: what the header ``promised`` (None: it does not say) and what is ``present`` in the file.

    ``byte_rate`` is in bytes per second; ``size_at`` is where in the file the promised size is written.
    """

    promised: int | None
    present: int
    byte_rate: int
    size_at: int

    @property
    def unclosed(self) -> bool:
        """True when the recorder stopped before it wrote the size: zero is promised and sound is there."""
        return self.promised == 0 and self.present > 0

    @property
    def seconds_promised(self) -> float:
        """Length of the sound the header speaks of."""
        return (self.promised or 0) / self.byte_rate

    @property
    def seconds_present(self) -> float:
        """Length of the sound that is there; less than promised when the file was cut short."""
        return self.present / self.byte_rate


def read_wav_header(path: Path) -> WavHeader | None:
    """Return what the header of the WAV file at ``path`` says, or None when it cannot be followed."""
    with path.open("rb") as file:
        order = ">" if file.read(12).startswith(b"RIFX") else "<"
        return _walk(file, struct.Struct(order + "4sI"), path.stat().st_size)


def _walk(file: BinaryIO, chunk: struct.Struct, file_size: int) -> WavHeader | None:
    """Go from chunk to chunk until the sound begins; ``chunk`` is a chunk's head: name and size."""
    byte_rate, long_size = 0, None
    for _ in range(_MOST_CHUNKS):
        head = file.read(chunk.size)
        if len(head) < chunk.size:
            return None
        name, size = chunk.unpack(head)
        start = file.tell()
        if name == b"data":
            promised = size if size < _UNKNOWN_FROM else long_size
            return WavHeader(promised, file_size - start, byte_rate, start - 4) if byte_rate else None
        content = file.read(min(size, _CONTENT_BYTES)).ljust(_CONTENT_BYTES, b"\0")
        if name == b"fmt ":
            byte_rate = int(struct.unpack_from(chunk.format[0] + "I", content, 8)[0])
        elif name == b"ds64":
            long_size = int(struct.unpack_from("<Q", content, 8)[0])
        file.seek(start + size + size % 2)
    return None


class UnclosedWav:
    """A WAV file whose size was never written, read as if it said "until the end of the file".

    It has no ``readinto``: soundfile then asks for ``read``.
    """

    def __init__(self, file: BinaryIO, header: WavHeader) -> None:
        self._file = file
        self._size_at = header.size_at
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes; the four bytes of the sound's size read as 0xFFFFFFFF."""
        start = self._file.tell()
        data = bytearray(self._file.read(size))
        for place in range(max(self._size_at, start), min(self._size_at + 4, start + len(data))):
            data[place - start] = 0xFF
        return bytes(data)
