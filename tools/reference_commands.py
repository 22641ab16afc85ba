"""Makes ``docs/commands.md``: the help of every command, as the program prints it in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = 80

GATE = (7, "`phrasebook bench --gate`: the phrasebook is worse than before, by more than chance.")
"""The one exit code that no error has."""

HEAD = """# Every command

<!-- Made by tools/reference.py from the program's own help: do not edit. -->

What `--help` prints, for every command there is. What they are for is told in the other pages; what their messages mean
in [troubleshooting](troubleshooting.md).

## Exit codes

Scripts may rely on them; 0 is well, and 130 means that Ctrl-C ended the command.

| code | meaning |
|---|---|
"""


def page(program: click.Command) -> str:
    """Return the page: exit codes, then each command of the tree with its help."""
    meanings = {kind.exit_code: _first_line(kind) for kind in _errors()} | {GATE[0]: GATE[1]}
    table = "".join(f"| {code} | {meaning} |\n" for code, meaning in sorted(meanings.items()))
    root = click.Context(program, info_name="calmdesk", terminal_width=COLUMNS, **program.context_settings)
    return HEAD + table + "".join(_sections(program, root, level=2))


def _errors() -> Iterator[type[errors.CalmdeskError]]:
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.CalmdeskError):
            yield kind


def _first_line(kind: type[errors.CalmdeskError]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def _sections(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    """Yield a command's heading and help, then those of its commands, one level deeper."""
    yield f"\n{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                own = inner.context_class(inner, info_name=name, parent=context, **inner.context_settings)
                yield from _sections(inner, own, level=2 if context.parent is None else 3)
