"""``calmdesk phrasebook``: check, prove, tune and edit phrasebooks."""

from __future__ import annotations

import click

from calmdesk.cli.lazy import LazyGroup, Place

_HERE = "calmdesk.cli.phrasebook"
_COMMANDS = {
    "check": Place(f"{_HERE}_check", "check", "Find what is wrong with phrases, cards and cases."),
    "show": Place(f"{_HERE}_show", "show", "Show what a phrasebook holds."),
    "diff": Place(f"{_HERE}_diff", "diff", "Show what two phrasebooks do not have in common."),
    "new": Place(f"{_HERE}_new", "new", "Make a folder for phrases of your own."),
    "add": Place(f"{_HERE}_add", "add", "Add a phrase of your own, after trying it."),
    "export": Place(f"{_HERE}_sheet", "export_sheet", "Write a phrasebook as a table for a spreadsheet."),
    "import": Place(f"{_HERE}_sheet", "import_sheet", "Read such a table back, into your own folder."),
    "bench": Place(f"{_HERE}_bench", "bench", "Measure a phrasebook on labelled sentences and calls."),
    "tune": Place(f"{_HERE}_bench", "tune", "Find better thresholds."),
    "learn": Place(f"{_HERE}_bench", "learn", "Learn the second opinion from the cases."),
}


@click.command("phrasebook", cls=LazyGroup, places=_COMMANDS)
def command() -> None:
    """Check, prove, tune and edit phrasebooks.

    A clinic's own phrases lie in its own folder, which no update touches, and are laid over the shipped ones.
    """
