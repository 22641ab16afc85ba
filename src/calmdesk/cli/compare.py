"""``calmdesk compare``: two phrasebooks on the same saved calls, call by call."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import json_text
from calmdesk.cli import many, options
from calmdesk.cli.tell import tell
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.review.many.compare import Change, Comparison
    from calmdesk.review.many.job import Job
    from calmdesk.review.many.texts import Texts
    from calmdesk.workbench.comparing import Pair

_COLUMNS = ("call", "change", "family", "a_at", "a_card", "b_at", "b_card", "because")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


@click.command("compare")
@click.argument("folder", type=click.Path(path_type=Path, exists=True), metavar="DIR")
@click.option("--a", "one", required=True, metavar="BOOK", help="A language, a phrasebook's folder, or own phrases.")
@click.option("--b", "two", required=True, metavar="BOOK", help="What to compare it with.")
@options.lang
@many.jobs
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the changes as CSV.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Write an HTML page.")
def command(
    folder: Path, one: str, two: str, lang: str, jobs: int | None, as_json: bool, as_csv: bool, page: Path | None
) -> None:
    """Show which cards appear, vanish or move by more than a second when BOOK b takes the place of BOOK a.

    DIR holds saved heard events (`calmdesk hear`), or is a file of them.
    """
    from calmdesk.review.many.page import compare_page  # noqa: PLC0415  # heavy
    from calmdesk.review.many.texts import read_texts  # noqa: PLC0415  # heavy

    if as_json and as_csv:
        raise UsageError("--json and --csv both print", hint="give one of them")
    texts = read_texts(lang)
    comparison = _compared(folder, _pair(one, two, lang), (one, two), jobs)
    if page:
        _write(page, compare_page(comparison, texts))
    if as_json:
        click.echo(json_text(_table(comparison)))
    elif as_csv:
        click.echo(_rows(comparison), nl=False)
    else:
        _print(comparison, texts)
        if page:
            tell("written to {path}, readable by you alone", path=page)


def _pair(one: str, two: str, lang: str) -> Pair:
    """Return what is to be compared."""
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy
    from calmdesk.workbench.comparing import Pair, source_of  # noqa: PLC0415  # heavy

    slots = tuple(sorted(read_settings().clinic.slots.items()))
    return Pair(source_of(one, lang), source_of(two, lang), slots)


def _compared(folder: Path, pair: Pair, names: tuple[str, str], jobs: int | None) -> Comparison:
    from calmdesk.review.many.compare import CallChanges, Comparison  # noqa: PLC0415  # heavy
    from calmdesk.review.many.run import Runner  # noqa: PLC0415  # heavy
    from calmdesk.workbench.comparing import compare_call, made_ready  # noqa: PLC0415  # heavy

    comparison = Comparison(*names)
    calls = _saved(folder)
    with TemporaryDirectory(prefix="calmdesk-") as tables, many.bars(quiet=True) as watch:
        # Both are read here first: what is wrong with them is told before any call is.
        function = partial(compare_call, made_ready(pair, Path(tables)))
        watch.begin(len(calls))
        with many.crew(len(calls), jobs, None) as workers:
            for done in Runner(workers, function).run(_jobs(calls, folder)):
                watch.done(done)
                if isinstance(done.result, CallChanges):
                    comparison.add(done.result)
                else:
                    comparison.unread.append(done.job.name)
    comparison.ordered()
    return comparison


def _saved(folder: Path) -> list[Path]:
    from calmdesk.review.many.find import find_saved  # noqa: PLC0415  # heavy

    return [folder] if folder.is_file() else find_saved(folder)


def _jobs(calls: list[Path], folder: Path) -> Iterator[Job]:
    from calmdesk.review.many.job import Job  # noqa: PLC0415  # heavy

    for path in calls:
        yield Job(path.relative_to(folder).as_posix() if folder.is_dir() else path.name, path.absolute())


def _table(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as plain values."""
    return {
        **{name: getattr(comparison, name) for name in ("a", "b", "calls", "cards_a", "cards_b", "unread")},
        "totals": {kind.value: count for kind, count in comparison.totals.items()},
        "changed": [asdict(call) for call in comparison.changed],
    }


def _rows(comparison: Comparison) -> str:
    """Return the changes as CSV; a text from a call or a phrasebook never begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for call in comparison.changed:
        writer.writerows(_row(call.call, change) for change in call.changes)
    return text.getvalue()


def _row(call: str, change: Change) -> list[object]:
    from calmdesk.review.many.texts import plain  # noqa: PLC0415  # heavy

    a, b = change.a, change.b
    because = " ".join((b or a).because) if (b or a) else ""  # type: ignore[union-attr]  # one of both is there
    texts = (plain(call), change.kind.value, change.family)
    cells: list[object] = [
        *texts,
        a.at if a else "",
        a.card if a else "",
        b.at if b else "",
        b.card if b else "",
        because,
    ]
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells]


def _print(comparison: Comparison, texts: Texts) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.review.many.texts import plain  # noqa: PLC0415  # heavy

    console = Console(highlight=False, markup=False)
    changed = len(comparison.changed)
    console.print(texts("compare_about", a=comparison.a, b=comparison.b, calls=comparison.calls, changed=changed))
    if changed:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for head in ("call", "at", "change", "family", "card"):
            table.add_column(texts(head), overflow="fold")
        for call in comparison.changed:
            for place, change in enumerate(call.changes):
                table.add_row(plain(call.call) if not place else "", *_cells(change, texts))
        console.print(table)
    else:
        console.print(texts("no_changes"))
    counts = (f"{texts(kind.value)}: {count}" for kind, count in comparison.totals.items())
    console.print("  ".join([f"A: {comparison.cards_a}", f"B: {comparison.cards_b}", *counts]))
    if comparison.unread:
        console.print(f"{texts('unread')}: {', '.join(map(plain, comparison.unread))}")


def _cells(change: Change, texts: Texts) -> list[str]:
    """Return when, what, and of which family and card a change is."""
    from calmdesk.review.many.page import clock  # noqa: PLC0415  # heavy

    cards = [card for card in (change.a, change.b) if card]
    times = dict.fromkeys(clock(card.at) for card in cards)
    names = dict.fromkeys(card.card for card in cards)
    return [" → ".join(times), texts(change.kind.value), texts.title(change.family), " → ".join(names)]


def _write(path: Path, page: str) -> None:
    from calmdesk.review.many.kept import whole_file  # noqa: PLC0415  # heavy

    with whole_file(path) as file:
        file.write(page.encode("utf-8", errors="replace"))
