"""The overlay as a drawing: the cells of a real terminal of 80 columns and 24 rows, as SVG."""

from __future__ import annotations

import io
import re
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pictures_program import Program

WIDTH, HEIGHT = 80, 24
PATIENCE = 120.0
"""Seconds at most until the screen shows what is waited for: a call is heard at real speed."""

FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""A picture must not fetch a font from the network when a page shows it."""

THEME = TerminalTheme(
    (24, 26, 31),
    (222, 224, 228),
    [
        *((24, 26, 31), (224, 92, 92), (120, 190, 110), (214, 170, 80)),
        *((110, 160, 220), (190, 130, 200), (90, 190, 200), (222, 224, 228)),
    ],
)


def draw(program: Program, command: Sequence[str], shows: str) -> str:
    """Return the terminal as SVG at the moment when it ``shows`` these words."""
    screen = Text.from_ansi(shown(program, command, shows).rstrip("\n"))
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(screen, no_wrap=True)
    svg = console.export_svg(title=f"calmdesk {command[0]}", theme=THEME, unique_id="calmdesk")
    return FETCHED_FONT.sub("", svg)


def shown(program: Program, command: Sequence[str], shows: str) -> str:
    """Return the rows of the terminal, with their colours as escape sequences."""
    sys.path.insert(0, str(program.top / "tests"))  # the window of tmux lives with the tests
    from support.tmux import Tmux  # noqa: PLC0415

    window = Tmux()
    try:
        environment = {**program.folders, "PYTHONPATH": str(program.top / "src")}
        before = " ".join(f"{name}={value}" for name, value in environment.items())
        arguments = [str(program.top / part) if part.startswith("calls/") else part for part in command]
        window.calmdesk(*arguments, before=before, width=WIDTH, height=HEIGHT)
        window.wait_for(shows, PATIENCE)
        time.sleep(0.5)  # the sentence is drawn whole, and the client goes on speaking
        return window.screen("-e")
    finally:
        window.end()
