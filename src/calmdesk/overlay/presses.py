"""From what a terminal sends to the keys somebody pressed: escape sequences, pasted texts, a lone Escape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ESCAPE: Final = "\x1b"
_ENTER: Final = "\r"
_RUBOUT: Final = "\x7f"
_KILL: Final = "\x15"

PASTED_FROM: Final = "\x1b[200~"
PASTED_TO: Final = "\x1b[201~"
"""What a terminal puts around a pasted text when asked to."""

# What is one key under several names: Enter, Backspace.
_ONE_NAME: Final = {"\n": _ENTER, "\x08": _RUBOUT}

# Escape itself before another escape; F1 to F5 of the Linux console; arrows and the like, cut off by another escape or
# not; other function keys; Alt with a letter.
_SEQUENCE: Final = re.compile(
    r"\x1b(?:(?=\x1b)|\[\[[^\x1b]|\[(?!\[)[ -?]*(?:[^ -?\x1b]|(?=\x1b))|O(?:[^\x1b]|(?=\x1b))|[^\x1b\[O])"
)


@dataclass(frozen=True, slots=True)
class Press:
    """A key pressed, named by what it sends, or a text that was pasted."""

    text: str
    pasted: bool = False

    @property
    def is_enter(self) -> bool:
        """Tell whether it confirms."""
        return self.text == _ENTER and not self.pasted

    @property
    def is_escape(self) -> bool:
        """Tell whether it cancels."""
        return self.text == _ESCAPE and not self.pasted

    @property
    def is_backspace(self) -> bool:
        """Tell whether it takes the last letter back."""
        return self.text == _RUBOUT and not self.pasted

    @property
    def is_kill(self) -> bool:
        """Tell whether it takes everything back (Ctrl-U)."""
        return self.text == _KILL and not self.pasted


class Presses:
    """Reads what a terminal sends, in pieces cut anywhere."""

    def __init__(self) -> None:
        self._pending = ""

    @property
    def unsure(self) -> bool:
        """Tell whether an escape or a paste has begun that may go on; ``settle`` ends the waiting."""
        return bool(self._pending)

    def read(self, typed: str) -> list[Press]:
        """Return the presses that are complete now; sequences that name no letter (arrows, Alt) are passed over."""
        text, place, presses = self._pending + typed, 0, list[Press]()
        while place < len(text):
            press, end = _first(text, place)
            if end == place:
                break
            place = end
            presses += [press] if press else []
        self._pending = text[place:]
        return presses

    def settle(self) -> list[Press]:
        """Return what a pause makes of the rest: a lone Escape was the key, a text without its end was pasted."""
        rest, self._pending = self._pending, ""
        if rest == _ESCAPE:
            return [Press(_ESCAPE)]
        if rest.startswith(PASTED_FROM):
            return [Press(rest.removeprefix(PASTED_FROM), pasted=True)]
        return []


def _first(text: str, place: int) -> tuple[Press | None, int]:
    """Return the press that begins at ``place``, and where it ends: at ``place`` again while more must come."""
    letter = text[place]
    if letter != _ESCAPE:
        return Press(_ONE_NAME.get(letter, letter)), place + 1
    if text.startswith(PASTED_FROM, place):
        begin, end = place + len(PASTED_FROM), text.find(PASTED_TO, place)
        return (None, place) if end < 0 else (Press(text[begin:end], pasted=True), end + len(PASTED_TO))
    sequence = _SEQUENCE.match(text, place)
    if sequence is None:
        return None, place
    return (Press(_ESCAPE) if sequence.group() == _ESCAPE else None), sequence.end()
