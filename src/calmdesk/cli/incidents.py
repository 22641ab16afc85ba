"""``calmdesk incidents``: what the receptionist chose to document."""

from __future__ import annotations

import click

from calmdesk.cli.lazy import LazyGroup, Place

_HERE = "calmdesk.cli.incidents"
_COMMANDS = {
    "add": Place(f"{_HERE}_add", "add", "Note an incident: with options, or question by question."),
    "list": Place(f"{_HERE}_show", "list_them", "List the latest incidents."),
    "show": Place(f"{_HERE}_show", "show", "Show all of one incident."),
    "edit": Place(f"{_HERE}_edit", "edit", "Change an incident: with options, or in your editor."),
    "export": Place(f"{_HERE}_out", "export", "Write incidents as a table, as JSON, or as a page to print."),
    "trends": Place(f"{_HERE}_trends", "trends", "Count incidents by week and family."),
    "purge": Place(f"{_HERE}_keep", "purge", "Remove incidents for good."),
    "encrypt": Place(f"{_HERE}_keep", "encrypt", "Encrypt what was said and written with a passphrase."),
    "decrypt": Place(f"{_HERE}_keep", "decrypt", "Take the encryption away."),
}


@click.command("incidents", cls=LazyGroup, places=_COMMANDS)
def command() -> None:
    """Note incidents, look at them, and remove them for good.

    Nothing is noted unless you ask. Incidents are kept for five years, or as long as your settings say: what is older
    is removed whenever one of these commands begins.
    """
