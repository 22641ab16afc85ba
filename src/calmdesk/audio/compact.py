"""A recording made small enough to be carried about in a page, in a form every browser plays."""

from __future__ import annotations

import io
from contextlib import closing
from typing import TYPE_CHECKING, Final

from calmdesk.audio.recording import Recording
from calmdesk.call.events import SAMPLE_RATE, Block
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path

QUALITY: Final = 0.8
"""libsndfile's own scale, 0 the best and 1 the smallest: 40 kbit/s at 16 kHz, 0.3 MB a minute.

Anything smaller leaves out the header that tells the encoder's delay, and the sound comes 70 ms late.
"""


def as_mp3(path: Path) -> bytes:
    """Return a recording with all its channels mixed into one, as MP3.

    MP3 because Safari plays no Ogg before macOS 15; of a constant rate, so that a browser can seek in it.

    Raises:
        AudioError: the recording cannot be read, or this computer's libsndfile writes no MP3.
    """
    import soundfile  # noqa: PLC0415  # heavy

    if "MP3" not in soundfile.available_formats():
        raise AudioError("this computer's libsndfile writes no MP3", hint="leave out --with-audio")
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
