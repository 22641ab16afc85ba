"""``calmdesk compare``: two phrasebooks on the same saved calls, call by call."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import many, options
from calmdesk.cli.tell import echo_json, tell_aside
from calmdesk.errors import ReviewError, UsageError
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.review.many.compare import Change, Comparison
    from calmdesk.review.many.job import Job
    from calmdesk.review.many.texts import Texts
    from calmdesk.workbench.comparing import Pair


@click.command("compare")
@click.argument("folder", type=click.Path(path_type=Path, exists=True), metavar="DIR")
@click.option("--a", "one", required=True, metavar="BOOK", help="A language, a phrasebook's folder, or own phrases.")
@click.option("--b", "two", required=True, metavar="BOOK", help="What to compare it with.")
@options.lang
@many.jobs
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the changes as CSV.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Write an HTML page.")
@click.option("--force", is_flag=True, help="Write over a page that is there.")
def command(
    folder: Path,
    one: str,
    two: str,
    lang: str,
    jobs: int | None,
    as_json: bool,
    as_csv: bool,
    page: Path | None,
    force: bool,
) -> None:
    """Show which cards appear, vanish or move by more than a second when BOOK b takes the place of BOOK a.

    DIR holds saved heard events (`calmdesk hear`), or is a file of them.
    """
    from calmdesk.private_file import refuse_taken  # noqa: PLC0415  # heavy
    from calmdesk.review.many.batch import SomeCallsError  # noqa: PLC0415  # heavy
    from calmdesk.review.many.texts import read_texts  # noqa: PLC0415  # heavy

    if as_json and as_csv:
        raise UsageError("--json and --csv both print", hint="give one of them")
    if page and not force:
        refuse_taken(page, ReviewError)
    texts = read_texts(lang)
    comparison = _compared(folder, _pair(one, two, lang), (one, two), jobs)
    if as_json:
        echo_json(_json(comparison))
    elif as_csv:
        click.echo(_csv(comparison), nl=False)
    else:
        _print(comparison, texts)
    if page:
        _write(page, comparison, texts, force=force)
    if unread := len(comparison.unread):
        raise SomeCallsError(
            "{count} of {all} calls could not be heard; the others are done",
            hint="save them once more: calmdesk hear DIR",
            count=unread,
            all=comparison.calls + unread,
        )


def _pair(one: str, two: str, lang: str) -> Pair:
    """Return what is to be compared."""
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy
    from calmdesk.workbench.comparing import Pair, source_of  # noqa: PLC0415  # heavy

    slots = tuple(sorted(read_settings().clinic.slots.items()))
    return Pair(source_of(one, lang), source_of(two, lang), slots)


def _compared(folder: Path, pair: Pair, names: tuple[str, str], jobs: int | None) -> Comparison:
    from calmdesk.review.many.compare import CallChanges, Comparison  # noqa: PLC0415  # heavy
    from calmdesk.review.many.job import Fault  # noqa: PLC0415  # heavy
    from calmdesk.review.many.run import Runner  # noqa: PLC0415  # heavy
    from calmdesk.workbench.comparing import compare_call, made_ready  # noqa: PLC0415  # heavy

    comparison = Comparison(*names)
    faults: dict[str, Fault] = {}
    calls = _saved(folder)
    with scratch_folder() as tables, many.bars(quiet=True) as watch:
        # Both are read here first: what is wrong with them is told before any call is.
        function = partial(compare_call, made_ready(pair, tables))
        watch.begin(len(calls))
        with many.crew(len(calls), jobs, None) as workers:
            for done in Runner(workers, function).run(_jobs(calls, folder)):
                watch.done(done)
                if isinstance(done.result, CallChanges):
                    comparison.add(done.result)
                elif isinstance(done.result, Fault):
                    comparison.unread.append(done.job.name)
                    faults[done.job.name] = done.result
    comparison.ordered()
    many.tell_faults(faults)
    return comparison


def _saved(folder: Path) -> list[Path]:
    from calmdesk.review.many.find import find_saved  # noqa: PLC0415  # heavy

    return [folder] if folder.is_file() else find_saved(folder)


def _jobs(calls: list[Path], folder: Path) -> Iterator[Job]:
    from calmdesk.review.many.job import Job  # noqa: PLC0415  # heavy

    for path in calls:
        yield Job(path.relative_to(folder).as_posix() if folder.is_dir() else path.name, path.absolute())


def _json(comparison: Comparison) -> dict[str, object]:
    from calmdesk.review.many.compare_exports import as_json  # noqa: PLC0415  # heavy

    return as_json(comparison)


def _csv(comparison: Comparison) -> str:
    from calmdesk.review.many.compare_exports import write_csv  # noqa: PLC0415  # heavy

    text = io.StringIO(newline="")
    write_csv(comparison, text)
    return text.getvalue()


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
    counts = {texts("a_cards"): comparison.cards_a, texts("b_cards"): comparison.cards_b}
    counts |= {texts(kind.value): count for kind, count in comparison.totals.items()}
    console.print(" · ".join(f"{name} {count}" for name, count in counts.items()))
    if comparison.unread:
        console.print(texts("unread"), *map(plain, comparison.unread), sep="\n  ")


def _cells(change: Change, texts: Texts) -> list[str]:
    """Return when, what, and of which family and card a change is, with what the card says."""
    from calmdesk.overlay.style import clock  # noqa: PLC0415  # heavy
    from calmdesk.review.many.texts import plain  # noqa: PLC0415  # heavy

    cards = [card for card in (change.a, change.b) if card]
    times = dict.fromkeys(clock(card.at) for card in cards)
    names = dict.fromkeys(plain(card.card) for card in cards)
    said = [" → ".join(names), *map(plain, change.says)]
    return [" → ".join(times), texts(change.kind.value), texts.title(change.family), "\n".join(said)]


def _write(path: Path, comparison: Comparison, texts: Texts, *, force: bool) -> None:
    from calmdesk.private_file import private_file  # noqa: PLC0415  # heavy
    from calmdesk.review.many.page import compare_page  # noqa: PLC0415  # heavy

    with private_file(path, ReviewError, over=force) as file:
        file.write(compare_page(comparison, texts))
    tell_aside("written to {path}, readable by you alone", path=path)
