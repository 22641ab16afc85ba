"""Recordings that FFmpeg reads, through PyAV: M4A/AAC, WebM, AMR …; the extra ``calmdesk[formats]``."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import av
from av.error import FFmpegError

from calmdesk.audio.decoder import Undecodable, bounded, no_sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    from calmdesk.audio.kinds import Kind


class PyavDecoder:
    """Decoder over FFmpeg; raises ``Undecodable`` when FFmpeg cannot read the content.

    FFmpeg gets an open file and the name of one demuxer: it can then neither guess that the content is a playlist nor
    follow one to other files or to the network.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        with ExitStack() as opened:
            file = opened.enter_context(path.open("rb"))
            try:
                # Titles and the like need not be UTF-8; nobody reads them here.
                container = av.open(file, mode="r", format=kind.demuxer, metadata_errors="replace")
            except FFmpegError as error:
                raise Undecodable(error.strerror) from error
            self._container = opened.enter_context(container)
            self._stream = _sound_of(container, path)
            self._opened = opened.pop_all()
        self.rate = int(self._stream.rate)
        self.channels = int(self._stream.channels)
        self.seconds = _seconds(self._container.duration)

    def chunks(self) -> Iterator[NDArray[np.float32]]:
        """Yield samples of shape (frames, channels), from -1.0 to 1.0."""
        # The rate is given too: some AAC streams only say in their frames that they have twice the declared rate.
        packer = av.AudioResampler(format="flt", layout=self._stream.layout, rate=self.rate)
        try:
            for frame in self._container.decode(self._stream):
                for packed in _packed(packer, frame):
                    yield bounded(packed.to_ndarray()).reshape(-1, self.channels)
        except FFmpegError as error:
            raise Undecodable(error.strerror) from error

    def close(self) -> None:
        """Close the file."""
        self._opened.close()


def _packed(packer: av.AudioResampler, frame: AudioFrame) -> list[AudioFrame]:
    try:
        return packer.resample(frame)
    except ValueError as error:  # the sound changes its layout or format on the way: only damage does that
        raise Undecodable from error


def _sound_of(container: InputContainer, path: Path) -> AudioStream:
    if not container.streams.audio:
        raise no_sound(path)
    stream = container.streams.audio[0]
    # PyAV has no codec context where FFmpeg has no such decoder; the stream then lacks rate and channels altogether.
    if stream.codec_context is None or not stream.rate or not stream.channels:
        raise Undecodable
    return stream


def _seconds(duration: int | None) -> float | None:
    return duration / av.time_base if duration is not None and duration > 0 else None
