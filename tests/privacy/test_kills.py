"""Killed at any moment (kill -9, a power cut), calmdesk leaves nothing that was not asked for, and nobody running."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import soundfile

from calmdesk.review.many.kept import FACTS, HEARD, read_facts
from cli.conftest import ROOT
from cli.test_listen import client_side
from cli.test_rehearse import CALM, HARD, recorded
from privacy.killing import Killing, processes_of
from privacy.watching import calmdesk, environment, sound_server
from support.whisper_rig import HEADSET, Rig, needs_voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are looked for as Linux shows them"),
]

CALL = ROOT / "calls" / "insultes.wav"
CARD = '"card"'


def names(home: Path) -> list[str]:
    """Return all that lies in a home, but the temporary folder itself."""
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path != home / "tmp")


@contextmanager
def insulted(rig: Rig, folder: Path) -> Iterator[None]:
    """Let the microphone hear a client who insults, over and over."""
    wav, over = client_side(folder), threading.Event()

    def play() -> None:
        while not over.is_set():
            rig.server.play(wav)

    playing = threading.Thread(target=play)
    playing.start()
    try:
        yield
    finally:
        over.set()
        playing.join()


def sound_of_the_client() -> bytes:
    """Return the client's channel of a shipped call, as a softphone sends it: 8 kHz."""
    samples, rate = soundfile.read(CALL, dtype="int16")
    assert rate == 8000
    return samples[:, 1].tobytes()


@pytest.mark.parametrize("args", [["demo", "--speed", "real"], ["replay", str(CALL), "--speed", "real"]])
def test_a_call_that_is_shown(tmp_path: Path, args: list[str]) -> None:
    """Neither a temporary file nor a word remains of a demo, or of a recording."""
    for home in Killing([*args, "--format", "plain"]).at_random(tmp_path, 20, 3.0):
        assert names(home) == []


def test_a_call_from_a_pipe(tmp_path: Path) -> None:
    """`listen --stdin`, killed while it starts and after its first card: an empty home stays empty."""
    args = ["listen", "--stdin", "--rate", "8000", "--format", "jsonl"]
    for until, times in (("", 10), (CARD, 15)):
        for home in Killing(args, sound_of_the_client(), until=until).at_random(tmp_path, times, 2.0):
            assert names(home) == []


@pytest.mark.device
@needs_voice
def test_a_call_from_a_pipe_with_whispers(rig: Rig, tmp_path: Path) -> None:
    """What was being whispered is nowhere left, and neither voice nor player go on."""
    args = ["listen", "--stdin", "--rate", "8000", "--format", "jsonl", "--whisper", HEADSET]
    for until, times in (("", 6), (CARD, 8)):
        killing = Killing(args, sound_of_the_client(), more=sound_server(rig.environment), until=until)
        for home in killing.at_random(tmp_path, times, 1.5):
            assert names(home) == []


@pytest.mark.device
@needs_voice
@pytest.mark.parametrize("more", [(), ("--whisper", HEADSET)], ids=["silent", "whispering"])
def test_a_call_at_the_desk(rig: Rig, tmp_path: Path, more: tuple[str, ...]) -> None:
    """Heard by a microphone: capture, voice and player end with the program; no sound, no word is kept."""
    args = ["listen", "--format", "jsonl", *more]
    with insulted(rig, tmp_path):
        for until, times in (("", 6), (CARD, 8)):
            for home in Killing(args, more=sound_server(rig.environment), until=until).at_random(tmp_path, times, 1.5):
                assert names(home) == []


@pytest.mark.device
@needs_voice
def test_a_rehearsal_aloud(rig: Rig, tmp_path: Path) -> None:
    """The client speaks, the answers come from recordings: nothing of either voice remains beside the recordings."""
    said = {"1.wav": CALM, "2.wav": HARD, "3.wav": HARD}
    files = {name: (tmp_path / name).read_bytes() for name, each in said.items() if recorded(tmp_path / name, each)}
    args = ["rehearse", "insultes", "--headset", HEADSET, "--file", *files, "--json", "look.json"]
    for until, times in (("", 12), ("Client", 12)):
        killing = Killing(args, more=sound_server(rig.environment), files=files, until=until)
        for home in killing.at_random(tmp_path, times, 4.0):
            assert names(home) == sorted(files)


@pytest.mark.device
@needs_voice
def test_a_rehearsal_into_the_microphone(rig: Rig, tmp_path: Path) -> None:
    """Spoken answers are not kept either."""
    args = ["rehearse", "insultes", "--headset", HEADSET, "--device", "deskmic"]
    with insulted(rig, tmp_path):
        for home in Killing(args, more=sound_server(rig.environment), until="Client").at_random(tmp_path, 20, 6.0):
            assert names(home) == []


def test_a_review(tmp_path: Path) -> None:
    """The page is there as a whole, for its owner alone, or not at all; nothing lies beside it."""
    args = ["replay", str(CALL), "--desk", "--review", "page.html", "--with-audio"]
    for home in Killing(args).at_random(tmp_path, 24, 1.2):
        assert set(names(home)) <= {"page.html"}
        for page in home.glob("*.html"):
            assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
            assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_many_calls(tmp_path: Path) -> None:
    """In the folder that was asked for lie whole facts, and heard events that grow, private; elsewhere nothing."""
    files = {f"calls/{number}.wav": CALL.read_bytes() for number in range(4)}
    args = ["replay", "calls", "--out", "out", "--jobs", "2"]
    for home in Killing(args, files=files).at_random(tmp_path, 20, 6.0):
        for path in (home / "out").rglob("*"):
            assert path.name.endswith((HEARD, f"{HEARD}.part", FACTS)) or path.name in {".lock", "trends.html"}
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert not path.name.endswith(FACTS) or read_facts(path)
        assert [name for name in names(home) if name.partition("/")[0] not in {"calls", "out"}] == []


def test_the_search_for_processes_finds_one(tmp_path: Path) -> None:
    """A search that finds nothing proves nothing: a running program of a home is found."""
    with subprocess.Popen(calmdesk("listen", "--stdin"), env=environment(tmp_path), stdin=subprocess.PIPE) as program:
        assert program.pid in processes_of(tmp_path)
        program.kill()
    assert processes_of(tmp_path) == {}
