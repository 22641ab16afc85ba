"""What stays on the terminal afterwards: how many calls, and the last one's sentences; no word of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.overlay.layout import clip
from calmdesk.overlay.screen import State
from calmdesk.overlay.style import clock

if TYPE_CHECKING:
    from calmdesk.overlay.screen import Screen
    from calmdesk.overlay.style import Style


def summary(screen: Screen, width: int, style: Style) -> list[str]:
    """Return the summary's lines, at most ``width`` cells each: all calls of the day in one, then the last of them.

    Of its cards the latest are listed, with a count of the others.
    """
    lines = _all_calls(screen, style) if screen.live else []
    if screen.state is not State.WAITING:
        lines += _last_call(screen, style)
    return [clip(line, width, style.glyphs.ellipsis) for line in lines]


def _all_calls(screen: Screen, style: Style) -> list[str]:
    labels, calls = style.labels, screen.calls - (screen.state is State.WAITING and screen.calls > 0)
    cards = screen.cards_before + screen.cards
    return [style.text(f"{labels.calls}{labels.colon}{calls} · {labels.shown}{labels.colon}{cards}")]


def _last_call(screen: Screen, style: Style) -> list[str]:
    labels, text = style.labels, style.text
    headline = text(f"{labels.ended} · {labels.shown}{labels.colon}{screen.cards}")
    lines = [f"{clock(screen.clock)}  {headline}"]
    if earlier := screen.cards - len(screen.shown):
        lines.append(f"  + {earlier} {text(labels.earlier)}")
    titles = [text(labels.title(card.family)) for card in screen.shown]
    column = max(map(len, titles), default=0)
    lines += [
        f"  {clock(card.at)}  {title.ljust(column)}  {text(card.say)}"
        for card, title in zip(screen.shown, titles, strict=True)
    ]
    return lines
