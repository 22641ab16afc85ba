"""``calmdesk incidents trends``: a table and a chart, by week and family."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import incidents_desk as desk
from calmdesk.cli.tell import echo_json
from calmdesk.errors import IncidentError

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console
    from rich.text import Text

    from calmdesk.incidents.texts import Texts
    from calmdesk.incidents.trends import Trends

_SHADES = (("█", "blue"), ("▓", "yellow"), ("▒", "green"), ("░", "magenta"), ("·", "white"))
"""Of the families in a bar: told apart without colours, too."""

_BAR = 40
"""Characters of the longest bar."""

_COLUMNS = 8
"""Weeks that a table of 80 characters has room for."""


@click.command("trends")
@click.option("--weeks", type=click.IntRange(1), default=_COLUMNS, show_default=True, help="How many, to this one.")
@click.option("--since", default="", metavar="DATE", help="From the week of this day instead.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Write an HTML page with the chart.")
@click.option("--force", is_flag=True, help="Write over a page that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@desk.lang
def trends(weeks: int, since: str, page: Path | None, force: bool, as_json: bool, texts: Texts) -> None:
    """Count incidents by week and family. No passphrase is needed: what was said is not looked at."""
    from calmdesk.incidents.choice import Choice  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import start_of_day  # noqa: PLC0415  # heavy
    from calmdesk.incidents.rows import week_of  # noqa: PLC0415  # heavy
    from calmdesk.incidents.trends import count_by_week  # noqa: PLC0415  # heavy

    last = week_of(desk.now())
    first = week_of(start_of_day(since)) if since else last - timedelta(weeks=weeks - 1)
    with desk.opened(texts) as incidents:
        found = count_by_week(incidents, Choice(since=start_of_day(first.isoformat())), span=(first, last))
    if page:
        _write_page(page, found, texts, force=force)
    elif as_json:
        echo_json(_as_json(found))
    elif found.totals:
        _print(found, texts)
    else:
        click.echo(texts.say("there is no such incident"))


def _write_page(path: Path, found: Trends, texts: Texts, *, force: bool) -> None:
    from calmdesk.incidents.page import trends_page  # noqa: PLC0415  # heavy
    from calmdesk.private_file import private_file  # noqa: PLC0415  # heavy

    with private_file(path, IncidentError, over=force) as file:
        file.write(trends_page(found, texts))
    click.echo(texts.say("written to {path}, readable by you alone", path=path))


def _as_json(found: Trends) -> list[dict[str, object]]:
    return [
        {
            "week": week.isoformat(),
            "incidents": found.totals.get(week, 0),
            "families": {name: found.counts[week, name] for name in found.families if (week, name) in found.counts},
        }
        for week in found.weeks
    ]


def _print(found: Trends, texts: Texts) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy

    console = Console(highlight=False, markup=False)
    for start in range(0, len(found.weeks), _COLUMNS):
        _print_table(console, found, found.weeks[start : start + _COLUMNS], texts)
        console.print()
    _print_chart(console, found, texts)


def _print_table(console: Console, found: Trends, weeks: tuple[date, ...], texts: Texts) -> None:
    from rich.table import Table  # noqa: PLC0415  # heavy

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(texts.say("week of"), no_wrap=True)
    for week in weeks:
        table.add_column(week.strftime("%d/%m"), justify="right", no_wrap=True)
    for family in found.families:
        counts = [found.counts.get((week, family), 0) for week in weeks]
        if any(counts):
            table.add_row(texts.title(family), *(str(count or "·") for count in counts))
    table.add_row(texts.say("incidents"), *(str(found.totals.get(week, 0)) for week in weeks), style="bold")
    console.print(table)


def _print_chart(console: Console, found: Trends, texts: Texts) -> None:
    from rich.text import Text  # noqa: PLC0415  # heavy

    from calmdesk.incidents.trends import legend, stacked  # noqa: PLC0415  # heavy

    rows = {week: stacked(found, week, len(_SHADES)) for week in found.weeks}
    longest = max(map(sum, rows.values())) or 1
    for week, row in rows.items():
        console.print(
            Text(f"{texts.day(week)} ").append(_bar(row, _BAR / longest)).append(f" {found.totals.get(week, 0)}")
        )
    names = legend(found, texts, len(_SHADES))
    shades = (
        Text(shade, style=colour).append(f" {name}  ", style="default")
        for name, (shade, colour) in zip(names, _SHADES, strict=False)
    )
    console.print(Text().join(shades))


def _bar(row: list[int], unit: float) -> Text:
    """Return a bar; the ends of its parts are rounded, so that the whole is as long as it should be."""
    from rich.text import Text  # noqa: PLC0415  # heavy

    bar = Text()
    for place, (shade, colour) in enumerate(_SHADES):
        start, end = round(sum(row[:place]) * unit), round(sum(row[: place + 1]) * unit)
        bar.append(shade * (end - start), style=colour)
    return bar
