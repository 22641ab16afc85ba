"""Sounds and recordings made for the tests, and what a recording yields, gathered."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import av
import numpy as np
import soundfile

from calmdesk.call.events import SAMPLE_RATE, Block, Notice, Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from calmdesk.audio.resample import Floats
    from calmdesk.call.stages import Source


def tone(hertz: float = 440.0, seconds: float = 1.0, rate: int = SAMPLE_RATE, level: float = 0.5) -> Floats:
    """Return a sine of shape (frames,)."""
    times = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def talk(spans: Sequence[tuple[float, float]], seconds: float = 10.0, rate: int = 8000, seed: int = 1) -> Floats:
    """Return a telephone line, hissing a little, on which somebody speaks between the seconds of ``spans``."""
    chance = np.random.default_rng(seed)
    line = 0.0005 * chance.standard_normal(round(seconds * rate))
    for start, end in spans:
        part = slice(round(start * rate), round(end * rate))
        line[part] += 0.1 * chance.standard_normal(part.stop - part.start)
    return line.astype(np.float32)


def stereo(left: Floats, right: Floats) -> Floats:
    """Return two channels as one recording of shape (frames, 2)."""
    return np.stack([left, right], axis=1)


def save(
    path: Path,
    samples: Floats | NDArray[np.int16],
    rate: int = SAMPLE_RATE,
    *,
    kind: str = "WAV",
    subtype: str | None = None,
) -> Path:
    """Write a recording with libsndfile; return ``path``."""
    soundfile.write(path, samples, rate, format=kind, subtype=subtype)
    return path


def save_with_ffmpeg(path: Path, samples: Floats, rate: int, codec: str, options: dict[str, str] | None = None) -> Path:
    """Write a recording with FFmpeg, its container told by the ending of ``path``; return ``path``."""
    columns = samples.reshape(len(samples), -1)
    layout = "mono" if columns.shape[1] == 1 else "stereo"
    with av.open(path, "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(columns.T), format="fltp", layout=layout)
        frame.sample_rate = rate
        fitted = av.AudioResampler(stream.format, layout, rate, frame_size=stream.frame_size or 0)
        for piece in [*fitted.resample(frame), *fitted.resample(None), None]:
            container.mux(stream.encode(piece))
    return path


def save_film(path: Path) -> Path:
    """Write a film of one black picture, without sound; return ``path``."""
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for picture in (av.VideoFrame(64, 64, "yuv420p"), None):
            container.mux(stream.encode(picture))
    return path


def gather(source: Source) -> tuple[dict[Side, NDArray[np.int16]], list[Notice]]:
    """Return what a source yields: each side's samples in one piece, and the notices.

    Checks on the way that each side's blocks follow each other without gap or overlap.
    """
    items = list(source.blocks())
    blocks = [item for item in items if isinstance(item, Block)]
    sides = {}
    for side in Side:
        own = [block for block in blocks if block.side is side]
        assert all(after.at == before.end or abs(after.at - before.end) < 1e-9 for before, after in pairwise(own))
        if own:
            sides[side] = np.concatenate([block.samples for block in own])
    return sides, [item for item in items if isinstance(item, Notice)]


def said(notices: Sequence[Notice]) -> str:
    """Return the notices as one English text."""
    return "\n".join(notice.message.format(**notice.details) for notice in notices)


def loudest_hertz(samples: NDArray[np.int16]) -> float:
    """Return the strongest frequency of a 16 kHz sound."""
    return spectrum_peak(samples)[0]


def spectrum_peak(samples: NDArray[np.int16]) -> tuple[float, float]:
    """Return the strongest frequency of a 16 kHz sound, and how far, in dB, everything else lies below it."""
    spectrum = np.abs(np.fft.rfft(samples * np.blackman(len(samples))))
    peak = int(spectrum.argmax())
    rest = spectrum.copy()
    rest[max(0, peak - 10) : peak + 11] = 0
    return peak * SAMPLE_RATE / len(samples), float(20 * np.log10(spectrum[peak] / rest.max()))
