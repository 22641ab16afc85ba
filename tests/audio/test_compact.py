"""The recording that a review page carries."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from calmdesk.audio.compact import as_mp3
from calmdesk.audio.recording import Recording
from calmdesk.call.events import Block
from calmdesk.places import shipped

if TYPE_CHECKING:
    from numpy.typing import NDArray


def loudness(samples: NDArray[Any]) -> NDArray[np.floating]:
    """Return the level of each tenth of a second."""
    tenths = samples[: len(samples) // 1_600 * 1_600].reshape(-1, 1_600)
    level: NDArray[np.floating] = np.sqrt((tenths**2).mean(axis=1))
    return level


def test_the_whole_call_in_a_small_file() -> None:
    """Both sides are there from the first to the last second, in time, at a third of a megabyte a minute."""
    call = shipped("calls") / "insultes.wav"
    sound = as_mp3(call)
    samples, rate = soundfile.read(io.BytesIO(sound), dtype="float64")
    blocks = [block.samples for block in Recording(call, "mix").blocks() if isinstance(block, Block)]
    original = np.concatenate(blocks).astype(np.float64) / 32_768
    assert rate == 16_000
    assert len(samples) == pytest.approx(len(original), abs=rate // 20)
    assert len(sound) < 320_000 * len(original) / rate / 60
    length = min(len(samples), len(original))
    likeness = np.corrcoef(loudness(samples[:length]), loudness(original[:length]))[0, 1]
    assert likeness > 0.99
