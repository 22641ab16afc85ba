from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.wav_header import WavHeader, read_wav_header

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import DrawFn

FORMAT = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)


def _chunk(name: bytes, content: bytes, size: int | None = None, order: str = "<") -> bytes:
    head = name + struct.pack(order + "I", len(content) if size is None else size)
    return head + content + bytes(len(content) % 2)


def _header(tmp_path: Path, *chunks: bytes, mark: bytes = b"RIFF") -> WavHeader | None:
    path = tmp_path / "call.wav"
    path.write_bytes(mark + b"\0\0\0\0WAVE" + b"".join(chunks))
    return read_wav_header(path)


def test_a_whole_file_misses_nothing(tmp_path: Path) -> None:
    """A file that is all there promises what it has."""
    header = _header(tmp_path, _chunk(b"fmt ", FORMAT), _chunk(b"data", bytes(16000)))
    assert header is not None
    assert (header.seconds_promised, header.seconds_present, header.unclosed) == (1.0, 1.0, False)


def test_notes_before_the_sound_are_passed_over(tmp_path: Path) -> None:
    """A recorder's own notes, of odd length too, do not hide the sound."""
    header = _header(
        tmp_path,
        _chunk(b"bext", b"x" * 601),
        _chunk(b"fmt ", FORMAT),
        _chunk(b"LIST", b"INFO"),
        _chunk(b"data", bytes(8)),
    )
    assert header is not None
    assert header.present == 8


def test_big_endian_files_are_understood(tmp_path: Path) -> None:
    """The rare RIFX file, whose numbers run the other way, is measured as well."""
    format_chunk = struct.pack(">HHIIHH", 1, 1, 8000, 16000, 2, 16)
    header = _header(
        tmp_path, _chunk(b"fmt ", format_chunk, order=">"), _chunk(b"data", bytes(8000), 16000, ">"), mark=b"RIFX"
    )
    assert header is not None
    assert (header.seconds_promised, header.seconds_present) == (1.0, 0.5)


def test_files_beyond_four_gigabytes_give_their_size_elsewhere(tmp_path: Path) -> None:
    """An RF64 file that was cut short is noticed too."""
    sizes = struct.pack("<QQQI", 0, 5_000_000_000, 0, 0)
    header = _header(
        tmp_path, _chunk(b"ds64", sizes), _chunk(b"fmt ", FORMAT), _chunk(b"data", bytes(16), 0xFFFF_FFFF), mark=b"RF64"
    )
    assert header is not None
    assert header.promised == 5_000_000_000


@pytest.mark.parametrize("size", [0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F000])
def test_a_program_that_writes_to_a_pipe_promises_nothing(tmp_path: Path, size: int) -> None:
    """What ffmpeg and sox write when they cannot know the length is not taken for a promise."""
    header = _header(tmp_path, _chunk(b"fmt ", FORMAT), _chunk(b"data", bytes(16), size))
    assert header is not None
    assert header.promised is None
    assert header.seconds_promised == 0


def test_a_header_that_leads_nowhere_says_nothing(tmp_path: Path) -> None:
    """A header without sound, without format, or with endless notes is left to the decoder to judge."""
    assert _header(tmp_path) is None
    assert _header(tmp_path, _chunk(b"data", bytes(8))) is None
    assert _header(tmp_path, *[_chunk(b"note", b"")] * 70, _chunk(b"fmt ", FORMAT), _chunk(b"data", bytes(8))) is None


@st.composite
def _chunks(draw: DrawFn) -> bytes:
    name = draw(st.sampled_from([b"fmt ", b"data", b"ds64", b"LIST"]))
    return _chunk(name, draw(st.binary(max_size=40)), draw(st.none() | st.integers(0, 0xFFFF_FFFF)))


@given(chunks=st.lists(_chunks() | st.binary(max_size=20), max_size=6))
def test_any_header_can_be_followed(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    """Whatever a header says, following it ends, and gives sensible numbers or nothing."""
    header = _header(tmp_path_factory.getbasetemp(), *chunks)
    assert header is None or (header.present >= 0 and header.byte_rate > 0)
