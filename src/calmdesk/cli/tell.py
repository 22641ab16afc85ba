"""How commands speak: sentences in the language of the interface."""

from __future__ import annotations

import json

import click

from calmdesk.cli.language import interface_language

__all__ = ["echo_json", "interface_language", "named", "tell", "tell_aside"]


def named(context: click.Context) -> bool:
    """Tell whether ``--lang`` was given; what a command says of no call is said in the interface's language else."""
    return context.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE


def tell(template: str, /, **details: object) -> None:
    """Print a sentence in the language of the interface."""
    click.echo(_told(template, details))


def tell_aside(template: str, /, **details: object) -> None:
    """Print a sentence on standard error, beside what the command is asked for."""
    click.echo(_told(template, details), err=True)


def echo_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON as UTF-8, whatever the console's encoding: it is for programs, and a replaced quote would break it."""
    from calmdesk.overlay.jsonl import printable  # noqa: PLC0415  # only for programs

    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    click.echo("\n".join(map(printable, lines)).encode())


def _told(template: str, details: dict[str, object]) -> str:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    return say(template, details, interface_language())
