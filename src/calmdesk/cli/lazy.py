"""Command groups: one imports its commands only when they are called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
from gettext import gettext
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from calmdesk.cli.in_words import phrase, translated
from calmdesk.cli.language import interface_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem


_WHOLE = 1_000
"""Characters: longer than any first sentence."""


class Place(NamedTuple):
    """Where a command is written, and what it does in one line."""

    module: str
    attribute: str
    summary: str


class ListedGroup(click.Group):
    """Lists its commands with all of their first sentences; click cuts them off."""

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return the names of the commands, and what each does."""
        named = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, command.get_short_help_str(limit=_WHOLE)) for name, command in named if command]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl(self.summaries(ctx))


class LazyGroup(ListedGroup):
    """Names its commands without importing them, and hands them out in the language of the interface.

    Args:
        places: the commands by name, in the order of the help.
        settings: what ``click.Group`` takes.
    """

    def __init__(self, *, places: Mapping[str, Place], **settings: Any) -> None:  # noqa: ANN401  # click's own
        super().__init__(**settings)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of the commands."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import a command, and let it speak the interface's language."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(importlib.import_module(place.module), place.attribute)
        return translated(command, interface_language())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which one may be meant: click looks at imported ones alone."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.places, ctx=ctx) from error

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:  # noqa: ARG002  # click's signature
        """Return the names of the commands, and what each does, without importing them."""
        language = interface_language()
        return [(name, phrase(place.summary, language)) for name, place in self.places.items()]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands, and else the options, that begin so: without importing any command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  # only while a shell asks

        commands = [
            CompletionItem(name, help=does) for name, does in self.summaries(ctx) if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)
