"""``calmdesk settings``: the clinic's names and wishes, in one file."""

from __future__ import annotations

import click

from calmdesk.cli.lazy import LazyGroup, Place

_COMMANDS = {
    "edit": Place("calmdesk.cli.settings_edit", "edit", "Change the settings in your editor."),
    "show": Place("calmdesk.cli.settings_show", "show", "Show what holds, and where it comes from."),
    "check": Place("calmdesk.cli.settings_show", "check", "Check the settings for mistakes."),
    "path": Place("calmdesk.cli.settings_show", "path", "Print where the file is."),
}


@click.command("settings", cls=LazyGroup, places=_COMMANDS)
def command() -> None:
    """The clinic's names and wishes, in one file; all of them are optional.

    An option of a command stands above an environment variable (CALMDESK_CLINIC_VET), that above the file, and the
    file above what calmdesk ships with.
    """
