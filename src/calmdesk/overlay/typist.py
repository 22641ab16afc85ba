"""Follows the keyboard on a thread of its own, so that a key works at once even while nobody speaks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from calmdesk.overlay.presses import Presses

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.overlay.keyboard import Keyboard
    from calmdesk.overlay.presses import Press

_LOOK_SECONDS: Final = 0.2
"""How often the thread looks whether it is to end."""

_SETTLE_SECONDS: Final = 0.1
"""After an Escape without anything more, it was the key, and not the first half of an arrow."""


class Typist:
    """Hands over what was pressed, in groups that came at once; the keyboard is closed at the end.

    Args:
        keyboard: where keys come from.
        pressed: takes the presses; called on this object's thread.
    """

    def __init__(self, keyboard: Keyboard, pressed: Callable[[list[Press]], None]) -> None:
        self._keyboard = keyboard
        self._pressed = pressed
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="keys", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop reading and give the keyboard back; may be called twice."""
        self._closing.set()
        self._thread.join()
        self._keyboard.close()

    def _follow(self) -> None:
        presses = Presses()
        while not self._closing.is_set():
            typed = self._keyboard.read(_SETTLE_SECONDS if presses.unsure else _LOOK_SECONDS)
            if typed is None:
                return
            complete = presses.read(typed) if typed else presses.settle()
            if complete:
                self._pressed(complete)
