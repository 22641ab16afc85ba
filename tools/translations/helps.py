"""The texts of all help pages: what the tree of click's commands holds, in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from calmdesk.cli import calmdesk, in_words
from calmdesk.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Page:
    """A command's help page: its name from the top, its texts, and what stands for values in them."""

    name: str
    texts: tuple[str, ...]
    placeholders: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything on the page that is looked up in a catalogue."""
        return (*self.texts, *self.placeholders, *self.types)


def pages() -> list[Page]:
    """Return the help pages of all commands."""
    return list(_pages(calmdesk, "calmdesk", None))


def _pages(command: click.Command, name: str, parent: click.Context | None) -> Iterator[Page]:
    context = click.Context(command, parent=parent, info_name=name)
    yield Page(
        name,
        tuple(_texts(command)),
        tuple(dict.fromkeys(_placeholders(command))),
        tuple(dict.fromkeys(each.type.name for each in command.params if _names_type(each))),
    )
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found:
                yield from _pages(found, f"{name} {each}", context)


def _texts(command: click.Command) -> Iterator[str]:
    for paragraph in in_words.sources(command.help or ""):
        kept = paragraph.startswith("\b")
        yield from (line.strip() for line in paragraph.splitlines()[1:]) if kept else [paragraph]
    if isinstance(command, LazyGroup):
        yield from (place.summary for place in command.places.values())
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            yield " ".join(option.help.split())


def _placeholders(command: click.Command) -> Iterator[str]:
    for each in command.params:
        shown = in_words.shown_as(each) if isinstance(each, click.Argument) else each.metavar
        yield from in_words.placeholders(shown or "")
    yield from in_words.placeholders(command.options_metavar or "")
    if isinstance(command, click.Group):
        yield from in_words.placeholders(command.subcommand_metavar)


def _names_type(parameter: click.Parameter) -> bool:
    """Tell whether the name of a parameter's type is shown, in help or in errors."""
    flag = isinstance(parameter, click.Option) and parameter.is_flag
    return not flag and not isinstance(parameter.type, click.Choice)
