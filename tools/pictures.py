"""Draws the pictures of the overlay in ``docs/pictures`` from the call the overlay's tests use.

Run it at the top of the repository: ``python tools/pictures.py``.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from calmdesk.call.events import Card
from calmdesk.overlay.draw import draw
from calmdesk.overlay.keys import Key
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.screen import Screen, update
from calmdesk.overlay.style import Style

TOP = Path(__file__).resolve().parents[1]
PICTURES = TOP / "docs" / "pictures"
SIZES = {"wide": (80, 20), "narrow": (40, 12)}
# A picture must not fetch a font from the network when a page shows it.
FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
THEME = TerminalTheme(
    (24, 26, 31),
    (222, 224, 228),
    [
        *((24, 26, 31), (224, 92, 92), (120, 190, 110), (214, 170, 80)),
        *((110, 160, 220), (190, 130, 200), (90, 190, 200), (222, 224, 228)),
    ],
)


def main() -> None:
    """Write one picture for each card of the call and each size."""
    sys.path.insert(0, str(TOP / "tests"))  # the made-up call lives with the tests
    from overlay.feed import call  # noqa: PLC0415

    style = Style(shipped_labels("fr"), keys=(Key.QUIT, Key.PAUSE, Key.SKIP, Key.HELP))
    screen = Screen(note="modèle de démonstration")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for event in call():
        screen = update(screen, event)
        if isinstance(event, Card):
            for size in SIZES:
                write_picture(screen, style, size, f"{event.family}-{size}.svg")


def write_picture(screen: Screen, style: Style, size: str, name: str) -> None:
    """Write one picture of the screen."""
    width, height = SIZES[size]
    console = Console(
        width=width, height=height, record=True, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(draw(screen, width, height, style))
    svg = console.export_svg(title="calmdesk", theme=THEME, unique_id="calmdesk")
    (PICTURES / name).write_text(FETCHED_FONT.sub("", svg), encoding="utf-8")
    print(PICTURES / name)


if __name__ == "__main__":
    main()
