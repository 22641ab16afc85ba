from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import save
from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def virtual_microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own, in a room of perfect silence."""
    yield from _running(tmp_path_factory, noise=False)


@pytest.fixture
def quiet_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own whose microphones hear a quiet room, as real ones do."""
    yield from _running(tmp_path_factory, noise=True)


@pytest.fixture
def clicks(tmp_path: Path) -> Path:
    """A recording of a click a second."""
    samples = np.zeros(120 * 16_000, np.int16)
    for second in range(120):
        samples[second * 16_000 : second * 16_000 + 160] = 20_000
    return save(tmp_path / "clicks.wav", samples)


def _running(folders: pytest.TempPathFactory, *, noise: bool) -> Iterator[VirtualMicrophone]:
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    # The path of a socket may not be long: a test's own folder carries the test's name.
    with VirtualMicrophone(folders.mktemp("sound"), noise=noise) as microphone:
        yield microphone
