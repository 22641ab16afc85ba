"""Sentences made into sound by short-lived processes with a time limit.

What is said comes on no disk where the system lets a file be in memory alone (Linux). Elsewhere it lies in a folder
for a moment; a calmdesk that is killed is noticed by the process it has started, which removes it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from calmdesk import child
from calmdesk.call.text import safe
from calmdesk.errors import VoiceError
from calmdesk.scratch import scratch_folder
from calmdesk.speech.voices import FoundVoice, choose_voice

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 8.0
"""Seconds a sentence may take; 0.2 are usual. pyttsx3 hangs now and then, and the child is killed then."""

IN_MEMORY: Final = hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir()
"""Whether a voice can write into a file that is in memory alone."""

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
        with nullcontext() if IN_MEMORY else scratch_folder() as folder:
            order = {"folder": str(folder or ""), "voice": voice.id, "rate": rate, "text": text}
            _, sound = self._ask(order)
        return sound

    def close(self) -> None:
        """End what is running; nothing can be rendered any more."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _ask(self, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return what the child answers: a head, and the sound after it."""
        with self._started() as (process, orders):
            # A child that could not even start has closed its end, and tells why on its way out.
            with suppress(BrokenPipeError):
                # The sentence goes over the pipe: everybody on the machine can read a command line.
                os.write(orders, json.dumps(order | {"seconds": self._limit + 1}).encode() + b"\n")
            try:
                out, err = process.communicate(timeout=self._limit)
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
    def _started(self) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
        """Run a child, and give it with the pipe of its orders; it does not outlive the block.

        The pipe stays open as long as this process lives: at its end the child ends too.
        """
        with self._lock:
            if self._closed:
                raise VoiceError("the voice is switched off")
            read, orders = os.pipe()
            try:
                process = subprocess.Popen(  # noqa: S603  # our own module
                    child.command("calmdesk.speech.voice_child"),
                    stdin=read,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    **child.apart(),
                )
            except OSError:
                os.close(orders)
                raise
            finally:
                os.close(read)
            self._running.add(process)
        with process:
            try:
                yield process, orders
            finally:
                process.kill()
                os.close(orders)
                with self._lock:
                    self._running.discard(process)


def _last_line(text: bytes) -> str:
    lines = text.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
