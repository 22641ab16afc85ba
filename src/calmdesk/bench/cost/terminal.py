"""A pseudo-terminal for benches, and somebody who reads all that is drawn on it."""

from __future__ import annotations

import os
import threading
import time
from typing import Final

from calmdesk.errors import UsageError

_WIDTH: Final = 80
_HEIGHT: Final = 24
_READ_AT_ONCE: Final = 65_536


class Terminal:
    """A pseudo-terminal of 80 by 24 cells. ``stream`` is what is drawn on, ``sent`` counts its bytes.

    With ``keep``, ``seen`` holds what was read and the moment of the monotonic clock at which it was, in order.

    Raises:
        UsageError: this system has no pseudo-terminals.
    """

    def __init__(self, *, keep: bool = False) -> None:
        if not hasattr(os, "openpty"):
            raise UsageError("drawing is measured on a pseudo-terminal, which this system does not have")
        import fcntl  # noqa: PLC0415  # Windows lacks it
        import struct  # noqa: PLC0415  # only to tell the size
        import termios  # noqa: PLC0415  # Windows lacks it

        self._outside, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", _HEIGHT, _WIDTH, 0, 0))
        self.stream = os.fdopen(inside, "w", encoding="utf-8")
        self.sent = 0
        self.seen: list[tuple[float, bytes]] = []
        self._keep = keep
        self._reading = 0.0
        self._eyes = threading.Thread(target=self._look, name="eyes", daemon=True)
        self._eyes.start()

    def used_by_others(self) -> float:
        """Return the processor seconds of this process, without those of the reading."""
        return time.process_time() - self._reading

    def close(self) -> None:
        """Close the terminal and wait for the reader to see it."""
        self.stream.close()
        self._eyes.join()
        os.close(self._outside)

    def _look(self) -> None:
        while True:
            try:
                drawn = os.read(self._outside, _READ_AT_ONCE)
            except OSError:  # closed at the other end
                return
            if self._keep:
                self.seen.append((time.monotonic(), drawn))
            self.sent += len(drawn)
            self._reading = time.thread_time()
