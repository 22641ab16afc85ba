"""The real way of sound to the desk: PulseAudio, ALSA, PortAudio, the capture program, ``LiveSound``."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.ear import TESTS, listening, now
from audio.sounds import loudest_hertz, save, spectrum_peak, tone
from calmdesk.audio.timeline import SUSPECT
from calmdesk.bench.virtual_microphone import DESK, OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from calmdesk.bench.virtual_microphone import VirtualMicrophone

pytestmark = pytest.mark.device

ONLY_48_KHZ = """
import sounddevice
accepts = sounddevice.check_input_settings
def check(*, samplerate, channels, **others):
    if samplerate == 16000 or channels == 1:
        raise sounddevice.PortAudioError("Invalid sample rate")
    accepts(samplerate=samplerate, channels=channels, **others)
sounddevice.check_input_settings = check
"""
"""Makes of every microphone one that refuses 16 kHz and mono, as Windows' WASAPI does."""


def _refusal(environment: Mapping[str, str], *arguments: str) -> list[str]:
    """Return the two lines with which a program refuses to listen."""
    run = subprocess.run(
        [sys.executable, "-m", "audio.hear", "unused", *arguments],
        cwd=TESTS,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return list(json.loads(run.stdout)["error"])


@pytest.mark.parametrize("device", ["deskmic", DESK.description, "desk micro", "deks microfone"])
def test_what_is_said_is_heard_sample_by_sample(
    virtual_microphone: VirtualMicrophone, tmp_path: Path, device: str
) -> None:
    """Every sample spoken into the microphone arrives, unchanged and in order; closing leaves nothing behind."""
    spoken = np.random.default_rng(7).integers(-9000, 9000, 32000, dtype=np.int16)
    with listening(virtual_microphone.environment, tmp_path / "heard", "--device", device) as ear:
        virtual_microphone.play(save(tmp_path / "spoken.wav", spoken))
        ear.await_sound(now())
        ended = ear.end()
    samples = ear.samples()
    start = _where(samples, spoken)
    assert np.mean(samples[start : start + len(spoken)] == spoken) > 0.999
    assert ear.notices == []
    assert ended["names"]["client"] in {"deskmic", DESK.description}
    assert (ended["lost"], ended["dropped"], ended["threads"], ended["children"]) == (0, 0, 0, [])


def _where(heard: NDArray[np.int16], spoken: NDArray[np.int16]) -> int:
    """Return the place in ``heard`` at which ``spoken`` begins."""
    beginning = spoken[:2000].astype(float)
    return int(np.correlate(heard[: -len(spoken) + 2000].astype(float), beginning, "valid").argmax())


def test_desk_time_runs_without_a_gap(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Blocks of 200 ms follow each other from zero on, on the default microphone, which goes by its real name."""
    with listening(virtual_microphone.environment, tmp_path / "heard", "--seconds", "2") as ear:
        ended = ear.end() if ear.wait_for(lambda: ear.told("ended")) else {}
    assert ear.blocks[0].at == 0
    # On a busy machine the first blocks come late, and the clock is set right once by less than anybody hears.
    assert all(after.at == pytest.approx(before.end, abs=SUSPECT) for before, after in pairwise(ear.blocks)), ear.blocks
    assert all(block.end - block.at == pytest.approx(0.2) for block in ear.blocks)
    assert ended["names"] == {"client": DESK.description}


def test_a_sound_card_that_only_knows_44_khz_is_understood(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """A stereo device at another rate is mixed and resampled: a tone stays the tone."""
    (tmp_path / "sitecustomize.py").write_text(ONLY_48_KHZ, encoding="utf-8")
    environment = virtual_microphone.environment
    environment["PYTHONPATH"] = f"{tmp_path}:{environment.get('PYTHONPATH', '')}"
    with listening(environment, tmp_path / "heard") as ear:
        virtual_microphone.play(save(tmp_path / "spoken.wav", tone(1000, 1.5)))
        ear.await_sound(now())
        ear.end()
    heard = ear.samples()
    sounding = np.flatnonzero(np.abs(heard) > 8000)
    middle = heard[sounding[0] + 2000 : sounding[-1] - 2000]
    assert loudest_hertz(middle) == pytest.approx(1000, abs=2)
    assert spectrum_peak(middle)[1] > 40
    assert len(sounding) > 0.5 * 1.4 * 16000


def test_a_reader_that_falls_behind_is_told_what_was_lost(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """When the machine is too busy, the loss is counted and told, and the clock of the call does not slip."""
    arguments = ("--seconds", "3.5", "--queue", "0.6", "--dawdle", "1.6")
    with listening(virtual_microphone.environment, tmp_path / "heard", *arguments) as ear:
        [ended] = ear.wait_for(lambda: ear.told("ended"))
    notices = [text for text in ear.notices if text.endswith("s of sound were lost: this machine is too busy")]
    assert sum(float(text.split()[0]) for text in notices) == pytest.approx(ended["lost"], abs=0.11)
    gaps = [after.at - before.end for before, after in pairwise(ear.blocks)]
    assert 0.5 < ended["lost"] < 1.7
    assert sum(gap for gap in gaps if gap > 0.1) == pytest.approx(ended["lost"], abs=0.11)
    assert ended["dropped"] >= 3


def test_client_and_desk_are_heard_each_on_a_microphone_of_its_own(
    quiet_room: VirtualMicrophone, tmp_path: Path, clicks: Path
) -> None:
    """Both sides come in one stream, in order of arrival; one that fails does not stop the other."""
    spoken = save(tmp_path / "spoken.wav", tone(1000, 1.5))
    arguments = ("--device", DESK.description, "--desk-device", OTHER.description)
    with listening(quiet_room.environment, tmp_path / "heard", *arguments) as ear:
        quiet_room.play(spoken, OTHER)
        with quiet_room.start_playing(clicks) as player:
            ear.await_clicks(1, 0)
            quiet_room.unplug(OTHER)
            unplugged = now()
            ear.await_notice(f"waiting for {OTHER.description}")
            later = ear.await_clicks(2, ear.blocks[-1].end + 1)
            assert later[1] - later[0] == pytest.approx(1, abs=0.1)
            quiet_room.plug_in(OTHER)
            returned = now()
            ear.wait_for(lambda: any(b.side == "desk" and b.moment > returned for b in ear.blocks))
            player.kill()
        ear.end()
    quiet = [at for side, at, moment in ear.told("listened") if side == "desk" and moment > unplugged]
    assert len(quiet) > 3
    assert loudest_hertz(ear.samples("desk")[:48_000]) == pytest.approx(1000, abs=2)
    moments = [block.moment for block in ear.blocks]
    assert moments == sorted(moments)


def test_a_private_call_is_not_heard(quiet_room: VirtualMicrophone, tmp_path: Path) -> None:
    """While paused no program hears the microphone, time passes, and afterwards nothing said meanwhile turns up."""
    private = save(tmp_path / "private.wav", tone(2000, 1.0))
    with listening(quiet_room.environment, tmp_path / "heard") as ear:
        _, paused, children = ear.ask("pause")
        assert not [words for words in children if "calmdesk.audio.capture" in words]
        quiet_room.play(private)
        _, resumed, _ = ear.ask("resume")
        block = ear.await_sound(resumed)
        assert block.moment - resumed < 3
        ended = ear.end()
    passed = [(at, moment) for _, at, moment in ear.told("listened") if paused < moment < resumed]
    assert len(passed) > 3
    assert passed[-1][0] - passed[0][0] == pytest.approx(passed[-1][1] - passed[0][1], abs=0.1)
    assert block.at - passed[-1][0] == pytest.approx(block.moment - 0.2 - passed[-1][1], abs=0.3)
    assert max(block.loudest for block in ear.blocks) < 1000
    assert (ear.notices, ended["lost"]) == ([], 0)


def test_an_unknown_microphone_gets_a_list_of_those_there(virtual_microphone: VirtualMicrophone) -> None:
    """A name that means nothing answers with the names that would do, those of the sound server among them."""
    problem, hint = _refusal(virtual_microphone.environment, "--device", "sennheiser")
    assert problem == "there is no sound device sennheiser"
    assert "deskmic" in hint
    assert OTHER.description in hint


def test_without_a_sound_server_there_is_no_microphone(virtual_microphone: VirtualMicrophone) -> None:
    """On a machine without sound, listening says so in one line."""
    virtual_microphone.stop()
    problem, hint = _refusal(virtual_microphone.environment)
    assert problem == "there is no microphone"
    assert hint


def test_a_sound_server_that_hangs_is_not_waited_for(virtual_microphone: VirtualMicrophone) -> None:
    """Started while the sound system hangs, the program says so instead of hanging with it."""
    virtual_microphone.freeze()
    problem, hint = _refusal(virtual_microphone.environment)
    assert problem == "the sound system does not answer"
    assert hint
