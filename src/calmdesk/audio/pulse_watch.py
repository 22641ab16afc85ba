"""Is told by PulseAudio (or PipeWire) when sources come, go or change places; costs nothing while they do not."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from calmdesk.audio import pulse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calmdesk.audio.pulse import PulseSource

_TELLING = re.compile(rb"on (source-output|server)\b|'(new|remove)' on source\b")
"""Events after which a stream may hang on another source. Each question makes events of its own, on clients."""

_SETTLE_SECONDS = 0.1
"""A source that goes makes several events."""

_CONNECT_SECONDS = 0.3
"""Seconds in which ``pactl`` has reached the server."""

_AGAIN_SECONDS = 1.0
"""Seconds between two attempts to reach a server that has gone."""


_UNTIL_LEFT_ALONE = '"$1" subscribe & exec >&-; read -r _; kill -9 $!'
"""``pactl`` does not mind that nobody reads what it writes: the shell ends it when this program has gone."""


class PulseWatch:
    """Asks who hears which source whenever that may have changed; a thread, and a ``pactl`` that waits for events.

    Args:
        told: gets the source that each process hears, in the watch's own thread.
    """

    def __init__(self, told: Callable[[Mapping[int, PulseSource]], None]) -> None:
        self._told = told
        self._closed = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="pulse-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch, where there is anything to ask."""
        if pulse.pactl():
            self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()
        with self._lock:
            if self._process and self._process.poll() is None:
                with suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
        if self._thread.is_alive():
            self._thread.join(pulse.ANSWER_SECONDS)

    def _watch(self) -> None:
        while not self._closed.is_set():
            with suppress(OSError):  # out of processes for a moment
                self._subscribe()
            self._closed.wait(_AGAIN_SECONDS)

    def _subscribe(self) -> None:
        """Listen to one ``pactl`` until it ends, as it does when the server goes."""
        with self._lock:
            if self._closed.is_set():
                return
            self._process = subprocess.Popen(  # noqa: S603  # the system's own tool
                ["/bin/sh", "-c", _UNTIL_LEFT_ALONE, "sh", pulse.pactl() or "pactl"],
                env=pulse.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        with self._process as process:
            out: int = process.stdout.fileno()  # type: ignore[union-attr]  # it was asked for
            # A stream may have opened before this was there to be told.
            if not self._closed.wait(_CONNECT_SECONDS):
                self._told(pulse.heard_by())
            while chunk := os.read(out, 65_536):
                if _TELLING.search(chunk) and not self._closed.wait(_SETTLE_SECONDS):
                    self._told(pulse.heard_by())
