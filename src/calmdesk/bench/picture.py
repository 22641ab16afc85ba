"""A run as a picture: precision against recall over the strictness, and which family is taken for which.

Needs matplotlib (``pip install 'calmdesk[charts]'``). Drawn on a figure of its own, without ``pyplot`` and its state.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.scores import HARMLESS, MISSED
from calmdesk.errors import UsageError
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from calmdesk.bench.evidence import CurvePoint
    from calmdesk.bench.report import Level, Report
    from calmdesk.bench.table import Tell

KINDS = (".svg", ".png")
_INK, _SOFT, _PHRASES, _WHOLE = "#1f2a30", "#8a979e", "#c98a2b", "#0b6e69"
_INCHES = (15.0, 8.2)
_DOTS_PER_INCH = 130
_LABEL_EVERY = 4
"""Every so many points of a curve carry their strictness."""


def check(path: Path) -> None:
    """Make sure, before anything is measured, that a picture can be drawn.

    Raises:
        UsageError: matplotlib is missing, or the file's name ends in nothing that can be written.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageError("no picture can be written to {path}", hint="name it .svg or .png", path=path)
    _new_figure()


def draw(report: Report, path: Path, tell: Tell) -> None:
    """Draw a run.

    Raises:
        UsageError: matplotlib is missing, or the file cannot be written.
    """
    figure = _new_figure()
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.35))
    _draw_curve(left, report, tell)
    _draw_confusion(right, report.clean, tell)
    title = tell("phrasebook {book}", book=report.book)
    figure.suptitle(f"{title} · {tell('{count} rows', count=len(report.clean.outcomes))}", color=_INK, fontsize=14)
    picture = io.BytesIO()
    figure.savefig(picture, dpi=_DOTS_PER_INCH, format=path.suffix[1:].lower())
    try:
        write_whole(path, picture.getvalue())
    except OSError as error:
        raise UsageError("cannot write {path}: {reason}", path=path, reason=error) from None


def _new_figure() -> Figure:
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError("a picture needs matplotlib", hint="pip install 'calmdesk[charts]'") from None
    return Figure(figsize=_INCHES, layout="constrained", facecolor="white")


def _draw_curve(axes: Axes, report: Report, tell: Tell) -> None:
    """Draw precision against recall, and where the phrasebook stands with its intervals."""
    curves = {
        tell("phrases alone"): ([point for point in report.curve if not point.second_opinion], _PHRASES),
        tell("with the second opinion"): ([point for point in report.curve if point.second_opinion], _WHOLE),
    }
    for name, (points, colour) in curves.items():
        _draw_points(axes, points, name, colour)
    figures = report.clean.figures
    precision, recall = figures.precision, figures.recall
    axes.errorbar(
        [recall.value], [precision.value],
        xerr=[[recall.value - recall.low], [recall.high - recall.value]],
        yerr=[[precision.value - precision.low], [precision.high - precision.value]],
        fmt="o", markersize=9, color=_INK, capsize=3, zorder=5, label=tell("as it is, with 95 % intervals"),
    )  # fmt: skip
    lowest = min([precision.low, *(point.precision for point in report.curve)])
    leftmost = min([recall.low, *(point.recall for point in report.curve)])
    axes.set_xlim(max(0.0, leftmost - 0.03), 1.005)
    axes.set_ylim(max(0.0, lowest - 0.03), 1.005)
    axes.set_xlabel(tell("recall"), color=_INK)
    axes.set_ylabel(tell("precision"), color=_INK)
    axes.set_title(tell("over the strictness of phrases"), loc="left", color=_INK, fontsize=11)
    axes.grid(color="#e6eaec", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", frameon=False, labelcolor=_INK)


def _draw_points(axes: Axes, points: Sequence[CurvePoint], name: str, colour: str) -> None:
    if not points:
        return
    recalls, precisions = [point.recall for point in points], [point.precision for point in points]
    axes.plot(recalls, precisions, marker="o", markersize=4, linewidth=1.8, color=colour, label=name)
    for point in points[::_LABEL_EVERY]:
        place = (point.recall, point.precision)
        axes.annotate(f"{point.strict:.2f}", place, xytext=(5, 5), textcoords="offset points", color=colour, fontsize=8)


def _draw_confusion(axes: Axes, level: Level, tell: Tell) -> None:
    """Draw which family was found for the one that was there: each row is shaded by its own total."""
    there = [name for name in level.families if name in level.confusion]
    there += [HARMLESS] if HARMLESS in level.confusion else []
    found = [*level.families, MISSED]
    counts = np.array([[level.confusion[row].get(column, 0) for column in found] for row in there], dtype=float)
    counts = counts.reshape(len(there), len(found))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(np.ma.masked_equal(shares, 0), cmap="GnBu", vmin=-0.15, vmax=1, aspect="auto")
    axes.set_xticks(np.arange(len(found)) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(there)) - 0.5, minor=True)
    axes.grid(which="minor", color="#eef1f2", linewidth=0.7)
    axes.set_xticks(range(len(found)), [tell(name) for name in found], rotation=60, ha="right", fontsize=8)
    axes.set_yticks(range(len(there)), [tell(name) for name in there], fontsize=8)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            right = there[row] == found[column]
            colour = "white" if shares[row, column] > 0.55 else (_INK if right else "#a3302b")  # noqa: PLR2004  # half dark
            axes.text(column, row, f"{count:.0f}", ha="center", va="center", fontsize=7, color=colour)
    axes.set_xlabel(tell("found"), color=_INK)
    axes.set_ylabel(tell("was there"), color=_INK)
    axes.set_title(tell("which family is taken for which"), loc="left", color=_INK, fontsize=11)
    axes.tick_params(which="both", length=0, colors=_INK)
    axes.spines[:].set_color(_SOFT)
