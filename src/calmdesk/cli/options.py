"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from calmdesk.cli.completion import languages
from calmdesk.errors import UsageError
from calmdesk.settings import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

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


@dataclass(frozen=True, slots=True)
class Hearing:
    """How recorded calls are heard."""

    lang: str = "fr"
    model: Path | None = None
    client: str = "auto"
    desk: bool = False
    no_redact: bool = False


def hearing(command: Command) -> Command:
    """Add how recorded calls are heard, handed over as ``hearing``."""
    desk = click.option("--desk", is_flag=True, help="Hear the desk's channel too.")
    return together(command, Hearing, "hearing", lang, model, channel, desk, no_redact)


@dataclass(frozen=True, slots=True)
class AboutTheCall:
    """What is known of the call, and whether prompts for a personal word are wanted in it."""

    animal: str = ""
    client_name: str = ""
    connection: bool = False

    @property
    def names(self) -> dict[str, str]:
        """Return the names by the slot of the sentences they fill."""
        return {"animal": self.animal, "client": self.client_name}


def about_the_call(command: Command) -> Command:
    """Add what is known of the call, handed over as ``about``: an ``AboutTheCall``."""
    return together(
        command,
        AboutTheCall,
        "about",
        click.option(
            "--animal", default="", metavar="NAME", callback=_said, help="The animal's name, for the sentences."
        ),
        click.option(
            "--client-name", default="", metavar="NAME", callback=_said, help="The client's name, for the sentences."
        ),
        click.option("--connection", is_flag=True, help="Prompt for a personal word when nothing is wrong."),
    )


def together(
    command: Command, kind: type, name: str, *options: Callable[[Callable[..., Any]], Callable[..., Any]]
) -> Command:
    """Add options to a command that takes them together, as one value called ``name``.

    Args:
        command: what is to have them.
        kind: the dataclass of that value; each of its fields is one of the options.
        name: the command's parameter.
        options: made by ``click.option``, in the order of the help.
    """
    names = [each.name for each in fields(kind)]

    @wraps(command)
    def called(**given: Any) -> Any:  # noqa: ANN401  # whatever a command takes and returns
        value = kind(**{each: given.pop(each) for each in names})
        return command(**given, **{name: value})

    for option in reversed(options):
        option(called)
    return called  # type: ignore[return-value]  # for click it is the command with options added
