"""``calmdesk models``: the speech models this machine has."""

from __future__ import annotations

import click


@click.group("models")
def command() -> None:
    """The speech models this machine has."""


@command.command("list")
def list_models() -> None:
    """List the models that can be found by their language, the first of each language is used."""
    from calmdesk.speech.models import installed, user_folder  # noqa: PLC0415  # heavy

    for found in installed():
        remark = "  (ships with calmdesk: for trying out, not for real calls)" if found.shipped else ""
        click.echo(f"{found.language:<6} {found.name:<32} {found.path}{remark}")
    click.echo(f"Put a model from https://alphacephei.com/vosk/models, unpacked, into {user_folder()}")
