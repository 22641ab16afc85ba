"""Sentences made into sound by short-lived processes with a time limit; what was said is nowhere left on the disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from calmdesk import child
from calmdesk.call.text import safe
from calmdesk.errors import VoiceError
from calmdesk.speech.voices import FoundVoice, choose_voice

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 8.0
"""Seconds a sentence may take; 0.2 are usual. pyttsx3 hangs now and then, and the child is killed then."""

_FOLDERS: Final = "calmdesk-voice-"

_LEFT_BEHIND: Final = 60.0
"""Seconds after which a folder cannot be in use any more."""

_INSTALL: Final = {
    "win32": "Windows: Settings, Time & language, Speech, Add voices",
    "darwin": "macOS: System Settings, Accessibility, Spoken Content, System voice, Manage voices",
    "": "Debian, Ubuntu: sudo apt install libespeak-ng1 espeak-ng-data; Fedora: sudo dnf install espeak-ng",
}
"""How to get voices, by system."""

_SYSTEM: Final = sys.platform if sys.platform in _INSTALL else ""

GET_VOICES: Final = _INSTALL[_SYSTEM]
"""How to get voices on this one: a template, as in ``errors``."""


class Renderer:
    """Starts a process for every sentence; may be used from several threads.

    Args:
        limit: seconds after which a process is killed.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False
        sweep()

    def voices(self) -> list[FoundVoice]:
        """Return the voices of this machine, in the system's order.

        Raises:
            VoiceError: there is no speech synthesis that works, or it hangs.
        """
        head, _ = self._ask({})
        return [FoundVoice(each, name, tuple(languages)) for each, name, languages in head["voices"]]

    def voice_for(self, language: str) -> FoundVoice:
        """Return the voice for a language, as ``voices.choose_voice``.

        Raises:
            VoiceError: none speaks it, or as ``voices``.
        """
        found = choose_voice(language, self.voices())
        if found is None:
            raise VoiceError(
                "this machine has no voice that speaks {language!r}", hint=_INSTALL[_SYSTEM], language=safe(language)
            )
        return found

    def render(self, text: str, voice: FoundVoice, rate: int) -> bytes:
        """Return a WAV or AIFF file with ``text``, said at ``rate`` words a minute.

        Raises:
            VoiceError: the voice failed, or took longer than the limit.
        """
        with tempfile.TemporaryDirectory(prefix=_FOLDERS, ignore_cleanup_errors=True) as folder:
            _, sound = self._ask({"folder": folder, "voice": voice.id, "rate": rate, "text": text})
        return sound

    def close(self) -> None:
        """End what is running; nothing can be rendered any more."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _ask(self, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what the child answers: a head, and the sound after it."""
        with self._started() as process:
            try:
                # The sentence goes over the pipe: everybody on the machine can read a command line.
                out, err = process.communicate(json.dumps(order | {"seconds": self._limit + 1}).encode(), self._limit)
            except subprocess.TimeoutExpired:
                raise VoiceError("the voice did not answer within {seconds} s", seconds=self._limit) from None
        if process.returncode != 0:
            raise VoiceError(
                "the voice of this machine does not work: {reason}",
                hint=_INSTALL[_SYSTEM],
                reason=_last_line(err) or process.returncode,
            )
        head, _, sound = out.partition(b"\n")
        return json.loads(head), sound

    @contextmanager
    def _started(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a child; it does not outlive the block."""
        with self._lock:
            if self._closed:
                raise VoiceError("the voice is switched off")
            process = subprocess.Popen(  # noqa: S603  # our own module
                child.command("calmdesk.speech.voice_child"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                **child.apart(),
            )
            self._running.add(process)
        with process:
            try:
                yield process
            finally:
                process.kill()
                with self._lock:
                    self._running.discard(process)


def sweep() -> None:
    """Remove folders that a calmdesk which was killed has left behind; those of other users stay theirs."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDERS}*"):
        if _is_old(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.lstat().st_mtime > _LEFT_BEHIND
    except OSError:  # its owner has just removed it
        return False


def _last_line(text: bytes) -> str:
    lines = text.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
