"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from calmdesk.cli.completion import languages
from calmdesk.errors import UsageError
from calmdesk.settings import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

Command = TypeVar("Command", bound="Callable[..., Any]")

lang = click.option(
    "--lang",
    default="fr",
    show_default=True,
    metavar="LANGUAGE",
    shell_complete=languages,
    help="Language of the call.",
)
model = click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="Folder of a Vosk model. Default: CALMDESK_MODEL, then an installed model, then the small one that ships.",
)
channel = click.option(
    "--client",
    type=click.Choice(["auto", "left", "right", "mix"]),
    default="auto",
    show_default=True,
    help="The channel the client is heard on.",
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
    help="Keep what was heard in this file (JSON lines), with names and numbers hidden. Nothing is kept otherwise.",
)
no_redact = click.option(
    "--no-redact",
    is_flag=True,
    help="Keep names, numbers and addresses in what is written, too; they are hidden otherwise.",
)
whisper = click.option(
    "--whisper",
    metavar="DEVICE",
    help="Speak the cards into this headset: words of its name, or its number in `calmdesk devices`.",
)


def _said(_context: click.Context, option: click.Parameter, value: str) -> str:
    """Return a name that stands inside sentences.

    Raises:
        UsageError: nobody could say it in one breath.
    """
    if len(value) > LONGEST:
        raise UsageError(
            "{option} is longer than {most} characters; it is said inside a sentence",
            option=option.opts[0],
            most=LONGEST,
        )
    return value


def about_the_call(command: Command) -> Command:
    """Add what is known of the call: ``animal``, ``client_name``, and whether ``connection`` prompts are wanted."""
    for option in (
        click.option("--connection", is_flag=True, help="Prompt for a personal word when nothing is wrong."),
        click.option(
            "--client-name", default="", metavar="NAME", callback=_said, help="The client's name, for the sentences."
        ),
        click.option(
            "--animal", default="", metavar="NAME", callback=_said, help="The animal's name, for the sentences."
        ),
    ):
        command = option(command)
    return command
