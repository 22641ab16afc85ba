"""The pictures of a review: loudness with what was noticed, the ladder, who spoke."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pygal.graph.horizontalstackedbar import HorizontalStackedBar
from pygal.graph.xy import XY

from calmdesk.call.events import Side
from calmdesk.overlay.style import clock
from calmdesk.pages import svg
from calmdesk.phrasebook.families import TOP_RUNG

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from markupsafe import Markup

    from calmdesk.review.facts import Envelope, ReviewFacts
    from calmdesk.review.texts import Texts

_GUIDES: Final = (5, 10, 15, 30, 60, 120, 300, 600, 1_200, 3_600)
"""Seconds between two times written under a picture."""

_MOST_GUIDES: Final = 12
_CUES_AT, _WORDINGS_AT = 108, -108
"""Where dots stand, above and below the loudest."""


def timeline(facts: ReviewFacts, texts: Texts) -> Markup:
    """Return both sides' loudness over the call, with a dot per cue and per wording.

    A dot tells its call time in ``data-at``; the picture tells where the call begins and ends in it, in ``data-from``
    and ``data-to``.
    """
    end = max(facts.seconds, 1.0)
    chart = _over_time(end, height=200, range=(_WORDINGS_AT - 8, _CUES_AT + 8), show_y_labels=False, fill=True)
    loudest = max((peak for each in facts.envelopes for peak in each.peaks), default=0) or 1
    for side, scale in ((Side.CLIENT, 100 / loudest), (Side.DESK, -100 / loudest)):
        chart.add(side.value, [point for each in facts.envelopes if each.side is side for point in _wave(each, scale)])
    dots = {"stroke": False, "show_dots": True, "fill": False}
    chart.add("cues", [(cue.start, _CUES_AT) for cue in facts.cues], dots_size=7, **dots)
    chart.add("wordings", [(wording.start, _WORDINGS_AT) for wording in facts.wordings], dots_size=5, **dots)
    chart.add("bounds", [(0, 0), (end, 0)], dots_size=1, **dots)
    root = chart.render_tree()
    start, stop = (float(dot.get("cx", 0)) for dot in _take_out(root, 4))
    _name_dots(root, 2, [(cue.start, f"{clock(cue.start)} {texts.title(cue.family)}") for cue in facts.cues])
    _name_dots(root, 3, [(each.start, f"{clock(each.start)} {' '.join(each.words)}") for each in facts.wordings])
    root.set("data-from", f"{(start + svg.MARGIN) / svg.WIDTH:.5f}")
    root.set("data-to", f"{(stop + svg.MARGIN) / svg.WIDTH:.5f}")
    return svg.markup(root, texts["timeline"], "timeline")


def ladder(facts: ReviewFacts, texts: Texts) -> Markup:
    """Return the steps of the ladder over the call."""
    end = max(facts.seconds, 1.0)
    chart = _over_time(end, height=160, range=(0, TOP_RUNG), y_labels=list(range(TOP_RUNG + 1)), fill=True)
    steps = [(0.0, 0), *((step.at, step.rung) for step in facts.ladder), (end, facts.ladder[-1].rung)]
    corners = [point for (_, was), (at, rung) in pairwise(steps) for point in ((at, was), (at, rung))]
    chart.add("ladder", [steps[0], *corners])
    return svg.markup(chart.render_tree(), texts["ladder"], "ladder")


def talk(facts: ReviewFacts, texts: Texts) -> Markup:
    """Return how the call was shared, as one bar."""
    chart = HorizontalStackedBar(
        height=60, show_x_labels=False, show_y_labels=False, show_x_guides=False, show_y_guides=False, **svg.PLAIN
    )
    for name, seconds in shares(facts).items():
        chart.add(name, [seconds])
    root = chart.render_tree()
    root.set("preserveAspectRatio", "none")
    return svg.markup(root, texts["talk"], "talk")


def shares(facts: ReviewFacts) -> dict[str, float]:
    """Return the seconds of each part of the call, by the label of the part; they add up to the call."""
    heard = facts.talk
    return {
        "client_only": heard.client - heard.both,
        "both": heard.both,
        "desk_only": heard.desk - heard.both,
        "silence": heard.silence,
    }


def _over_time(end: float, **settings: Any) -> Any:  # noqa: ANN401  # pygal has no types
    every = next((step for step in _GUIDES if end / step <= _MOST_GUIDES), _GUIDES[-1])
    return XY(
        xrange=(0, end),
        x_labels=list(range(0, int(end) + 1, every)),
        x_value_formatter=clock,
        value_formatter=lambda value: f"{value:.0f}",
        show_dots=False,
        show_y_guides=False,
        **svg.PLAIN,
        **settings,
    )


def _wave(envelope: Envelope, scale: float) -> Iterable[tuple[float, float]]:
    return ((round(place * envelope.step, 2), round(scale * peak, 1)) for place, peak in enumerate(envelope.peaks))


def _dots(root: Element, series: int) -> list[Element]:
    """Return the dots of a series, in the order they were added."""
    return [dot for group in svg.groups(root, series) for dot in group.iter("circle")]


def _take_out(root: Element, series: int) -> list[Element]:
    """Return the dots of a series that serves to measure only, and take them out of the picture."""
    dots = _dots(root, series)
    for group in svg.groups(root, series):
        group.clear()
    return dots


def _name_dots(root: Element, series: int, names: list[tuple[float, str]]) -> None:
    for dot, (at, name) in zip(_dots(root, series), names, strict=True):
        dot.set("data-at", f"{at:.3f}")
        svg.name(dot, name)
