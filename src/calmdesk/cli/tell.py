"""How commands speak: sentences in the system's language."""

from __future__ import annotations

import json
import os

import click


def system_language() -> str:
    """Return the code of the language that the system speaks, ``en`` when it does not say."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in named if name), "en")[:2].lower()


def tell(template: str, /, **details: object) -> None:
    """Print a sentence in the system's language."""
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

    return say(template, details, system_language())
