"""The machine's voice for one language: sentences become sound in the background and are kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from calmdesk.call.text import safe
from calmdesk.speech.rendering import LIMIT, Renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from calmdesk.call.sound import Sound

KEPT: Final = 64
"""Sentences kept in memory: about 0.2 MB each."""

RATE: Final = 170
"""Words a minute: calm, and clear in one ear while somebody talks in the other."""

_AT_ONCE: Final = 2
"""Sentences made at the same time when asked for: an urgent one need not wait for one that hangs."""

# SAPI would read « < » as XML, macOS « [[ » as an order to its voice.
_NOT_SPOKEN: Final = str.maketrans("<>[]{}", "      ")


class Voice:
    """Says sentences of one language; none of the methods waits.

    Args:
        language: ``fr``, or with the country that is preferred: ``fr-BE``.
        decode: makes a WAV or AIFF file in memory into sound.
        rate: words a minute.
        limit: seconds a sentence may take to be made.

    Raises:
        VoiceError: the machine has no voice that works, or none for the language.
    """

    def __init__(
        self, language: str, decode: Callable[[bytes], Sound], *, rate: int = RATE, limit: float = LIMIT
    ) -> None:
        self._renderer = Renderer(limit)
        self.found = self._renderer.voice_for(language)
        self._decode = decode
        self._rate = rate
        self._lock = threading.Lock()
        self._sounds: OrderedDict[str, Future[Sound]] = OrderedDict()
        self._now = ThreadPoolExecutor(_AT_ONCE, "voice")
        self._ahead = ThreadPoolExecutor(1, "voice-ahead")

    def ask(self, text: str) -> Future[Sound]:
        """Return the sentence's sound, now or soon.

        The future's errors: VoiceError, AudioError (the file cannot be decoded); a failure is not kept. It is
        cancelled when the voice is closed before.
        """
        return self._sound(text, self._now)

    def prepare(self, texts: Iterable[str]) -> None:
        """Make sentences ready, one after the other, behind everything that is asked for."""
        for text in texts:
            self._sound(text, self._ahead)

    def close(self) -> None:
        """Stop all work at once; nothing may be asked for any more."""
        self._now.shutdown(wait=False, cancel_futures=True)
        self._ahead.shutdown(wait=False, cancel_futures=True)
        self._renderer.close()
        self._now.shutdown()
        self._ahead.shutdown()

    def _sound(self, text: str, pool: ThreadPoolExecutor) -> Future[Sound]:
        with self._lock:
            sound = self._sounds.get(text)
            # A sentence that still waits its turn ahead of time is wanted now: cancel() fails once it is being made.
            if sound is None or (pool is self._now and sound.cancel()) or _failed(sound):
                sound = self._sounds[text] = pool.submit(self._make, text)
            self._sounds.move_to_end(text)
            while len(self._sounds) > KEPT:
                self._sounds.popitem(last=False)
            return sound

    def _make(self, text: str) -> Sound:
        spoken = " ".join(safe(text).translate(_NOT_SPOKEN).split())
        return self._decode(self._renderer.render(spoken, self.found, self._rate))


def _failed(sound: Future[Sound]) -> bool:
    return sound.cancelled() or (sound.done() and sound.exception() is not None)
