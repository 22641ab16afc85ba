"""Single key presses, read without waiting and without echo; nothing at all where there is no keyboard."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
from collections import deque
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO


class Key(StrEnum):
    """What a key asks for; the values name the hints in ``screen.toml``."""

    QUIT = "quit"
    PAUSE = "pause"
    SKIP = "skip"
    HELP = "help"
    DISMISS = "dismiss"


class Keyboard(Protocol):
    """Where keys come from."""

    def poll(self) -> Key | None:
        """Return the next key pressed, or None at once when there is none."""
        ...

    def close(self) -> None:
        """Give the keyboard back as it was; may be called twice."""
        ...


_MEANING: Final = {
    "q": Key.QUIT,
    " ": Key.PAUSE,
    "p": Key.PAUSE,
    "s": Key.SKIP,
    "\r": Key.SKIP,
    "\n": Key.SKIP,
    "d": Key.DISMISS,
    "?": Key.HELP,
    "h": Key.HELP,
}
# Arrows, function keys, pasted text marks, Alt + letter: a terminal sends them as escape sequences.
_SEQUENCE: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[ -~])?")
_AT_ONCE: Final = 256
"""Bytes read per poll; more is somebody leaning on the keyboard, or a paste."""


def meanings(typed: str) -> list[Key]:
    """Return the keys ``typed`` holds, in order; escape sequences and letters that mean nothing are passed over."""
    letters = _SEQUENCE.sub("", typed).lower()
    return [_MEANING[letter] for letter in letters if letter in _MEANING]


class NoKeyboard:
    """Stands in where there is nothing to read from: a pipe, a closed stdin, a job in the background."""

    def poll(self) -> Key | None:
        """Return None."""
        return None

    def close(self) -> None:
        """Nothing to give back."""


def open_keyboard(stream: TextIO | None = None) -> Keyboard:
    """Return the keyboard behind ``stream`` (stdin unless given), or one that never has a key."""
    stream = stream if stream is not None else sys.stdin
    with contextlib.suppress(OSError, ValueError):  # closed, or an object without a descriptor
        if stream is not None and stream.isatty() and _in_foreground(stream.fileno()):
            return TerminalKeyboard(stream.fileno())
    return NoKeyboard()


if sys.platform == "win32":
    import msvcrt

    def _in_foreground(_descriptor: int) -> bool:
        return True

    class TerminalKeyboard:
        """The keys of a Windows console."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor

        def poll(self) -> Key | None:
            """Return the next key pressed, or None at once when there is none."""
            while msvcrt.kbhit():
                letter = msvcrt.getwch()
                if letter in "\x00\xe0":  # an arrow or function key: its second half follows
                    msvcrt.getwch()
                elif found := meanings(letter):
                    return found[0]
            return None

        def close(self) -> None:
            """Nothing to give back: the console's mode was not touched."""

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

else:
    import termios
    import tty

    def _in_foreground(descriptor: int) -> bool:
        """Tell whether this process may change the terminal's mode; a background job would be stopped for trying."""
        return os.tcgetpgrp(descriptor) == os.getpgrp()

    class TerminalKeyboard:
        """The keys of a POSIX terminal, which gives each key at once, without echo, until ``close``."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._pressed: deque[Key] = deque(maxlen=_AT_ONCE)
            self._open = True
            self._before = termios.tcgetattr(descriptor)
            tty.setcbreak(descriptor, termios.TCSADRAIN)

        def poll(self) -> Key | None:
            """Return the next key pressed, or None at once when there is none."""
            if not self._pressed and self._open:
                self._pressed.extend(meanings(self._typed()))
            return self._pressed.popleft() if self._pressed else None

        def _typed(self) -> str:
            try:
                ready, _, _ = select.select([self._descriptor], [], [], 0)
                typed = os.read(self._descriptor, _AT_ONCE) if ready else None
            except OSError:  # the terminal has gone
                typed = b""
            if typed == b"":  # its end: it would stay "ready" for ever
                self._open = False
            return typed.decode("utf-8", "ignore") if typed else ""

        def close(self) -> None:
            """Give the terminal its mode back."""
            self._open = False
            with contextlib.suppress(termios.error):  # the terminal has gone: nothing to give back to
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            self.close()
