"""Which kind of recording a file is, told by its first bytes: names lie, and a name alone never chooses a decoder."""

from __future__ import annotations

from dataclasses import dataclass

HEAD_BYTES = 4096
"""How much of a file ``recognise`` wants to see."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of recording.

    ``name`` is what people call it, ``suffixes`` the endings it usually has. ``demuxer`` is FFmpeg's name for it;
    ``sndfile`` is False where libsndfile cannot read it.
    """

    name: str
    suffixes: tuple[str, ...]
    demuxer: str
    sndfile: bool = True


WAV = Kind("WAV", (".wav", ".wave", ".rf64", ".bwf"), "wav")
GSM = Kind("GSM 6.10", (".gsm",), "gsm")
MP3 = Kind("MP3", (".mp3", ".mp2", ".mpga"), "mp3")
FLAC = Kind("FLAC", (".flac",), "flac")
OGG = Kind("OGG", (".ogg", ".oga", ".opus", ".spx"), "ogg")
AIFF = Kind("AIFF", (".aif", ".aiff", ".aifc"), "aiff")
AU = Kind("AU", (".au", ".snd"), "au")
CAF = Kind("CAF", (".caf",), "caf")
W64 = Kind("W64", (".w64",), "w64")
MP4 = Kind("M4A", (".m4a", ".mp4", ".m4b", ".3gp", ".3gpp", ".mov"), "mov", sndfile=False)
MATROSKA = Kind("WebM", (".webm", ".mka", ".mkv", ".weba"), "matroska", sndfile=False)
AMR = Kind("AMR", (".amr", ".awb"), "amr", sndfile=False)
AAC = Kind("AAC", (".aac",), "aac", sndfile=False)
WMA = Kind("WMA", (".wma", ".asf"), "asf", sndfile=False)

KINDS = (WAV, GSM, MP3, FLAC, OGG, AIFF, AU, CAF, W64, MP4, MATROSKA, AMR, AAC, WMA)

_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (8, b"WAVE", WAV),
    (0, b"fLaC", FLAC),
    (0, b"OggS", OGG),
    (0, b"ID3", MP3),
    (8, b"AIFF", AIFF),
    (8, b"AIFC", AIFF),
    (0, b".snd", AU),
    (0, b"caff", CAF),
    (0, b"riff\x2e\x91\xcf\x11", W64),
    (4, b"ftyp", MP4),
    (0, b"\x1a\x45\xdf\xa3", MATROSKA),
    (0, b"#!AMR", AMR),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", WMA),
)

_LAYER_BITS = 0b110
_MPEG_LAYERS = {0b000: AAC, 0b010: MP3, 0b100: MP3}
"""By the layer bits of an MPEG frame; 0b110 is layer I, which nobody records in but which opens a UTF-16 text."""

_GSM_FRAME_BYTES = 33
_GSM_MARK = 0xD
_GSM_FRAMES_SEEN = 10
"""Ten frames in a row that begin with the right half byte are no accident: one in 2 ** 40."""


def recognise(head: bytes) -> Kind | None:
    """Return the kind of the recording that begins with ``head``, or None when it is not one calmdesk knows."""
    return signed(head) or _mpeg_stream(head) or (GSM if _is_bare_gsm(head) else None)


def signed(head: bytes) -> Kind | None:
    """Return the kind whose signature stands in ``head``: what bare sound does not have by accident."""
    return next((kind for offset, mark, kind in _SIGNATURES if head[offset:].startswith(mark)), None)


def misnamed(kind: Kind, suffix: str) -> bool:
    """Tell whether ``suffix`` (with its dot) promises another kind of recording than ``kind``."""
    ending = suffix.lower()
    return ending not in kind.suffixes and any(ending in other.suffixes for other in KINDS)


def _mpeg_stream(head: bytes) -> Kind | None:
    """Eleven set bits open a frame of MPEG audio; AAC's own stream sets a twelfth."""
    first, second = (*head[:2], 0, 0)[:2]
    if first != 0xFF or second & 0xE0 != 0xE0:  # noqa: PLR2004 - the eleven bits
        return None
    return _MPEG_LAYERS.get(second & _LAYER_BITS)


def _is_bare_gsm(head: bytes) -> bool:
    """GSM as some telephone systems write it: frames of 20 ms and nothing around them."""
    marks = head[: _GSM_FRAMES_SEEN * _GSM_FRAME_BYTES : _GSM_FRAME_BYTES]
    return len(marks) == _GSM_FRAMES_SEEN and all(mark >> 4 == _GSM_MARK for mark in marks)
