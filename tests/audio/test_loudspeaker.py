from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import save, stereo, tone
from calmdesk.audio.loudspeaker import Waiting

if TYPE_CHECKING:
    from calmdesk.bench.virtual_microphone import VirtualMicrophone


def _taken(waiting: Waiting, size: int) -> bytes:
    buffer = bytearray(b"\xaa" * size)
    waiting.fill(memoryview(buffer))
    return bytes(buffer)


def test_sound_comes_out_in_order_and_then_silence() -> None:
    """What was handed over is played once, whole, in order; when there is no more, it is quiet."""
    waiting = Waiting(most_bytes=100)
    waiting.put(b"abcd")
    waiting.put(b"ef")
    assert [_taken(waiting, 4), _taken(waiting, 4), _taken(waiting, 2)] == [b"abcd", b"ef\0\0", b"\0\0"]


def test_the_end_of_the_sound_can_be_waited_for() -> None:
    """A replay that is over lets its last words be heard."""
    waiting = Waiting(most_bytes=100)
    assert waiting.played_out.is_set()
    waiting.put(b"abcd")
    assert not waiting.played_out.is_set()
    _taken(waiting, 4)
    assert waiting.played_out.is_set()


def test_a_replay_skipped_forward_is_not_heard() -> None:
    """When somebody skips the waiting, the call is not played in shreds: it falls silent, and stays so."""
    waiting = Waiting(most_bytes=6)
    waiting.put(b"abcd")
    waiting.put(b"efgh")
    assert _taken(waiting, 4) == bytes(4)
    waiting.put(b"ij")
    assert _taken(waiting, 4) == bytes(4)
    assert waiting.played_out.is_set()


@pytest.mark.device
def test_a_replayed_call_is_heard(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """With `--play`, both voices of the call come out of the loudspeaker, without a gap."""
    call = save(tmp_path / "call.wav", stereo(tone(500, 1.5, 8000, 0.4), tone(1300, 1.5, 8000, 0.4)), 8000)
    raw = tmp_path / "heard.raw"
    with virtual_microphone.recording(raw):
        subprocess.run(
            [sys.executable, "-m", "audio.play", call],
            cwd=Path(__file__).parents[1],
            env=virtual_microphone.environment,
            check=True,
            timeout=20,
        )
    heard = np.fromfile(raw, np.int16)
    sounding = np.flatnonzero(np.abs(heard) > 3000)
    assert (sounding[-1] - sounding[0]) / 16000 == pytest.approx(1.5, abs=0.2)
    assert np.diff(sounding).max() < 160
    middle = heard[sounding[0] + 2000 : sounding[0] + 18000].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.blackman(len(middle))))
    assert sorted(np.argsort(spectrum)[-2:]) == pytest.approx([500, 1300], abs=2)
