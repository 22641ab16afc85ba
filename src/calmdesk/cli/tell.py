"""How commands speak: sentences in the language of the interface."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from calmdesk.cli.language import interface_language

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["echo_json", "interface_language", "named", "tell", "tell_aside", "tell_path", "told"]


def named(context: click.Context) -> bool:
    """Tell whether ``--lang`` was given; what a command says of no call is said in the interface's language else."""
    return context.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE


def told(template: str, /, **details: object) -> str:
    """Return a sentence in the language of the interface."""
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    return say(template, details, interface_language())


def tell(template: str, /, **details: object) -> None:
    """Print a sentence in the language of the interface."""
    click.echo(told(template, **details))


def tell_aside(template: str, /, **details: object) -> None:
    """Print a sentence on standard error, beside what the command is asked for."""
    click.echo(told(template, **details), err=True)


def tell_path(path: Path) -> None:
    """Print a path and nothing else: as it is for a script, harmless for a terminal."""
    # As bytes: of a text click takes away what looks like colours.
    click.echo(told("{path}", path=path) if sys.stdout.isatty() else os.fsencode(path))


def echo_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON as UTF-8, whatever the console's encoding: it is for programs, and a replaced quote would break it."""
    from calmdesk.call.text import json_text  # noqa: PLC0415  # only for programs

    click.echo(json_text(value, indent=indent).encode())
