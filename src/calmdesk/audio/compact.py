"""A recording made small enough to be carried about in a page, in a form every browser plays."""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING, Final

from calmdesk.audio.recording import Recording
from calmdesk.call.events import SAMPLE_RATE, Block

if TYPE_CHECKING:
    from pathlib import Path

QUALITY: Final = 0.9
"""libsndfile's own scale, 0 the best and 1 the smallest: at 16 kHz mono a quarter of an hour is some 3 MB."""


def as_mp3(path: Path) -> bytes:
    """Return a recording with all its channels mixed into one, as MP3.

    MP3 because Safari plays no Ogg before macOS 15; of a constant rate, so that a browser can seek in it.

    Raises:
        AudioError: the recording cannot be read.
    """
    import soundfile  # noqa: PLC0415  # heavy

    file = io.BytesIO()
    with (
        closing(Recording(path, "mix").blocks()) as blocks,  # type: ignore[type-var]  # an Iterator with close()
        soundfile.SoundFile(
            file,
            "w",
            SAMPLE_RATE,
            1,
            format="MP3",
            subtype="MPEG_LAYER_III",
            bitrate_mode="CONSTANT",
            compression_level=QUALITY,
        ) as sound,
    ):
        for block in blocks:
            if isinstance(block, Block):
                sound.write(block.samples)
    return file.getvalue()
