"""`calmdesk soundcheck` on a real sound server: what is played into the microphone is what it finds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from calmdesk.bench.virtual_microphone import DESK, OTHER, Microphone, VirtualMicrophone, missing_tools
from calmdesk.call.events import SAMPLE_RATE, Side
from speech.recordings import cut, hiss, to_int16, voice
from support.terminal import on_a_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.device

LONG = 30.0
"""Seconds of sound: longer than any check, with the start of the program."""


@pytest.fixture
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty home, in which nothing may be left."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@contextmanager
def playing(
    microphone: VirtualMicrophone, wav: Path, sound: NDArray[np.int16], ear: Microphone = DESK
) -> Iterator[None]:
    """Let a microphone hear a sound during the block."""
    soundfile.write(wav, sound, SAMPLE_RATE, subtype="PCM_16")
    with microphone.start_playing(wav, ear) as player:
        try:
            yield
        finally:
            player.terminate()


def environment(microphone: VirtualMicrophone, home: Path) -> dict[str, str]:
    """Return what a program is told of the microphone and of its home."""
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONUTF8": "1"}
    return {**microphone.environment, **own}


def check(microphone: VirtualMicrophone, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the check as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "calmdesk", "soundcheck", *args],
        env=environment(microphone, home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def facts(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return what a check with --json found; its exit code says the same."""
    assert "Traceback" not in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return found


def levels(found: dict[str, Any]) -> dict[str, str]:
    """Return how bad each kind of finding is."""
    return {finding["kind"]: finding["level"] for finding in found["findings"]}


def client(seconds: float = LONG, gain: float = 1.0) -> NDArray[np.int16]:
    """Return the client of the shipped call, without the pauses in which the desk talks."""
    talk = np.tile(cut(voice(Side.CLIENT), 4.2, 7.8) / 32_768, 10)[: round(seconds * SAMPLE_RATE)]
    return to_int16(gain * talk)


def test_a_client_who_is_heard(microphone: VirtualMicrophone, home: Path, tmp_path: Path) -> None:
    """A call on the loudspeaker: the voice is clear, its words are recognised, nothing is kept on the disk."""
    with playing(microphone, tmp_path / "call.wav", client()):
        found = facts(check(microphone, home, "--seconds", "6", "--json"))
    assert found["ok"]
    assert levels(found) == {"quiet": "ok", "clear": "ok", "understood": "ok"}
    (step,) = found["steps"]
    assert step["sound"]["client"]["voice"] == pytest.approx(-28, abs=3)
    assert {"clinique", "bonjour", "encore"} & {word["text"] for word in step["words"]["client"]}
    assert not list(home.iterdir())


def test_a_microphone_that_is_muted(microphone: VirtualMicrophone, home: Path) -> None:
    """Perfect silence is told as what it is, with what to look for."""
    found = facts(check(microphone, home, "--seconds", "2", "--json"))
    assert levels(found) == {"muted": "problem"}
    assert len(found["findings"][0]["advice"]) >= 2


def test_a_room_in_which_nobody_speaks(microphone: VirtualMicrophone, home: Path, tmp_path: Path) -> None:
    """Noise alone is no voice: the advice names ways to hear the client; in French, on plain lines."""
    with playing(microphone, tmp_path / "noise.wav", to_int16(hiss(LONG, -55))):
        done = check(microphone, home, "--seconds", "3")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "PROBLÈME Aucune voix n'est entendue" in done.stdout
    assert "haut-parleur" in done.stdout
    assert "crête" in done.stdout
    assert "À corriger avant le premier appel" in done.stdout
    assert "\x1b" not in done.stdout


def test_plain_lines_on_a_terminal(microphone: VirtualMicrophone, home: Path, tmp_path: Path) -> None:
    """A screen reader is given lines even on a terminal: nothing is redrawn, no key is waited for."""
    with playing(microphone, tmp_path / "noise.wav", to_int16(hiss(LONG, -55))):
        command = [sys.executable, "-m", "calmdesk", "soundcheck", "--format", "plain", "--seconds", "2"]
        seen = on_a_terminal(command, environment(microphone, home) | {"TERM": "xterm-256color"}, cwd=home)
    assert "crête" in seen
    assert "À corriger avant le premier appel" in seen
    assert not re.search(r"\x1b\[[0-9;?]*[HJKhlA-G]", seen)


def test_a_microphone_turned_up_too_far(microphone: VirtualMicrophone, home: Path, tmp_path: Path) -> None:
    """A voice that is cut off at full scale."""
    with playing(microphone, tmp_path / "loud.wav", client(gain=40)):
        found = facts(check(microphone, home, "--seconds", "4", "--json"))
    assert levels(found)["clipped"] == "problem"


def test_an_adapter_that_hums(microphone: VirtualMicrophone, home: Path, tmp_path: Path) -> None:
    """A ground loop under a voice: the mains' frequency is named, the voice is understood all the same."""
    times = np.arange(len(client())) / SAMPLE_RATE
    hum = 0.006 * np.sin(2 * np.pi * 50 * times) + 0.003 * np.sin(2 * np.pi * 150 * times)
    with playing(microphone, tmp_path / "hum.wav", to_int16(client() / 32_768 + hum)):
        found = facts(check(microphone, home, "--seconds", "6", "--json"))
    assert levels(found)["hum"] == "warning"
    assert next(each for each in found["findings"] if each["kind"] == "hum")["details"]["hertz"] == 50
    assert "no_voice" not in levels(found)


def test_a_device_that_hears_only_the_echo_of_the_desk(
    microphone: VirtualMicrophone, home: Path, tmp_path: Path
) -> None:
    """Two devices, one voice, weaker on the client's: it is the desk's own."""
    desk = np.tile(cut(voice(Side.DESK), 0, 6), 5)
    echo = to_int16(0.1 * desk / 32_768 + hiss(len(desk) / SAMPLE_RATE, -70))
    with (
        playing(microphone, tmp_path / "desk.wav", desk),
        playing(microphone, tmp_path / "echo.wav", echo, OTHER),
    ):
        sides = ("--device", OTHER.description, "--desk-device", DESK.description)
        done = check(microphone, home, *sides, "--seconds", "6", "--json")
    found = facts(done)
    assert levels(found)["only_echo"] == "problem"
    assert found["steps"][0]["echo"]["lead"] == pytest.approx(20, abs=3)


def test_a_microphone_that_is_not_there(microphone: VirtualMicrophone, home: Path) -> None:
    """A typing mistake names the devices there are."""
    done = check(microphone, home, "--device", "Jabra nine thousand")
    assert done.returncode == 3
    assert DESK.description in done.stderr
    assert "Traceback" not in done.stderr


def test_a_device_without_sound_does_not_hang(microphone: VirtualMicrophone, home: Path) -> None:
    """A source that is suspended gives no block: the check ends by itself and says so."""
    began = time.monotonic()
    with microphone.pulled_out():
        found = facts(check(microphone, home, "--seconds", "2", "--json"))
    assert levels(found) == {"no_sound": "problem"}
    assert time.monotonic() - began < 40
