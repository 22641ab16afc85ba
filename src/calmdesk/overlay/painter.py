"""Writes the screen's rows on a terminal: only those that have changed, so that drawing costs next to nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from rich.control import Control
from rich.segment import ControlType, Segment, Segments

from calmdesk.overlay.draw import LOOK
from calmdesk.overlay.layout import BLANK, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from calmdesk.overlay.layout import Row

_WHOLE_SECONDS: Final = 10.0
"""After that time all rows are written again with the next change: what others have written over them goes away."""

_PASTE_IS_MARKED: Final = "\x1b[?2004h"
_PASTE_IS_NOT: Final = "\x1b[?2004l"
"""Whether a pasted text comes between marks, so that its letters are not taken for keys and its line ends for Enter."""


class Painter:
    """Takes the terminal's other screen when it is made, and gives the first one back on ``close``.

    The other screen keeps torn rows and the client's words out of the terminal's history.

    Args:
        console: the terminal.

    Raises:
        OSError: the terminal is gone; so does every method.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: list[Row | None] = []
        self._size = (0, 0)
        self._whole = 0.0
        console.set_alt_screen()
        console.show_cursor(show=False)
        self._send(_PASTE_IS_MARKED)

    def paint(self, rows: Sequence[Row], size: tuple[int, int]) -> None:
        """Make the screen show ``rows``; ``size`` are the terminal's width and height in cells."""
        now, (width, height) = time.monotonic(), size
        if size != self._size or now - self._whole >= _WHOLE_SECONDS:
            self._shown, self._size, self._whole = [None] * height, size, now
        wanted = [*rows, *[BLANK] * height][:height]
        changed = [place for place, row in enumerate(wanted) if row != self._shown[place]]
        self._shown = list(wanted)
        segments = [segment for place in changed for segment in self._written(place, wanted[place], width)]
        self._console.print(Segments(segments), end="", crop=False)

    def close(self) -> None:
        """Give the terminal back."""
        self._send(_PASTE_IS_NOT)
        self._console.show_cursor()
        self._console.set_alt_screen(enable=False)

    def _written(self, place: int, row: Row, width: int) -> Iterator[Segment]:
        """Yield what writes a row and erases the rest of the line; where there is no rest, the last cell would go."""
        yield Control.move_to(0, place).segment
        for text, role in row:
            yield Segment(text, self._console.get_style(LOOK[role]))
        if width_of(row) < width:
            yield Control((ControlType.ERASE_IN_LINE, 0)).segment

    def _send(self, code: str) -> None:
        """Ask something of a terminal that understands escape codes."""
        if not self._console.legacy_windows:
            self._console.file.write(code)
            self._console.file.flush()
