"""What a call was like, in three labelled lines, for the screen and for plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.overlay.style import clock

if TYPE_CHECKING:
    from calmdesk.call.events import LookBack
    from calmdesk.overlay.style import Style


def look_back(back: LookBack, style: Style) -> list[tuple[str, str]]:
    """Return label and text of each line: length and cues, the highest step of the ladder, the cards that were said."""
    labels = style.labels
    cues = [_held(f"{count} {style.glyphs.times} {_small(labels.title(family))}") for family, count in back.families]
    said = f"{style.glyphs.tick} {back.said} {labels.said_of} {back.shown}"
    return [
        (labels.length, f" {style.glyphs.dot} ".join([clock(back.at), *(cues or [labels.no_cues])])),
        (labels.rung, labels.rungs[min(back.rung, len(labels.rungs)) - 1] if back.rung > 0 else labels.no_rung),
        (labels.cards, said),
    ]


def _small(title: str) -> str:
    """Return a title as it stands in the middle of a line."""
    return title[:1].lower() + title[1:]


def _held(text: str) -> str:
    """Return a text that is not broken at the end of a row."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
