"""Notices that the terminal's window was closed."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


class Hangup:
    """Tells when the system says that the terminal is gone, instead of the sudden death that is the default.

    Where it cannot be told (Windows, a thread that is not the main one) or is to be passed over (``nohup``), nothing
    happens.

    Args:
        tell: called between two steps of the main thread; it must only take note.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._before: Any = None
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            before = signal.getsignal(signal.SIGHUP)
            if before is not signal.SIG_IGN:
                self._before = before
                signal.signal(signal.SIGHUP, self._hear)

    def close(self) -> None:
        """Let it be as before; may be called twice, on the main thread."""
        if sys.platform != "win32" and self._before is not None:
            signal.signal(signal.SIGHUP, self._before)
            self._before = None

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self._tell()
