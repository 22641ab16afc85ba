"""The command line: one thin file per command, imported only when it is called."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import language
from calmdesk.cli.console import colours, write_within_encoding
from calmdesk.cli.in_words import translated
from calmdesk.cli.lazy import LazyGroup, Place
from calmdesk.errors import CalmdeskError
from calmdesk.messages import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_WORD = 4_096
"""Characters: a path is one word."""

_COMMANDS = {
    "demo": Place("calmdesk.cli.demo", "command", "Hear a shipped call and see the cards it brings."),
    "replay": Place("calmdesk.cli.replay", "command", "Replay recorded calls, or saved heard events."),
    "hear": Place("calmdesk.cli.hear", "command", "Save what is heard in many calls, to tune phrasebooks on."),
    "compare": Place("calmdesk.cli.compare", "command", "Compare two phrasebooks on saved calls."),
    "listen": Place("calmdesk.cli.listen", "command", "Listen at the desk, through the microphone."),
    "devices": Place("calmdesk.cli.devices", "command", "List the microphones and loudspeakers."),
    "soundcheck": Place("calmdesk.cli.soundcheck", "command", "Check that the client is heard, and how well."),
    "whisper": Place("calmdesk.cli.whisper", "command", "Try the voice that whispers cards into a headset."),
    "review": Place("calmdesk.cli.review", "command", "Make a page to discuss a call with."),
    "annotate": Place("calmdesk.cli.annotate", "command", "Mark a call's cues right, wrong or missing."),
    "rehearse": Place("calmdesk.cli.rehearse", "command", "Practise on a difficult client, by voice or typed."),
    "match": Place("calmdesk.cli.match", "command", "Find the cues in lines of text."),
    "explain": Place("calmdesk.cli.explain", "command", "Say why a sentence is, or is not, a cue."),
    "models": Place("calmdesk.cli.models", "command", "The speech models: list, install, verify, tune."),
    "settings": Place("calmdesk.cli.settings", "command", "The clinic's names and wishes: edit, show, check."),
    "doctor": Place("calmdesk.cli.doctor", "command", "Check everything a call needs."),
    "phrasebook": Place("calmdesk.cli.phrasebook", "command", "Check, prove, tune and edit phrasebooks."),
    "incidents": Place("calmdesk.cli.incidents", "command", "Note, show, export, count and remove incidents."),
    "privacy": Place("calmdesk.cli.privacy", "command", "Say what is kept, where, and how to remove it."),
    "purge": Place("calmdesk.cli.purge", "command", "Remove what is kept of calls when it is too old."),
    "completion": Place("calmdesk.cli.completion", "command", "Let the shell complete commands with the Tab key."),
    "bench": Place("calmdesk.cli.bench", "command", "Measure calmdesk against bare Vosk and naive matching."),
}


@click.command(cls=LazyGroup, places=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="calmdesk", help="Show the version and exit.")
@click.option(
    language.OPTION,
    type=click.Choice(languages(), case_sensitive=False),
    envvar=language.VARIABLE,
    help="Language of help, tables and messages. Default: that of the settings, then the system's.",
)
def calmdesk(ui: str | None) -> None:  # `language.settle` has read it already, before any help is shown
    """An offline companion for the phone desk: hears the caller, shows the next calm sentence to say."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; every expected mistake ends here, as two lines and an exit code."""
    write_within_encoding()
    words = list(args if args is not None else sys.argv[1:])
    language.settle(words)
    command = translated(calmdesk, language.interface_language())
    try:
        code = command.main(words, prog_name="calmdesk", standalone_mode=False, color=colours())
        sys.exit(code if isinstance(code, int) else 0)
    except CalmdeskError as error:
        sys.exit(_report(error, language.error_language(words)))
    except click.ClickException as error:
        # What was typed, or stands in a file's name, is repeated in it.
        if not isinstance(error, click.exceptions.NoArgsIsHelpError):  # its message is our own help page, laid out
            told = "\n".join(safe(line, longest_word=_LONGEST_WORD) for line in error.message.splitlines())
            error.message = told  # type: ignore[misc]  # set on this one error, which shows it with its usage
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader (`| head`) has left; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _report(error: CalmdeskError, spoken: str) -> int:
    from calmdesk.messages import explain  # noqa: PLC0415  # only when something is wrong

    problem, hint = explain(error, spoken)
    click.echo(f"calmdesk: {problem}", err=True)
    if hint:
        click.echo(f"  → {hint}", err=True)
    return error.exit_code
