"""What the keys mean: single letters that ask something of the call, no word to type but in an entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from calmdesk.overlay.presses import Press


class Key(StrEnum):
    """What a key asks for; the values name the hints in ``screen.toml``."""

    NEXT = "next"
    SAID = "said"
    DISMISS = "dismiss"
    PAUSE = "pause"
    QUIT = "quit"
    HELP = "help"
    SKIP = "skip"
    NEW_CALL = "new_call"
    ANIMAL = "animal"
    CLIENT = "client"
    INCIDENT = "incident"
    WRONG = "wrong"
    WHISPER = "whisper"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks of the call; ``text`` is what was entered, for the keys of ``ENTERED``."""

    key: Key
    text: str = ""


ENTERED: Final = (Key.ANIMAL, Key.CLIENT, Key.INCIDENT)
"""Keys that open an entry: a name, a note."""

ABOUT_THE_CARD: Final = frozenset({Key.NEXT, Key.SAID, Key.DISMISS, Key.WRONG, Key.WHISPER})
"""Keys that do something only while a card stands."""

LIVE: Final = (
    *(Key.NEXT, Key.SAID, Key.DISMISS, Key.PAUSE, Key.QUIT, Key.NEW_CALL),
    *(Key.ANIMAL, Key.CLIENT, Key.INCIDENT, Key.WRONG, Key.WHISPER),
)
"""The keys of a call at the desk, the most useful first: their hints stand on the screen as far as they fit."""

REPLAY: Final = (Key.QUIT, Key.DISMISS, Key.PAUSE, Key.SKIP)
"""The keys of a replay at real speed, in that order."""

_LETTERS: Final = {
    "n": Key.NEXT,
    "v": Key.SAID,
    "d": Key.DISMISS,
    " ": Key.PAUSE,
    "p": Key.PAUSE,
    "q": Key.QUIT,
    "?": Key.HELP,
    "h": Key.HELP,
    "s": Key.SKIP,
    "r": Key.NEW_CALL,
    "a": Key.ANIMAL,
    "c": Key.CLIENT,
    "i": Key.INCIDENT,
    "x": Key.WRONG,
    "w": Key.WHISPER,
}
_ENTER: Final = (Key.SKIP, Key.SAID)
"""What Enter stands for: the first of them that does something."""


def meaning(press: Press, keys: Collection[Key]) -> Key | None:
    """Return which of ``keys`` a press is; None for every other press, and for a text that was pasted."""
    if press.pasted:
        return None
    key = next((key for key in _ENTER if key in keys), None) if press.is_enter else _LETTERS.get(press.text.lower())
    return key if key in keys else None
