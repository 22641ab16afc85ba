"""The machine's real voice: sentences become sound, nothing is left behind, and what hangs is killed."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import tempfile
import time
import wave
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk import child
from calmdesk.audio.whole import decode
from calmdesk.errors import VoiceError
from calmdesk.messages import explain
from calmdesk.speech import rendering
from calmdesk.speech.rendering import IN_MEMORY, Renderer
from calmdesk.speech.voice import KEPT, Voice
from calmdesk.speech.voice_child import is_whole
from support.whisper_rig import children, needs_voice, wait_for_child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHILD = "calmdesk.speech.voice_child"
SENTENCE = "Je comprends votre inquiétude, je vérifie tout de suite."


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def voice(temporary: Path) -> Iterator[Voice]:
    """A French voice that is given three seconds, and leaves nothing behind."""
    with closing(Voice("fr", decode, limit=3.0)) as speaking:
        yield speaking
    assert list(temporary.iterdir()) == []


@needs_voice
def test_a_sentence_becomes_sound(voice: Voice) -> None:
    """A sentence of ten words lasts some seconds, and is loud enough to be heard."""
    sound = voice.ask(SENTENCE).result(10)
    assert 2 < sound.seconds < 6
    assert np.abs(sound.samples.astype(int)).max() > 3000


@needs_voice
def test_a_sentence_is_made_once(voice: Voice) -> None:
    """The second time it is there at once: the same sound, and no process is started."""
    voice.prepare(["Bonjour.", SENTENCE])
    first = voice.ask(SENTENCE).result(10)
    asked = voice.ask(SENTENCE)
    assert asked.done()
    assert asked.result() is first


@needs_voice
def test_the_oldest_sentences_are_forgotten(voice: Voice) -> None:
    """A day of calls does not fill the memory."""
    first = voice.ask("zéro")
    first.result(10)
    with closing(voice):
        voice.prepare(str(number) for number in range(KEPT))
        assert voice.ask("zéro") is not first


@needs_voice
@pytest.mark.parametrize(
    "text", ["Attendez < 5 minutes & merci", "[[rate 900]] oui", "Rex\x1b[31m{0} \u202eoui", "« Rex »…"]
)
def test_every_text_is_said_as_words(voice: Voice, text: str) -> None:
    """A strange name in a sentence is no order to the voice, and no reason to be silent."""
    assert 0.3 < voice.ask(text).result(10).seconds < 6


@needs_voice
def test_a_voice_that_hangs_is_killed(voice: Voice, temporary: Path) -> None:
    """A driver that never comes back costs its time limit; what it was to say was never on a disk."""
    asked = voice.ask(SENTENCE)
    os.kill(wait_for_child(CHILD), signal.SIGSTOP)
    assert list(temporary.iterdir()) == [] or not IN_MEMORY
    with pytest.raises(VoiceError, match=r"within 3\.0 s"):
        asked.result(10)
    assert children(os.getpid(), CHILD) == []
    assert list(temporary.iterdir()) == []
    assert voice.ask(SENTENCE).result(10).seconds > 2


@needs_voice
def test_an_urgent_sentence_does_not_wait_for_one_that_hangs(voice: Voice) -> None:
    """While one sentence hangs, the next one is made."""
    hanging = voice.ask("Un instant.")
    os.kill(wait_for_child(CHILD), signal.SIGSTOP)
    assert voice.ask(SENTENCE).result(10).seconds > 2
    assert not hanging.done()


@needs_voice
def test_a_voice_that_crashes_is_explained(voice: Voice) -> None:
    """A driver that is killed is an error of this sentence only."""
    asked = voice.ask(SENTENCE)
    os.kill(wait_for_child(CHILD), signal.SIGKILL)
    with pytest.raises(VoiceError, match="does not work"):
        asked.result(10)
    assert voice.ask(SENTENCE).result(10).seconds > 2


@needs_voice
def test_closing_does_not_wait_for_a_voice_that_hangs(temporary: Path) -> None:
    """The end of the program is at once, and no process stays."""
    voice = Voice("fr", decode, limit=60.0)
    asked = voice.ask(SENTENCE)
    os.kill(wait_for_child(CHILD), signal.SIGSTOP)
    began = time.monotonic()
    voice.close()
    assert time.monotonic() - began < 5
    assert isinstance(asked.exception(1), VoiceError)
    assert children(os.getpid(), CHILD) == []
    assert list(temporary.iterdir()) == []


@needs_voice
def test_a_voice_nobody_waits_for_ends_by_itself(tmp_path: Path) -> None:
    """Should calmdesk be killed while the voice speaks or hangs, its process clears its folder and ends, at once."""
    folder = tmp_path / "folder"
    folder.mkdir()
    # Its answer fits into no pipe, and nobody takes it: nothing but the end of its input ends the process.
    order = {"seconds": 60.0, "folder": str(folder), "voice": "roa/fr", "rate": 170, "text": SENTENCE * 20}
    with subprocess.Popen(child.command(CHILD), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        time.sleep(1.0)
        assert process.poll() is None
        began = time.monotonic()
        process.stdin.close()
        assert process.wait(20) != 0
    assert time.monotonic() - began < 5
    assert not folder.exists()


@needs_voice
def test_where_no_file_is_in_memory_alone_a_folder_is_used(
    voice: Voice, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows: nobody else may look into it, and it is gone with the sentence."""
    monkeypatch.setattr(rendering, "IN_MEMORY", False)
    asked = voice.ask(SENTENCE)
    wait_for_child(CHILD)
    [folder] = temporary.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert asked.result(10).seconds > 2
    assert list(temporary.iterdir()) == []


@needs_voice
def test_a_language_without_a_voice_is_explained(temporary: Path) -> None:
    """One line says what is missing, one how to get it."""
    with pytest.raises(VoiceError) as caught:
        Voice("wa", decode)
    problem, hint = explain(caught.value, "fr")
    assert problem == "cette machine n'a pas de voix qui parle 'wa'"
    assert "espeak-ng-data" in hint
    assert list(temporary.iterdir()) == []


def test_a_machine_without_speech_synthesis_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the synthesiser cannot be loaded, the way to install it is shown, and no traceback."""
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        (tmp_path / name).touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(VoiceError) as caught:
        Renderer().voices()
    problem, hint = explain(caught.value, "fr")
    assert problem.startswith("la voix de cette machine ne fonctionne pas : RuntimeError")
    assert "libespeak-ng1" in hint


def _wav(frames: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writing:
        writing.setparams((1, 2, 22050, 0, "NONE", ""))
        writing.writeframes(bytes(2 * frames))
    return file.getvalue()


@given(frames=st.integers(1, 500), share=st.floats(0, 1, exclude_max=True))
def test_a_file_that_is_still_being_written_is_waited_for(frames: int, share: float) -> None:
    """No sentence is cut off because its file was read too early."""
    whole = _wav(frames)
    assert is_whole(whole)
    assert not is_whole(whole[: int(share * len(whole))])


@given(st.binary(max_size=100))
def test_a_file_of_another_kind_is_not_whole(content: bytes) -> None:
    """Whatever a driver writes, only sound counts."""
    assert not is_whole(content) or content[:4] in {b"RIFF", b"FORM"}


def test_a_file_without_sound_is_not_whole() -> None:
    """A header alone is what a driver writes before it has begun."""
    assert not is_whole(_wav(0))
