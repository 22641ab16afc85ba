"""`calmdesk whisper`, and `calmdesk listen --whisper`: the real program, a real voice, a real sound server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from cli.conftest import ROOT
from support.whisper_rig import HEADSET, Rig, children, needs_voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.whisper_rig import Heard

    Run = Callable[..., subprocess.CompletedProcess[str]]

SPOKEN = (4.0, 18.0)
"""The stretch of the shipped call « insultes » that is played, in seconds."""

PHRASE = "Je comprends, je vérifie votre dossier tout de suite."


@pytest.mark.device
@needs_voice
def test_a_phrase_is_tried_out(rig: Rig, calmdesk: Run) -> None:
    """The phrase is heard in the headset and nowhere else; one line tells the voice and how long it spoke."""
    with rig.listening() as heard, rig.listening("speaker") as loud:
        done = calmdesk("whisper", PHRASE, "--device", HEADSET, **rig.environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("voix : French")
    assert done.stdout.endswith(f"s dans {HEADSET}\n")
    assert 2 < heard.seconds < 6
    assert loud.seconds == 0


@pytest.mark.device
@needs_voice
def test_a_loudspeaker_is_used_after_a_warning(rig: Rig, calmdesk: Run) -> None:
    """Without --device the whisper comes out where everything does: it says so, and speaks."""
    with rig.listening("speaker") as loud:
        done = calmdesk("whisper", PHRASE, **rig.environment)
    assert done.returncode == 0
    assert "le client entend ce qui est chuchoté" in done.stderr
    assert loud.seconds > 2


@needs_voice
def test_the_voices_are_listed(calmdesk: Run) -> None:
    """Who wants another voice sees which there are, by language."""
    done = calmdesk("whisper", "--voices")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("fr") and "French" in line]


@pytest.mark.parametrize("phrase", [[], ["  "], ["très " * 200]])
def test_a_phrase_is_needed(calmdesk: Run, phrase: list[str]) -> None:
    """Nothing to say, or too much of it, is answered with an example."""
    done = calmdesk("whisper", *phrase)
    assert done.returncode == 2
    assert "donnez la phrase à chuchoter" in calmdesk("whisper", *phrase, "--lang", "fr", LANG="C").stderr
    assert "Traceback" not in done.stderr


@pytest.mark.device
@needs_voice
def test_what_is_missing_is_explained(rig: Rig, calmdesk: Run) -> None:
    """A headset that is not there, a language without a voice: two lines and an exit code."""
    done = calmdesk("whisper", PHRASE, "--device", "Jabra", "--lang", "fr", **rig.environment)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("calmdesk: il n'y a pas de périphérique de son Jabra\n")
    done = calmdesk("whisper", PHRASE, "--device", HEADSET, "--lang", "wa", **rig.environment)
    assert (done.returncode, done.stdout) == (10, "")
    assert done.stderr.startswith("calmdesk: this machine has no voice that speaks 'wa'\n")


def client_side(folder: Path) -> Path:
    """Return a recording of the client's channel alone, as a loudspeaker would bring it to the microphone."""
    samples, rate = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16")
    first, last = (int(second * rate) for second in SPOKEN)
    path = folder / "client.wav"
    soundfile.write(path, np.ascontiguousarray(samples[first:last, 1]), rate, subtype="PCM_16")
    return path


class Listening:
    """`calmdesk listen --whisper` at work in an empty home; ``events`` grow as they come."""

    def __init__(self, rig: Rig, folder: Path, **environment: str) -> None:
        (folder / "tmp").mkdir()
        home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "TMPDIR": str(folder / "tmp")}
        self._errors = folder / "errors"
        with self._errors.open("wb") as errors:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "calmdesk", "listen", "--format", "jsonl", "--whisper", HEADSET],
                env={**rig.environment, **home, **environment},
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                start_new_session=True,
            )
        self.events: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def texts(self, kind: str, key: str) -> list[str]:
        """Return one field of all events of a kind."""
        return [event[key] for event in self.events if event["type"] == kind]

    def wait_for(self, kind: str, key: str, part: str) -> None:
        """Wait until an event of a kind has a text in one of its fields."""
        end = time.monotonic() + 30
        while not any(part in text for text in self.texts(kind, key)):
            assert time.monotonic() < end, self.events
            time.sleep(0.05)

    def interrupt(self) -> str:
        """End it as Ctrl-C in a terminal does, and return what it wrote as errors; no child of it is left."""
        player = children(self._program.pid, "calmdesk.audio.headset_child")
        os.killpg(self._program.pid, signal.SIGINT)
        self._program.wait(20)
        self._reader.join(5)
        assert [pid for pid in player if Path(f"/proc/{pid}").exists()] == []
        errors = self._errors.read_text(encoding="utf-8")
        self._errors.unlink()
        return errors.strip()

    def _read(self) -> None:
        assert self._program.stdout is not None
        with self._program.stdout as lines:
            self.events.extend(json.loads(line) for line in lines)


def hear_call(rig: Rig, folder: Path, **environment: str) -> tuple[Listening, str, Heard]:
    """Play a call to the desk until its cards are whispered; return what was told, the errors, and what was heard."""
    wav = client_side(folder)
    with rig.listening() as heard:
        listening = Listening(rig, folder, **environment)
        listening.wait_for("notice", "message", "small model")
        time.sleep(1.0)  # the stream opens right after that notice
        rig.server.play(wav)
        listening.wait_for("card", "family", "insult")
        time.sleep(1.5)
        errors = listening.interrupt()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["client.wav"]
    return listening, errors, heard


@pytest.mark.device
@pytest.mark.slow
@needs_voice
def test_cards_are_whispered_while_a_call_is_heard(rig: Rig, tmp_path: Path) -> None:
    """The client's insults bring cards, in the ear too; nobody else hears them; Ctrl-C leaves nothing behind."""
    with rig.listening("speaker") as loud:
        _, errors, heard = hear_call(rig, tmp_path)
    assert heard.seconds > 1
    assert loud.seconds == 0
    assert errors == ""


@pytest.mark.device
@pytest.mark.slow
def test_without_a_voice_the_call_is_heard_all_the_same(rig: Rig, tmp_path: Path) -> None:
    """Where no synthesiser can be loaded, the notice says what is missing, and the cards come on the screen."""
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        (broken / name).symlink_to("/dev/null")
    listening, errors, heard = hear_call(rig, tmp_path, LD_LIBRARY_PATH=str(broken))
    [told] = [text for text in listening.texts("notice", "text") if "voix" in text]
    assert told.startswith("la voix de cette machine ne fonctionne pas")
    assert "libespeak-ng1" in told
    assert heard.seconds == 0
    assert errors == ""
