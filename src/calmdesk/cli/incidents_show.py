"""``calmdesk incidents list`` and ``show``: look at what was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import incidents_desk as desk

if TYPE_CHECKING:
    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts


@click.command("list")
@desk.choosing
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="How many, the latest last.")
@desk.lang
def list_them(since: str, until: str, family: str, rung: int, most: int, texts: Texts) -> None:
    """List incidents, the latest last."""
    wanted = desk.choice(texts, since, until, family, rung)
    with desk.opened(texts) as incidents:
        found = incidents.latest(wanted, most)
        earlier = incidents.count(wanted) - len(found)
    if not found:
        click.echo(texts.say("there is no such incident"))
        return
    if earlier > 0:
        click.echo(texts.say("and {count} earlier: --most shows more", count=earlier))
    _print_table(found, texts)


@click.command("show")
@click.argument("number", type=click.IntRange(1))
@desk.lang
def show(number: int, texts: Texts) -> None:
    """Show all of incident NUMBER."""
    with desk.opened(texts) as incidents:
        incident = incidents.get(number)
    for label, text in _lines(incident, texts):
        if text:
            head, *rest = text.splitlines()
            click.echo(f"{label:<{_LABEL}} {head}")
            for line in rest:
                click.echo(" " * _LABEL + " " + line)


_LABEL = 22
"""Characters; the longest label of the French texts fits."""


def _lines(incident: Incident, texts: Texts) -> list[tuple[str, str]]:
    from calmdesk.incidents.texts import RUNGS  # noqa: PLC0415  # heavy

    rung = f"{incident.rung} ({texts.say(RUNGS[incident.rung])})" if incident.rung else ""
    return [
        (texts.say("number"), str(incident.number)),
        (texts.say("date"), texts.moment(incident.at)),
        (texts.say("families"), texts.titles(incident.families)),
        (texts.say("rung"), rung),
        (texts.say("exact words"), "\n".join(f"« {passage} »" for passage in incident.words)),
        (texts.say("description"), incident.note),
        (texts.say("measures"), incident.measures),
        (texts.say("follow-up"), incident.follow_up),
        (texts.say("noted by"), incident.author),
    ]


def _print_table(found: list[Incident], texts: Texts) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    table = Table(box=None, pad_edge=False)
    table.add_column(texts.say("no."), justify="right", no_wrap=True)
    table.add_column(texts.say("date"), no_wrap=True)
    table.add_column(texts.say("families"), ratio=1)
    table.add_column(texts.say("rung"), justify="right")
    table.add_column(texts.say("exact words"), ratio=2)
    for incident in found:
        said = " … ".join(incident.words) or incident.note
        rung = str(incident.rung or "")
        cells = (texts.moment(incident.at), texts.titles(incident.families), rung, safe(said))
        table.add_row(str(incident.number), *cells)
    Console(highlight=False, markup=False).print(table)
