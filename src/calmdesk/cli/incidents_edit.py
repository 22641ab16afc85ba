"""``calmdesk incidents edit``: change an incident, with options or in an editor."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from calmdesk.cli import incidents_desk as desk
from calmdesk.cli import incidents_redact as hiding
from calmdesk.errors import CalmdeskError, UsageError

if TYPE_CHECKING:
    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts


@click.command("edit")
@click.argument("number", type=click.IntRange(1))
@click.option("--at", default=None, metavar="MOMENT", help="23/11/2026 14:05, or 2026-11-23 14:05.")
@click.option("--family", "families", multiple=True, help="In the place of all its families.")
@click.option("--rung", type=click.IntRange(0, 5), default=None, help="The step of the ladder that was reached.")
@click.option("--words", multiple=True, help="In the place of all its passages.")
@click.option("--note", default=None, help="The description.")
@click.option("--measures", default=None, help="What was done.")
@click.option("--follow-up", default=None, help="What came after, or is still to do.")
@click.option("--author", default=None, help='Who notes it; "" takes the name away.')
@hiding.no_redact
@desk.lang
def edit(
    number: int,
    families: tuple[str, ...],
    words: tuple[str, ...],
    at: str | None,
    no_redact: bool,
    texts: Texts,
    **given: Any,  # noqa: ANN401  # texts and a number
) -> None:
    """Change incident NUMBER. Without options, at a terminal, your editor (VISUAL or EDITOR) opens it."""
    from calmdesk.incidents.incident import check  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import moment  # noqa: PLC0415  # heavy
    from calmdesk.incidents.opening import known_families  # noqa: PLC0415  # heavy

    changes = {name: value for name, value in given.items() if value is not None}
    if at is not None:
        changes["at"] = moment(at)
    if families:
        changes["families"] = tuple(desk.family_named(family, texts) for family in families)
    if words:
        changes["words"] = words
    with desk.opened(texts) as incidents:
        before = incidents.get(number)
        after = replace(before, **changes) if changes else _edited(before, texts)
        after = after if no_redact else hiding.hidden(after, texts, before)
        if after == before:
            click.echo(texts.say("incident {number} stays as it is", number=number))
            return
        # A family that is no longer known may stay where it stands.
        check(after, {*known_families(), *before.families}, desk.now())
        incidents.replace(after)
    click.echo(texts.say("incident {number} changed", number=number))


def _edited(incident: Incident, texts: Texts) -> Incident:
    """Return the incident as it leaves the editor; a form that cannot be understood is offered again."""
    from calmdesk.incidents.form import form_folder, read_form, write_form  # noqa: PLC0415  # heavy

    if not sys.stdin.isatty():
        raise UsageError("there is nothing to change", hint="say what: calmdesk incidents edit --help")
    with form_folder() as folder:
        path = folder / "incident.toml"
        path.write_text(write_form(incident, texts), encoding="utf-8")
        while True:
            click.edit(filename=str(path), extension=".toml")
            try:
                return read_form(path.read_text(encoding="utf-8-sig"), incident)
            except CalmdeskError as error:
                click.echo(desk.problem_of(error, texts), err=True)
                desk.make_sure(texts.say("Open it again?"), texts)
