"""A command group whose commands are imported only when they are called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem


class Place(NamedTuple):
    """Where a command is written, and what it does in one line."""

    module: str
    attribute: str
    summary: str


class LazyGroup(click.Group):
    """Names its commands without importing them.

    Args:
        places: the commands by name, in the order of the help.
        settings: what ``click.Group`` takes.
    """

    def __init__(self, *, places: Mapping[str, Place], **settings: Any) -> None:  # noqa: ANN401  # click's own
        super().__init__(**settings)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of the commands."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import a command."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(importlib.import_module(place.module), place.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in self._places.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands, and else the options, that begin so: without importing any command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  # only while a shell asks

        named = [(name, place) for name, place in self._places.items() if name.startswith(incomplete)]
        commands = [CompletionItem(name, help=place.summary) for name, place in named]
        return commands + click.Command.shell_complete(self, ctx, incomplete)
