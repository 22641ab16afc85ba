from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio import kinds

HEADS = [
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", kinds.WAV),
    (b"RIFX\x00\x00\x00\x24WAVEfmt ", kinds.WAV),
    (b"RF64\xff\xff\xff\xffWAVEds64", kinds.WAV),
    (b"ID3\x04\x00\x00", kinds.MP3),
    (b"\xff\xfb\x90\x64", kinds.MP3),
    (b"\xff\xf3\x40\xc0", kinds.MP3),
    (b"\xff\xf1\x50\x80", kinds.AAC),
    (b"fLaC\x00\x00\x00\x22", kinds.FLAC),
    (b"OggS\x00\x02", kinds.OGG),
    (b"\x00\x00\x00\x1cftypM4A ", kinds.MP4),
    (b"\x1a\x45\xdf\xa3\x9f", kinds.MATROSKA),
    (b"#!AMR\n\x04", kinds.AMR),
    (b"#!AMR-WB\n\x04", kinds.AMR),
    ((b"\xd5" + bytes(32)) * 12, kinds.GSM),
]

NOT_SOUND = [
    b"",
    b"\xff",
    b"Bonjour, clinique du Parc",
    "Bonjour".encode("utf-16"),
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"RIFF\x24\x00\x00\x00AVI LIST",
    b"#EXTM3U\nhttp://example.org/a.ts",
    b"ffconcat version 1.0\nfile other.wav",
    (b"\xd5" + bytes(32)) * 9,
    bytes(4096),
]


@pytest.mark.parametrize(("head", "kind"), HEADS, ids=lambda value: getattr(value, "name", None))
def test_the_first_bytes_tell_the_kind(head: bytes, kind: kinds.Kind) -> None:
    """A recording is known whatever it is called."""
    assert kinds.recognise(head) is kind


@pytest.mark.parametrize("head", NOT_SOUND)
def test_other_files_are_not_taken_for_recordings(head: bytes) -> None:
    """A text, a picture, an archive or a playlist is refused before any decoder sees it."""
    assert kinds.recognise(head) is None


@given(st.binary(max_size=400))
def test_any_bytes_can_be_looked_at(head: bytes) -> None:
    """Whatever lies in the file, asking what it is never fails."""
    kind = kinds.recognise(head)
    assert kind is None or kind in kinds.KINDS


@pytest.mark.parametrize(
    ("suffix", "wrong"),
    [(".mp3", True), (".MP3", True), (".wav", False), (".WAV", False), ("", False), (".bak", False), (".part1", False)],
)
def test_a_name_is_wrong_only_when_it_promises_another_kind(suffix: str, wrong: bool) -> None:  # noqa: FBT001 - a case
    """A WAV file called .mp3 is mentioned; one called .bak, or nothing, is nobody's business."""
    assert kinds.misnamed(kinds.WAV, suffix) is wrong
