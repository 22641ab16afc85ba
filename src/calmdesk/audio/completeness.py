"""Recordings that end before their time: libraries read what is there and say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.audio import kinds
from calmdesk.audio.wav_header import read_wav_header
from calmdesk.call.events import RECORDING, Notice
from calmdesk.messages import Tenths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TOLERANCE = 0.05
"""Seconds a WAV header may be wrong by: some programs count their own header as sound."""

_ROUNDING = 0.25
_ROUNDING_SHARE = 0.01
"""Seconds, or share of the whole, by which the length of a compressed recording is only approximate."""

_LAST_PAGE = 1 << 17
"""Bytes from the end in which an OGG file's last page begins: a page has at most 65,307."""

_OGG_END = 0x04


def cut_short(path: Path, kind: kinds.Kind) -> Iterator[Notice]:
    """Yield a notice when the file at ``path`` is shorter than its own header, or its last page, says."""
    if kind is kinds.WAV:
        yield from _wav_cut_short(path)
    elif kind is kinds.OGG and not _ogg_is_whole(path):
        yield Notice(0.0, "the recording is cut short: its end is missing, what is there is read", topic=RECORDING)


def ended_early(at: float, promised: float | None) -> Iterator[Notice]:
    """Yield a notice when the sound ended at call time ``at`` and the header ``promised`` more seconds."""
    if promised is not None and promised - at > max(_ROUNDING, promised * _ROUNDING_SHARE):
        yield _ends_early(at, promised, at)


def _ends_early(at: float, promised: float, present: float) -> Notice:
    return Notice(
        at,
        "the recording is cut short: {promised} s were recorded and {present} s are there",
        {"promised": Tenths(promised), "present": Tenths(present)},
        topic=RECORDING,
    )


def _wav_cut_short(path: Path) -> Iterator[Notice]:
    header = read_wav_header(path)
    if header is None:
        return
    if header.unclosed:
        yield Notice(0.0, "the recorder never closed this recording: what is there is read", topic=RECORDING)
    elif header.seconds_promised - header.seconds_present > _TOLERANCE:
        yield _ends_early(0.0, header.seconds_promised, header.seconds_present)


def _ogg_is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LAST_PAGE))
        tail = file.read()
    page = tail.rfind(b"OggS")
    return page >= 0 and len(tail) > page + 5 and bool(tail[page + 5] & _OGG_END)
