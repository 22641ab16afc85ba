"""How a screen is to look: texts, signs, what the keys are called. The same for every redraw of a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from calmdesk.call.text import safe
from calmdesk.messages import say
from calmdesk.overlay.glyphs import UNICODE, Glyphs, encodable, glyphs_for
from calmdesk.overlay.labels import RUNGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.call.events import Notice
    from calmdesk.overlay.keys import Key
    from calmdesk.overlay.labels import Labels


def in_english(notice: Notice) -> str:
    """Return the notice's sentence as its author wrote it."""
    return say(notice.message, notice.details)


@dataclass(frozen=True, slots=True)
class Style:
    """``tell`` returns a notice's sentence in the user's language; ``keys`` are those that do something now."""

    labels: Labels
    tell: Callable[[Notice], str] = in_english
    keys: tuple[Key, ...] = ()
    encoding: str = "utf-8"
    glyphs: Glyphs = field(default=UNICODE)

    @classmethod
    def fitting(
        cls,
        encoding: str | None,
        labels: Labels,
        tell: Callable[[Notice], str] = in_english,
        keys: tuple[Key, ...] = (),
    ) -> Style:
        """Return the style for a console of that ``encoding`` (None: not known, so ASCII)."""
        encoding = encoding or "ascii"
        return cls(labels, tell, keys, encoding, glyphs_for(encoding))

    def text(self, raw: str) -> str:
        """Return ``raw`` on one line, safe to print and within the console's encoding."""
        return _printable(raw, self.encoding)

    def rungs(self, rung: int) -> str:
        """Return the marker of a step of the ladder: ●●○○○."""
        climbed = min(max(rung, 0), RUNGS)
        return self.glyphs.climbed * climbed + self.glyphs.ahead * (RUNGS - climbed)


@lru_cache(maxsize=512)
def _printable(raw: str, encoding: str) -> str:
    """Return a text as ``Style.text`` does; from one redraw to the next nearly all texts are the same."""
    return encodable(safe(raw), encoding)


def clock(at: float) -> str:
    """Return call time as ``mm:ss``, and as ``h:mm:ss`` from the first hour on."""
    minutes, seconds = divmod(int(max(at, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
