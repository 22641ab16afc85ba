"""What stays on the terminal after the call: how long it was and which sentences were suggested, no client's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.overlay.layout import clip
from calmdesk.overlay.style import clock

if TYPE_CHECKING:
    from calmdesk.overlay.screen import Screen
    from calmdesk.overlay.style import Style


def summary(screen: Screen, width: int, style: Style) -> list[str]:
    """Return the summary's lines, at most ``width`` cells each; the latest cards only, with a count of the others."""
    labels, text = style.labels, style.text
    headline = text(f"{labels.ended} · {labels.shown}{labels.colon}{screen.cards}")
    lines = [f"{clock(screen.at)}  {headline}"]
    if earlier := screen.cards - len(screen.shown):
        lines.append(f"  + {earlier} {text(labels.earlier)}")
    titles = [text(labels.title(card.family)) for card in screen.shown]
    column = max(map(len, titles), default=0)
    lines += [
        f"  {clock(card.at)}  {title.ljust(column)}  {text(card.say)}"
        for card, title in zip(screen.shown, titles, strict=True)
    ]
    return [clip(line, width, style.glyphs.ellipsis) for line in lines]
