"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

lang = click.option("--lang", default="fr", show_default=True, metavar="LANGUAGE", help="Language of the call.")
model = click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Folder of a Vosk model. Default: CALMDESK_MODEL, then an installed model, then the small one that ships.",
)
output = click.option(
    "--format",
    "form",
    type=click.Choice(["screen", "plain", "jsonl"]),
    default=None,
    help="Default: screen on a terminal, plain lines otherwise.",
)
save_heard = click.option(
    "--save-heard",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep what was heard in this file (JSON lines). Nothing is kept otherwise.",
)
