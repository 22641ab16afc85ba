"""``calmdesk purge``: what is too old, or everything that was kept of calls, is removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk.cli import incidents_desk as desk

if TYPE_CHECKING:
    from calmdesk.incidents.texts import Texts


@click.command("purge")
@click.option("--all", "everything", is_flag=True, help="Everything that was kept of calls, however new.")
@desk.yes
@desk.lang
def command(everything: bool, yes: bool, texts: Texts) -> None:
    """Remove what is older than the settings keep it: incidents, and sentences of wrong cards.

    That also happens whenever `listen` or a command of incidents begins. Settings, phrasebooks and models stay; files
    of --save-heard, exports and backups are yours to remove.
    """
    from calmdesk.cli import keeping  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    settings = read_settings()
    if everything and not yes:
        desk.make_sure(texts.say("Remove everything that was kept of calls, for good?"), texts)
    keeping.sweep()
    kinds = [
        keeping.incidents(settings, everything=everything, thorough=True),
        keeping.feedback(settings, everything=everything),
    ]
    for purged in kinds:
        keeping.tell(texts.lang, purged, always=True)
    if not any(kinds):
        click.echo(texts.say("nothing of a call is kept here"), err=True)
