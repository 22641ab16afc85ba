"""`calmdesk listen` on a real sound server: a call is played into the microphone, cards come out while it is spoken."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from audio import processes
from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.device

SPOKEN = (4.0, 30.0)
"""The stretch of the shipped call « insultes » that is played, in seconds: two insults and a useless treatment."""


@pytest.fixture
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as running:
        yield running


def client_side(folder: Path) -> Path:
    """Return a recording of the client's channel alone, as a loudspeaker would bring it to the microphone."""
    samples, rate = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16")
    first, last = (int(second * rate) for second in SPOKEN)
    path = folder / "client.wav"
    soundfile.write(path, np.ascontiguousarray(samples[first:last, 1]), rate, subtype="PCM_16")
    return path


def listen(microphone: VirtualMicrophone, folder: Path, *args: str) -> subprocess.Popen[str]:
    """Start listening in an empty home; JSON lines come on its standard output."""
    return subprocess.Popen(
        [sys.executable, "-m", "calmdesk", "listen", "--format", "jsonl", *args],
        env={**microphone.environment, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def children_of(program: subprocess.Popen[str]) -> dict[int, str]:
    """Return the programs that listening has started."""
    return processes.children(program.pid)


def gone(started: Mapping[int, str]) -> bool:
    """Tell whether none of those programs runs any more, after the moment an orphan needs to notice."""
    end = time.monotonic() + 5
    while left := [number for number, words in started.items() if processes.command_line(number) == words]:
        if time.monotonic() > end:
            return not left
        time.sleep(0.05)
    return True


def read_until_ready(program: subprocess.Popen[str]) -> None:
    """Wait until the first event says that the model is loaded and the microphone open."""
    assert program.stdout is not None
    assert json.loads(program.stdout.readline())["type"] == "notice"
    time.sleep(1.0)  # the stream opens right after the notice


def test_a_call_at_the_microphone_brings_cards(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """The insults spoken at the desk bring cards while the call goes on; Ctrl-C ends cleanly, nothing is left."""
    wav = client_side(tmp_path)
    program = listen(microphone, tmp_path)
    read_until_ready(program)
    microphone.play(wav)
    time.sleep(1.5)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=20)
    events: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert "insult" in {event["family"] for event in events if event["type"] == "card"}
    heard = " ".join(event["text"] for event in events if event["type"] == "final")
    assert "bras cassés" in heard
    assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["client.wav"]


@pytest.mark.parametrize("signal_sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_listening_ends_at_once(microphone: VirtualMicrophone, tmp_path: Path, signal_sent: signal.Signals) -> None:
    """Ctrl-C (which reaches every program of the terminal), logging out, closing the terminal: nothing goes on."""
    program = listen(microphone, tmp_path)
    read_until_ready(program)
    started = children_of(program)
    assert any("calmdesk.audio.capture" in words for words in started.values())
    asked = time.monotonic()
    os.killpg(program.pid, signal_sent)
    _, err = program.communicate(timeout=10)
    assert time.monotonic() - asked < 5
    assert program.returncode != 0
    assert "Traceback" not in err
    assert gone(started)


def test_a_capture_program_does_not_outlive_the_one_that_listens(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Killed without a chance to clear up, calmdesk leaves nothing behind that hears the room."""
    program = listen(microphone, tmp_path)
    read_until_ready(program)
    started = children_of(program)
    program.kill()
    program.communicate(timeout=10)
    assert any("calmdesk.audio.capture" in words for words in started.values())
    assert gone(started)


def test_a_sound_system_that_hangs_does_not_keep_the_program(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Ctrl-C works while the sound system hangs."""
    program = listen(microphone, tmp_path)
    read_until_ready(program)
    started = children_of(program)
    microphone.freeze()
    time.sleep(2)  # long enough to be noticed: another capture program hangs by now
    started |= children_of(program)
    asked = time.monotonic()
    os.killpg(program.pid, signal.SIGINT)
    program.communicate(timeout=10)
    assert time.monotonic() - asked < 5
    assert gone(started)


def test_both_sides_are_heard_where_the_desk_has_a_microphone(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """With --desk-device, what the desk says is told as the desk's."""
    wav = client_side(tmp_path)
    program = listen(microphone, tmp_path, "--device", "Other", "--desk-device", "desk micro")
    read_until_ready(program)
    microphone.play(wav)
    time.sleep(1.5)
    program.send_signal(signal.SIGINT)
    out, _ = program.communicate(timeout=20)
    events = [json.loads(line) for line in out.splitlines()]
    assert {event["side"] for event in events if event["type"] == "final"} == {"desk"}
    assert not [event for event in events if event["type"] == "card"]


def test_an_unknown_microphone_names_those_there_are(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """A typing mistake in --device costs ten seconds, not ten minutes."""
    program = listen(microphone, tmp_path, "--device", "Jabra nine thousand")
    _, err = program.communicate(timeout=30)
    assert program.returncode == 3
    assert "Jabra" in err
    assert "deskmic" in err
    assert "Traceback" not in err
