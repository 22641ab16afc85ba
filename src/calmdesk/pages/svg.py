"""What pygal draws, as SVG that stands in a page: no script, no style of its own, coloured by the page's style.

A page's policy then need not allow any. Whatever a picture shows also stands beside it in words or in a table.
"""

from __future__ import annotations

import sys
from typing import Any, Final
from xml.etree import ElementTree as ET  # written here, never read

import pygal
from markupsafe import Markup
from pygal.style import Style

# It leaves a finder of plugins among Python's own, of a kind that Python 3.11 warns of and 3.12 passes over.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

WIDTH: Final = 1_000
"""Of a picture, in its own units; the page scales it."""

MARGIN: Final = 4
"""Around a picture, in the same units."""

_LETTER: Final = 14
"""Height of letters, as the pages' style has them: pygal leaves room for them."""

PLAIN: Final[dict[str, Any]] = {
    "width": WIDTH,
    "style": Style(label_font_size=_LETTER, major_label_font_size=_LETTER),
    "js": [],
    "css": [],
    "no_prefix": True,
    "show_legend": False,
    "margin": MARGIN,
    "spacing": 4,
    "no_data_text": "",
}
"""Settings of every chart."""

_NOT_WANTED: Final = (ET.Comment, "script", "style", "desc", "defs")


def markup(root: ET.Element, label: str, kind: str) -> Markup:
    """Return a picture without pygal's own script, style and tooltips.

    Args:
        root: what ``render_tree`` of a chart returns.
        label: tells a screen reader what it is.
        kind: a class for the page's style.
    """
    for parent in list(root.iter()):
        for child in list(parent):
            tooltip = "tooltip-overlay" in child.get("class", "")
            # Its comments tell the day, and the same facts are to give the same page.
            if child.tag in _NOT_WANTED or tooltip or child.text == "Pygal":
                parent.remove(child)
    root.attrib.pop("id", None)
    root.set("class", f"chart {kind}")
    root.set("role", "img")
    root.set("aria-label", label)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  # ElementTree has escaped its texts


def groups(root: ET.Element, series: int) -> list[ET.Element]:
    """Return the groups that hold what was drawn of a series, in the order its values were given."""
    return root.findall(f".//g[@class='series serie-{series} color-{series}']")


def name(element: ET.Element, text: str) -> None:
    """Give a part of a picture a text that is shown when one points at it."""
    ET.SubElement(element, "title").text = text
