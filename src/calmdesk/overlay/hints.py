"""The keys on the screen: the row of hints, the help, and the line on which a name or a note is entered."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from calmdesk.overlay.canvas import Section
from calmdesk.overlay.glyphs import encodable
from calmdesk.overlay.keys import ABOUT_THE_CARD, Key
from calmdesk.overlay.labels import CANCEL, CONFIRM, RESUME
from calmdesk.overlay.layout import Role, Row, clip_left, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.overlay.canvas import Canvas

_INDENT: Final[Row] = (("  ", Role.PLAIN),)
_BETWEEN: Final = "   "
"""Between two columns of keys."""

_CURSOR: Final = "_"


def hints(canvas: Canvas) -> Section:
    """Return the keys that do something now, as many as fit on one row; the help is always one of them."""
    texts = canvas.style.labels.keys
    if canvas.screen.entry:
        return _one_row(canvas, [texts[CONFIRM], texts[CANCEL]])
    keys = _useful(canvas)
    last = [texts[Key.HELP]] if Key.HELP in keys else []
    return _one_row(canvas, [_hint(canvas, key) for key in keys if key is not Key.HELP], *last)


def help_page(canvas: Canvas) -> Section:
    """Return a page of the help: all keys, in two columns where they fit, or what the signs mean."""
    labels = canvas.style.labels
    if canvas.screen.help == 1:
        rows = _table(canvas, [_hint(canvas, key) for key in canvas.style.keys])
    else:
        rows = [row for line in labels.help for row in canvas.wrapped(canvas.words(line), _INDENT)]
    return Section(rows, labels.keys[Key.HELP], _INDENT)


def entry_line(canvas: Canvas) -> Section:
    """Return what is asked for and what is typed so far, its end where it is long; nothing while nothing is entered."""
    entry, style = canvas.screen.entry, canvas.style
    if entry is None:
        return Section()
    asked = style.text(style.labels.prompts[entry.key]) + style.labels.colon
    room = canvas.width - cell_len(asked) - cell_len(_CURSOR)
    typed = clip_left(encodable(entry.text, style.encoding), room, style.glyphs.cut)
    return Section((((asked, Role.PLAIN), (typed, Role.SAY), (_CURSOR, Role.BAR)),))


def _useful(canvas: Canvas) -> list[Key]:
    """Return the keys that do something now, the way back from a pause first."""
    screen, keys = canvas.screen, list(canvas.style.keys)
    if screen.card is None or screen.deaf:
        keys = [key for key in keys if key not in ABOUT_THE_CARD]
    return sorted(keys, key=lambda key: key is not Key.PAUSE) if screen.deaf else keys


def _hint(canvas: Canvas, key: Key) -> str:
    standing = canvas.screen.paused and key is Key.PAUSE
    return canvas.style.text(canvas.style.labels.keys[RESUME if standing else key])


def _one_row(canvas: Canvas, first: Iterable[str], *last: str) -> Section:
    """Return as many of the first hints as fit beside the last ones, which have their place in any case."""
    dot, end = f" {canvas.style.glyphs.dot} ", [canvas.style.text(hint) for hint in last]
    shown: list[str] = []
    for hint in map(canvas.style.text, first):
        if cell_len(dot.join([*shown, hint, *end])) > canvas.width:
            break
        shown.append(hint)
    row = dot.join([*shown, *end])
    return Section((((row, Role.FAINT),),) if row else ())


def _table(canvas: Canvas, entries: list[str]) -> list[Row]:
    """Return the entries in two columns, read down; in one where two are too wide."""
    half = (len(entries) + 1) // 2
    left, right = entries[:half], entries[half:]
    column = max(map(cell_len, left), default=0)
    beside = column + len(_BETWEEN) + max(map(cell_len, right), default=0)
    if beside + width_of(_INDENT) > canvas.width - canvas.column:
        return [((entry, Role.PLAIN),) for entry in entries]
    pairs = zip_longest(left, right, fillvalue="")
    return [((first + " " * (column - cell_len(first)) + _BETWEEN + second, Role.PLAIN),) for first, second in pairs]
