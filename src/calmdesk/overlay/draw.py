"""Draws the screen with rich, in sixteen colours; every difference that matters is there without colour as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.text import Text

from calmdesk.overlay.compose import compose
from calmdesk.overlay.layout import Role, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from calmdesk.overlay.screen import Screen
    from calmdesk.overlay.style import Style

# The terminal's own foreground for what is read: it is legible on its background, be that light or dark.
LOOK: Final = {
    Role.PLAIN: "",
    Role.FAINT: "dim",
    Role.MARK: "bold underline cyan",
    Role.SAY: "bold",
    Role.BAR: "bold green",
    Role.ALARM: "bold red",
    Role.BADGE: "bold reverse red",
    Role.PAUSE: "bold reverse",
}


def draw(screen: Screen, width: int, height: int, style: Style) -> RenderableType:
    """Return the picture of the screen for a terminal of ``width`` by ``height`` cells."""
    return painted(compose(screen, width, height, style))


def painted(rows: Iterable[Row]) -> RenderableType:
    """Return composed rows as rich draws them; a row is never wrapped."""
    return Group(*(_line(row) for row in rows))


def _line(row: Row) -> Text:
    line = Text(no_wrap=True, overflow="crop", end="\n")
    for text, role in row:
        line.append(text, style=LOOK[role])
    return line
