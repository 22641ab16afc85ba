"""A name or a note that is being typed on the screen, as a value."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calmdesk.call.text import safe
from calmdesk.overlay.keys import Request
from calmdesk.settings import LONGEST

if TYPE_CHECKING:
    from calmdesk.overlay.keys import Key
    from calmdesk.overlay.presses import Press


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked for, and its text so far: at most ``LONGEST`` characters, none that a terminal would obey."""

    key: Key
    text: str = ""

    def after(self, press: Press) -> Entry | Request | None:
        """Return the entry after a press, the request when it was confirmed, None when it was cancelled."""
        if press.is_enter:
            return Request(self.key, safe(self.text).strip())
        if press.is_escape:
            return None
        if press.is_backspace:
            return replace(self, text=self.text[:-1])
        if press.is_kill:
            return replace(self, text="")
        return replace(self, text=_added(self.text, press.text))


def _added(text: str, typed: str) -> str:
    """Return the text with what was typed or pasted; line breaks become spaces, other controls go."""
    spaced = "".join(" " if letter.isspace() else letter for letter in typed)
    return unicodedata.normalize("NFC", text + "".join(filter(str.isprintable, spaced)))[:LONGEST]
