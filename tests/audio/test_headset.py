"""The headset, on a real sound server: who hears what, how fast it falls silent, and what a frozen server does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import tone
from calmdesk.audio.devices import Device
from calmdesk.audio.headset import Headset
from calmdesk.audio.headset_child import find, fitted
from calmdesk.audio.streams import StreamFormat
from calmdesk.call.sound import Sound
from calmdesk.errors import AudioError
from calmdesk.messages import explain
from support.whisper_rig import HEADSET, Rig, children, wait_for_child

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.bench.virtual_microphone import VirtualMicrophone

CHILD = "calmdesk.audio.headset_child"


def beep(seconds: float, pitch: int = 700) -> Sound:
    """Return a tone as a voice's file brings sound."""
    samples = (tone(pitch, seconds, 22050, 0.5) * 32767).astype(np.int16)
    return Sound(samples, 22050)


@pytest.fixture
def rig(virtual_microphone: VirtualMicrophone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A desk whose devices the programs started here find."""
    rig = Rig(virtual_microphone, tmp_path)
    for name, value in rig.environment.items():
        monkeypatch.setenv(name, value)
    return rig


@pytest.fixture
def headset(rig: Rig) -> Iterator[Headset]:
    """The headset of that desk; its process is gone afterwards."""
    assert rig.environment
    with closing(Headset(HEADSET)) as headset:
        yield headset
    assert children(os.getpid(), CHILD) == []


def play_out(headset: Headset) -> float:
    """Wait until the sound is over, and return the seconds that took."""
    began = time.monotonic()
    while headset.playing():
        time.sleep(0.01)
    return time.monotonic() - began


@pytest.mark.device
def test_only_the_headset_plays(rig: Rig, headset: Headset) -> None:
    """The sound is heard whole in the headset; neither the loudspeaker nor the microphone has any of it."""
    with rig.listening() as heard, rig.listening("speaker") as loud, rig.microphone() as fed:
        headset.play(beep(1.5))
        took = play_out(headset)
    assert heard.seconds == pytest.approx(1.5, abs=0.3)
    assert took < 4
    assert (loud.seconds, fed.seconds) == (0, 0)


@pytest.mark.device
def test_it_falls_silent_at_once(rig: Rig, headset: Headset) -> None:
    """Interrupted after a second, the rest of the sentence is not heard; the next one is, from its beginning."""
    with rig.listening() as heard:
        headset.play(beep(4.0))
        time.sleep(1.0)
        headset.stop()
        assert not headset.playing()
        time.sleep(1.0)
    assert heard.seconds < 2.5
    with rig.listening() as heard:
        headset.play(beep(4.0))
        time.sleep(0.3)
        headset.play(beep(1.0))
        play_out(headset)
    assert heard.seconds < 2.5


@pytest.mark.device
def test_a_headset_that_is_not_there_is_named(rig: Rig) -> None:
    """A typing mistake is answered with the devices there are, before the call."""
    assert rig.environment
    with pytest.raises(AudioError) as caught:
        Headset("Jabra")
    problem, hint = explain(caught.value, "fr")
    assert problem == "il n'y a pas de périphérique de son Jabra"
    assert HEADSET in hint
    assert children(os.getpid(), CHILD) == []


@pytest.mark.device
def test_it_comes_back_with_the_sound_server(rig: Rig, headset: Headset) -> None:
    """A sound server that ends in the middle of a sentence is told; once it is back, the next sentence is heard."""
    headset.play(beep(3.0))
    time.sleep(0.5)
    rig.server.stop()
    with pytest.raises(AudioError):
        play_out(headset)
    headset.play(beep(1.0))
    with pytest.raises(AudioError):
        play_out(headset)
    rig.server.start()
    rig.plug_in()
    with rig.listening() as heard:
        headset.play(beep(1.0))
        play_out(headset)
    assert heard.seconds == pytest.approx(1.0, abs=0.3)


@pytest.mark.device
def test_a_frozen_sound_server_is_given_up(rig: Rig, headset: Headset) -> None:
    """Nothing waits for it for ever, nothing is said late when it goes on, and then the next sentence is heard."""
    with rig.listening() as heard, rig.frozen():
        headset.play(beep(1.0))
        with pytest.raises(AudioError, match="does not answer"):
            play_out(headset)
        assert children(os.getpid(), CHILD) == []
    assert heard.seconds < 0.8
    with rig.listening() as heard:
        headset.play(beep(1.0))
        play_out(headset)
    assert heard.seconds == pytest.approx(1.0, abs=0.3)


@pytest.mark.device
def test_a_player_that_crashes_is_started_again(rig: Rig, headset: Headset) -> None:
    """PortAudio has been seen to end its process: that costs one sentence."""
    headset.play(beep(2.0))
    os.kill(wait_for_child(CHILD), signal.SIGKILL)
    with pytest.raises(AudioError):
        play_out(headset)
    with rig.listening() as heard:
        headset.play(beep(1.0))
        play_out(headset)
    assert heard.seconds == pytest.approx(1.0, abs=0.3)


@pytest.mark.device
def test_no_player_outlives_a_killed_program(rig: Rig) -> None:
    """Nobody is left with a voice in the ear that no program answers for, even while the sound server hangs."""
    program = (
        "import time, numpy as np\n"
        "from calmdesk.audio.headset import Headset\n"
        "from calmdesk.call.sound import Sound\n"
        f"headset = Headset({HEADSET!r})\n"
        "headset.play(Sound(np.zeros(22050 * 30, np.int16), 22050))\n"
        "print('playing', flush=True)\n"
        "time.sleep(30)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "playing\n"
        child = wait_for_child(CHILD, parent.pid)
        with rig.frozen():
            parent.kill()
            end = time.monotonic() + 5
            while Path(f"/proc/{child}").exists() and time.monotonic() < end:
                time.sleep(0.02)
            assert not Path(f"/proc/{child}").exists()


@pytest.mark.parametrize(("rate", "channels"), [(22050, 1), (44100, 2), (48000, 2), (16000, 1)])
def test_sound_is_made_to_fit_the_device(rate: int, channels: int) -> None:
    """A device that takes its own rate only, or two channels, plays at the right speed on both ears."""
    sound = beep(0.5)
    samples = np.frombuffer(fitted(sound.samples.tobytes(), sound.rate, StreamFormat(rate, channels)), np.int16)
    frames = samples.reshape(-1, channels)
    assert len(frames) == pytest.approx(0.5 * rate, abs=2)
    assert np.array_equal(frames[:, 0], frames[:, -1])
    spectrum = np.abs(np.fft.rfft(frames[:, 0] * np.hanning(len(frames))))
    assert np.argmax(spectrum) / 0.5 == pytest.approx(700, abs=4)


def test_a_restarted_player_takes_the_same_device() -> None:
    """Numbers shift when something is unplugged, and names look alike: only the very same device is taken again."""
    devices = [
        Device(0, "Headset (Jabra)", "MME", 0, 2, 44100, default_output=True),
        Device(1, "Headset (Jabra)", "Windows WASAPI", 0, 2, 48000),
        Device(2, "Headset (Jabra) 2", "Windows WASAPI", 0, 2, 48000),
    ]
    assert find(devices, "Headset (Jabra)", "Windows WASAPI").index == 1
    assert find(devices, "Headset (Jabra)", "MME").index == 0
    assert find(devices).index == 0
    with pytest.raises(AudioError) as caught:
        find(devices[1:], "Headset (Jabra)", "MME")
    assert explain(caught.value, "fr")[0] == "Headset (Jabra) n'est plus branché"
