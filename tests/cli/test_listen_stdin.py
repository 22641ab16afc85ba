"""`calmdesk listen --stdin`: raw sound through real pipes, as sox, ffmpeg or a softphone send it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import wave
from typing import TYPE_CHECKING, Any

import pytest
import soundfile

from cli.conftest import ROOT, lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

CALL = ROOT / "calls" / "insultes.wav"
LISTEN = f"{sys.executable} -m calmdesk listen --stdin --format jsonl"


def sound() -> NDArray[Any]:
    """Return the first half minute of the shipped call at 8 kHz, desk left, client right."""
    samples, rate = soundfile.read(CALL, dtype="int16", frames=30 * 8000)
    assert rate == 8000
    return samples


def pipe(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in an empty home, as a user types it."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def families(events: list[dict[str, Any]]) -> set[str]:
    """Return the families of the cards."""
    return {event["family"] for event in events if event["type"] == "card"}


def test_the_clients_sound_through_a_pipe_brings_cards(tmp_path: Path) -> None:
    """`cat client.raw | calmdesk listen --stdin`: the insults of the shipped call are answered, to its end."""
    (tmp_path / "client.raw").write_bytes(sound()[:, 1].tobytes())
    done = pipe(tmp_path, f"cat client.raw | {LISTEN} --rate 8000")
    events = lines(done)
    assert {"insult", "treatment_failure"} <= families(events)
    assert events[-1]["type"] == "ended"
    # The call began with the client's first words, four seconds into the recording.
    assert events[-1]["at"] == pytest.approx(len(sound()) / 8000 - 4, abs=0.5)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["client.raw"]


def test_two_channels_are_client_and_desk(tmp_path: Path) -> None:
    """A stereo pipe keeps the two apart: the desk's own words bring no card."""
    (tmp_path / "call.raw").write_bytes(sound().tobytes())
    events = lines(pipe(tmp_path, f"cat call.raw | {LISTEN} --channels 2 --client right"))
    assert {event["side"] for event in events if event["type"] == "final"} == {"client", "desk"}
    assert {event["side"] for event in events if event["type"] == "cue"} == {"client"}
    assert "insult" in families(events)


def test_a_wav_through_the_pipe_is_heard_too(tmp_path: Path) -> None:
    """`sox … -t wav -` instead of raw: its header is believed, and that is said."""
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(sound()[:, 1].tobytes())
    events = lines(pipe(tmp_path, f"cat call.wav | {LISTEN} --rate 48000"))
    assert any("WAV" in event["text"] for event in events if event["type"] == "notice")
    assert "insult" in families(events)


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("true", "aucun son n'est arrivé"),
        (f"cat {CALL}", "ce WAV a 2"),
        ("printf 'OggS0123456789'", "OGG"),
    ],
)
def test_what_is_no_raw_sound_is_explained(tmp_path: Path, sender: str, said: str) -> None:
    """Nothing, a µ-law WAV, an OGG: two lines that say what it is and how to send it, no traceback."""
    done = pipe(tmp_path, f"LC_ALL=fr_FR.UTF-8 PYTHONUTF8=1; export LC_ALL PYTHONUTF8; {sender} | {LISTEN}")
    assert done.returncode == 3
    assert said in done.stderr
    assert "→" in done.stderr
    assert "Traceback" not in done.stderr


def test_noise_and_text_end_as_they_came(tmp_path: Path) -> None:
    """A pipe that brings rubbish is heard out, and the program ends well."""
    done = pipe(tmp_path, f"(seq 20000; head -c 100001 /dev/urandom) | {LISTEN}")
    assert lines(done)[-1]["type"] == "ended"
    assert "Traceback" not in done.stderr


def test_a_pipe_that_stands_still_can_be_left(tmp_path: Path) -> None:
    """SIGTERM ends the program at once although the softphone neither sends nor ends; a message is not in the way."""
    program = subprocess.Popen(
        LISTEN.split(),
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(sound()[: 8 * 8000, 1].tobytes())
        program.stdin.flush()
        while json.loads(program.stdout.readline())["type"] != "partial":
            pass
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 130
        assert program.stderr is not None
        assert program.stderr.read().strip() == b""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--stdin", "--websocket", "2700"), "--stdin"),
        (("--device", "Jabra", "--stdin"), "--device"),
        (("--rate", "16000"), "--rate"),
        (("--channels", "2", "--client", "left"), "--channels"),
        (("--stdin", "--client", "left"), "--client"),
        (("--stdin", "--channels", "2"), "--client left"),
        (("--websocket", "2700", "--channels", "2"), "--channels"),
        (("--stdin", "--rate", "4000"), "--rate"),
        (("--websocket", "0"), "--websocket"),
        (("--websocket", "70000"), "--websocket"),
    ],
)
def test_options_that_mean_nothing_together_are_refused(
    calmdesk: Callable[..., subprocess.CompletedProcess[str]], options: tuple[str, ...], said: str
) -> None:
    """The mistake is named at once, before a model is loaded."""
    done = calmdesk("listen", *options, stdin="x")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
