"""What a search for thresholds has found, as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from calmdesk.bench.table import new_table
from calmdesk.phrasebook.thresholds import KNOWN_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from calmdesk.bench.evidence import Counts
    from calmdesk.bench.table import Tell
    from calmdesk.bench.tune import Limits, Setting, Tuned

_NAMES = tuple(sorted(KNOWN_KEYS))


def tune_tables(tuned: Tuned, limits: Limits, proved: Counts, tell: Tell) -> Iterator[RenderableType]:
    """Yield the best setting for each strictness, the one in use and the one recommended.

    ``proved`` is what the matcher itself finds with that one.
    """
    asked = tell("asked for: precision {precision} or more, at most {fired} of harmless sentences fired",
                 precision=f"{limits.precision:.2f}", fired=f"{limits.fired:.1%}")  # fmt: skip
    yield Text(asked)
    table = new_table("", *(f"+{name}" for name in _NAMES), tell("+precision"), tell("+recall"), tell("+fired"))
    for setting in tuned.tried:
        table.add_row("", *_cells(setting), style="" if limits.kept_by(setting.counts) else "dim")
    table.add_section()
    table.add_row(tell("in use"), *_cells(tuned.now))
    name = tell("recommended") if tuned.within else tell("nearest")
    table.add_row(name, *_cells(tuned.best), style="bold green" if tuned.within else "yellow")
    yield table
    yield Text(tell("dim lines miss what was asked for; each is the best of its strictness"), style="dim")
    found = tell("the matcher with the last line: precision {precision}, recall {recall}, fired {fired}",
                 precision=f"{proved.precision:.3f}", recall=f"{proved.recall:.3f}",
                 fired=f"{proved.share_fired:.1%}")  # fmt: skip
    yield Text(found)
    yield from _own(tuned, tell)


def _own(tuned: Tuned, tell: Tell) -> Iterator[Text]:
    """Yield the families that a strictness of their own would help."""
    if tuned.families:
        own = ", ".join(f"{family} {strict:.2f}" for family, strict in sorted(tuned.families.items()))
        yield Text(tell("families that gain by a strictness of their own: {families}", families=own))
        recall, precision = f"{tuned.gained.recall:.3f}", f"{tuned.gained.precision:.3f}"
        yield Text(tell("with it: precision {precision}, recall {recall}", precision=precision, recall=recall))


def _cells(setting: Setting) -> tuple[str, ...]:
    counts = setting.counts
    return (
        *(f"{getattr(setting.thresholds, name):.2f}" for name in _NAMES),
        f"{counts.precision:.3f}",
        f"{counts.recall:.3f}",
        f"{counts.share_fired:.1%}",
    )
