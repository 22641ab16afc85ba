"""The keys of the terminal calmdesk runs in, where stdin is not it but a pipe with sound."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from calmdesk.overlay.keyboard import NoKeyboard, open_keyboard

if TYPE_CHECKING:
    from typing import TextIO

    from calmdesk.overlay.keyboard import Keyboard

_TERMINAL: Final = "CONIN$" if sys.platform == "win32" else "/dev/tty"


class OwnTerminalKeyboard:
    """A keyboard that closes the terminal it was opened for."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._keys = open_keyboard(terminal)

    def read(self, seconds: float) -> str | None:
        """Return what is typed within ``seconds``; see ``Keyboard``."""
        return self._keys.read(seconds)

    def close(self) -> None:
        """Give the terminal back as it was; may be called twice."""
        if not self._terminal.closed:
            self._keys.close()
            self._terminal.close()


def open_own_terminal() -> Keyboard:
    """Return the keyboard of the terminal this program runs in, or one that never has a key where there is none."""
    try:
        return OwnTerminalKeyboard(open(_TERMINAL, encoding="utf-8"))  # noqa: PTH123  # closed with the keyboard; a device
    except OSError:
        return NoKeyboard()
