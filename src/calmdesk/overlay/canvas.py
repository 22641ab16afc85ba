"""What the parts of the screen are built on: a width, and sections that know how to be cut to fewer rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from calmdesk.overlay.layout import BLANK, Piece, Role, Row, crop, width_of, words_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.overlay.screen import Screen
    from calmdesk.overlay.style import Style

WIDE: Final = 56
"""Cells from which on labels get a column of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part's rows. ``label`` goes beside the first row shown, ``lead`` before each; None: the rows span the width.

    Of a section that is ``latest`` the last rows are shown, at the bottom of the ``reserved`` ones; else the first.
    ``begins`` are the places of the rows that begin an utterance.
    """

    rows: Sequence[Row] = ()
    label: str | None = None
    lead: Row = ()
    reserved: int = 0
    latest: bool = False
    begins: frozenset[int] = frozenset()

    @property
    def wanted(self) -> int:
        """Rows the section would fill if there were room without end."""
        return max(len(self.rows), self.reserved)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The screen to draw, in which style, and how many cells wide.

    ``column`` are the cells of the column of labels, 0 where the screen is too narrow for one.
    """

    screen: Screen
    style: Style
    width: int
    column: int

    @classmethod
    def of(cls, screen: Screen, style: Style, width: int) -> Canvas:
        """Return the canvas of that width."""
        return cls(screen, style, width, _column(style) if width >= WIDE else 0)

    def words(self, raw: str, role: Role = Role.PLAIN) -> list[Piece]:
        """Return the words of a text from anywhere."""
        return words_of(self.style.text(raw), role)

    def wrapped(self, words: Sequence[Piece], lead: Row = ()) -> list[Row]:
        """Return the words as rows that leave room for the column of labels and the lead."""
        width = self.width - self.column - width_of(lead)
        return wrap(words, max(width, 1), self.style.glyphs.ellipsis)

    def shown(self, section: Section, count: int) -> list[Row]:
        """Return ``count`` rows of the section, finished: cut, led, labelled."""
        if section.latest:
            rows = self._latest(section, count)
        else:
            width = self.width - width_of(section.lead) - (0 if section.label is None else self.column)
            cut = crop(section.rows, count, width, self.style.glyphs.ellipsis)
            rows = [(*section.lead, *row) for row in cut]
        if section.label is not None and self.column:
            labels = [self.style.text(section.label), *[""] * len(rows)]
            rows = [(self._margin(label), *row) for label, row in zip(labels, rows, strict=False)]
        return [BLANK] * (count - len(rows)) + rows

    def _latest(self, section: Section, count: int) -> list[Row]:
        """Return the last rows; a sign in the place of the lead tells that the first one goes on from a hidden one."""
        hidden = max(len(section.rows) - count, 0)
        rows = [(*section.lead, *row) for row in section.rows[hidden:]]
        if rows and hidden not in section.begins:
            rows[0] = ((f"{self.style.glyphs.cut} ", Role.FAINT), *section.rows[hidden])
        return rows

    def _margin(self, label: str) -> Piece:
        """Return the cell of the column of labels."""
        return (label + " " * (self.column - cell_len(label)), Role.FAINT)


def _column(style: Style) -> int:
    texts = style.labels
    labels = (
        *(texts.client, texts.desk, texts.say, texts.why, texts.avoid, texts.next, texts.ask, texts.relay),
        *(texts.notice, texts.fault, texts.length, texts.rung, texts.cards, texts.breathe),
    )
    return max(cell_len(style.text(label)) for label in labels) + 2
