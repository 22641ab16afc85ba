"""What is typed, read as it comes and without echo; nothing at all where there is no keyboard."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import sys
import time
from typing import TYPE_CHECKING, Final, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO


class Keyboard(Protocol):
    """Where keys come from."""

    def read(self, seconds: float) -> str | None:
        """Return what is typed within ``seconds``, at once when it comes; None when nothing ever will."""
        ...

    def close(self) -> None:
        """Give the keyboard back as it was; may be called twice."""
        ...


class NoKeyboard:
    """Stands in where there is nothing to read from: a pipe, a closed stdin, a job in the background."""

    def read(self, seconds: float) -> str | None:  # noqa: ARG002  # a keyboard's signature
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

    _BETWEEN_LOOKS: Final = 0.02
    """Seconds: a Windows console cannot be waited for with a time limit."""

    def _in_foreground(_descriptor: int) -> bool:
        return True

    class TerminalKeyboard:
        """The keys of a Windows console."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor

        def read(self, seconds: float) -> str | None:
            """Return what is typed within ``seconds``; see ``Keyboard``."""
            until = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= until:
                    return ""
                time.sleep(_BETWEEN_LOOKS)
            typed = ""
            while msvcrt.kbhit():
                typed += _letter()
            return typed

        def close(self) -> None:
            """Nothing to give back: the console's mode was not touched."""

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

    def _letter() -> str:
        """Return the letter of the next key, nothing for an arrow or function key.

        Those come as two letters, of which the first is NUL or à, and à is a key of its own in French. The second half
        waits where ``ungetwch`` puts letters, in a place for one: so it tells which of the two à it was.
        """
        letter = msvcrt.getwch()
        if letter not in "\x00\xe0":
            return letter
        try:
            msvcrt.ungetwch(letter)
        except OSError:  # the place is taken
            msvcrt.getwch()
            return ""
        return msvcrt.getwch()

else:
    import termios
    import tty

    _AT_ONCE: Final = 4_096
    """Bytes read at once."""

    _INPUT_FLAGS: Final = 0
    """Place of the input flags in what ``tcgetattr`` returns."""

    def _in_foreground(descriptor: int) -> bool:
        """Tell whether this process may change the terminal's mode; a background job would be stopped for trying."""
        return os.tcgetpgrp(descriptor) == os.getpgrp()

    class TerminalKeyboard:
        """The keys of a POSIX terminal, which gives each key at once, without echo, until ``close``."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._letters = codecs.getincrementaldecoder("utf-8")("ignore")
            self._open = True
            self._before = termios.tcgetattr(descriptor)
            tty.setcbreak(descriptor, termios.TCSADRAIN)
            self._keep_drawing()

        def read(self, seconds: float) -> str | None:
            """Return what is typed within ``seconds``; see ``Keyboard``."""
            try:
                if not select.select([self._descriptor], [], [], seconds)[0]:
                    return ""
                typed = os.read(self._descriptor, _AT_ONCE)
            except (OSError, ValueError):  # the terminal has gone
                typed = b""
            if not typed:  # its end: it would stay "ready" for ever
                return None
            return self._letters.decode(typed)

        def close(self) -> None:
            """Give the terminal its mode back."""
            if self._open:
                self._open = False
                with contextlib.suppress(termios.error):  # the terminal has gone: nothing to give back to
                    termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

        def _keep_drawing(self) -> None:
            """Make Ctrl-S a key like others: it would stop the terminal, and with it the overlay, without a word."""
            mode = termios.tcgetattr(self._descriptor)
            mode[_INPUT_FLAGS] &= ~termios.IXON
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, mode)

        def __enter__(self) -> Self:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            self.close()
