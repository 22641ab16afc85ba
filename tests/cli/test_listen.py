"""`calmdesk listen` on a real sound server: a call is played into the microphone, cards come out while it is spoken."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    )


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


def test_sigterm_ends_listening_at_once(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Logging out, or closing the terminal, does not leave a program that listens."""
    program = listen(microphone, tmp_path)
    read_until_ready(program)
    asked = time.monotonic()
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=10)
    assert time.monotonic() - asked < 5
    assert program.returncode != 0


def test_an_unknown_microphone_names_those_there_are(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """A typing mistake in --device costs ten seconds, not ten minutes."""
    program = listen(microphone, tmp_path, "--device", "Jabra nine thousand")
    _, err = program.communicate(timeout=30)
    assert program.returncode == 3
    assert "Jabra" in err
    assert "deskmic" in err
    assert "Traceback" not in err
