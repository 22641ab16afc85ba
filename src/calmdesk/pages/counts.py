"""Counts by row and kind, as a picture of stacked bars and as the table that says the same in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from pygal.graph.stackedbar import StackedBar

from calmdesk.pages import svg
from calmdesk.pages.stacked import stacked, stacked_names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markupsafe import Markup

SHADES: Final = 8
"""Kinds that can be told apart in a picture; the last shade is for all others where there are more."""

_HEIGHT: Final = 300
"""In the picture's own units."""

_MOST_NAMES: Final = 12
"""Names of rows that have room below a picture."""

_GUIDES: Final = 5
"""Lines across a picture, at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a count of each kind, and the cells at its end."""

    name: str
    counts: tuple[int, ...]
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """A table: ``parts`` are the kinds, the most frequent first; ``ends`` the heads of the columns behind them.

    ``corner`` is the head of the rows' names, ``others`` what kinds without a shade of their own are called together.
    """

    heading: str
    corner: str
    parts: tuple[str, ...]
    ends: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    others: str

    @property
    def any(self) -> bool:
        """Tell whether there is anything to draw."""
        return any(self.total.counts)

    @property
    def legend(self) -> list[tuple[str, int]]:
        """The names in the picture, each with its shade."""
        return [(part, shade) for shade, part in enumerate(stacked_names(self.parts, SHADES, self.others))]

    @property
    def picture(self) -> Markup:
        """A bar for each row, with a part for each kind; to be asked for only where there is ``any``."""
        bars = [stacked(row.counts, SHADES) for row in self.rows]
        every = ceil(len(bars) / _MOST_NAMES)
        chart = _chart(max(map(sum, bars)), [row.name for row in self.rows], every)
        for shade, _ in enumerate(self.legend):
            chart.add(str(shade), [bar[shade] for bar in bars])
        root = chart.render_tree()
        for part, shade in self.legend:
            titles = [f"{row.name} · {part} · {bar[shade]}" for row, bar in zip(self.rows, bars, strict=True)]
            _name_pieces(root, shade, titles, [bar[shade] for bar in bars])
        return svg.markup(root, self.heading, "counts")


def _chart(highest: int, names: list[str], every: int) -> Any:  # noqa: ANN401  # pygal has no types
    step = _step(highest)
    return StackedBar(
        height=_HEIGHT,
        x_labels=names,
        x_labels_major_every=every,
        show_minor_x_labels=False,
        truncate_label=-1,
        show_x_guides=False,
        y_labels=list(range(0, highest + step, step)),
        value_formatter=lambda value: f"{value:.0f}",
        **svg.PLAIN,
    )


def _step(highest: int) -> int:
    """Return a round distance between two lines: 1, 2, 5, 10, 20 and so on."""
    power: int = 10 ** (len(str(highest // _GUIDES)) - 1)
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if highest <= step * _GUIDES)


def _name_pieces(root: Element, shade: int, titles: list[str], counts: list[int]) -> None:
    """Give each piece of a bar its title, and take those out that are nothing."""
    bars = [group for outer in svg.groups(root, shade) for group in outer.iter("g") if group.get("class") == "bar"]
    for bar, title, count in zip(bars, titles, counts, strict=True):
        if count:
            svg.name(bar, title)
        else:
            bar.clear()
