"""The first bytes of what should be raw sound: people also send whole recordings, and text."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from calmdesk.audio import kinds
from calmdesk.audio.rates import HIGHEST_RATE, LOWEST_RATE
from calmdesk.call.events import Notice
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from calmdesk.audio.pcm import Pcm

_ENOUGH: Final = 12
"""Bytes that show what a recording is."""

_LONGEST: Final = 1 << 16
"""Bytes of a WAV header; one that is longer is none."""

_CHUNK: Final = struct.Struct("<4sI")
_FORMAT: Final = struct.Struct("<HHIIHH")
_PLAIN, _EXTENSIBLE = 1, 0xFFFE
_SUBFORMAT_AT: Final = 24
_BITS: Final = 16
_MOST_CHANNELS: Final = 2
_TEXT: Final = frozenset(range(32, 127)) | frozenset(b"\t\n\r")
_TEXT_BYTES: Final = 64
"""So many bytes of ASCII in a row are no sound: its quiet moments are near zero."""


@dataclass(frozen=True, slots=True)
class Head:
    """How to go on: the sound's ``form``, the bytes to leave out before it, and what the user should know."""

    form: Pcm
    skip: int = 0
    notice: Notice | None = None


def read_head(head: bytes, asked: Pcm, *, whole: bool = False) -> Head | None:
    """Return what ``head``, the first bytes, shows; None while more must come (never when it is the ``whole``).

    Args:
        head: everything that has come so far.
        asked: what the user says the sound is.
        whole: nothing more will come.

    Raises:
        AudioError: it is a recording that is no raw sound, or of a kind that is not understood here.
    """
    if len(head) < _ENOUGH and not whole:
        return None
    kind = kinds.signed(head)
    if kind is kinds.WAV and head.startswith(b"RIFF"):
        return _wav(head, asked, whole=whole)
    if kind is not None:
        raise AudioError(
            "this is {kind}, not raw sound",
            hint="turn it into raw sound: ffmpeg -i FILE -f s16le -ac 1 -ar 8000 - (or: calmdesk replay FILE)",
            kind=kind.name,
        )
    if len(head) >= _TEXT_BYTES and _TEXT.issuperset(head[:_TEXT_BYTES]):
        return Head(asked, notice=Notice(0.0, "what comes in looks like text, not like sound"))
    return Head(asked)


def _wav(head: bytes, asked: Pcm, *, whole: bool) -> Head | None:
    """Go from chunk to chunk until the sound begins."""
    place, form = _ENOUGH, None
    while place + _CHUNK.size <= len(head):
        name, size = _CHUNK.unpack_from(head, place)
        place += _CHUNK.size
        if name == b"data" and form:
            return Head(form, place, _told(form))
        if name == b"fmt ":
            if len(head) < place + size and not whole:
                return None
            form = _form(head[place : place + size], asked)
        place += size + size % 2
    if whole or place > _LONGEST:
        raise AudioError("the WAV header cannot be followed", hint="send raw sound: sox … -t raw -e signed -b 16 -")
    return None


def _form(content: bytes, asked: Pcm) -> Pcm:
    """Return the sound's form as the header's ``fmt`` chunk tells it."""
    if len(content) < _FORMAT.size:
        raise AudioError("the WAV header cannot be followed", hint="send raw sound: sox … -t raw -e signed -b 16 -")
    coding, channels, rate, _, _, bits = _FORMAT.unpack_from(content)
    if coding == _EXTENSIBLE:
        coding = int.from_bytes(content[_SUBFORMAT_AT : _SUBFORMAT_AT + 2], "little")
    understood = (coding, bits) == (_PLAIN, _BITS) and 1 <= channels <= _MOST_CHANNELS
    if not understood or not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise AudioError(
            "this WAV has {channels} channel(s) of {bits} bits at {rate} Hz in coding {coding}",
            hint="send plain 16 bits, one channel or two: sox … -t raw -e signed -b 16 -c 1 -r 8000 -",
            channels=channels,
            bits=bits,
            rate=rate,
            coding=coding,
        )
    return replace(asked, rate=rate, channels=channels)


def _told(form: Pcm) -> Notice:
    return Notice(
        0.0,
        "a WAV comes in: its header's {rate} Hz and {channels} channel(s) are taken",
        {"rate": form.rate, "channels": form.channels},
    )
