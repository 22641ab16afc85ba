"""``calmdesk settings show | check | path``: what holds, whether it is right, and where the file is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from calmdesk.cli.tell import echo_json, interface_language, tell, tell_path, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from calmdesk.settings.reading import InForce


@click.command("show")
@click.option("--format", "form", type=click.Choice(["table", "json", "toml"]), default="table", show_default=True)
def show(form: str) -> None:
    """Show the settings that hold, and where each comes from; passwords are not shown.

    From the last to the first: what calmdesk ships with (default), the file, an environment variable, and an option
    given with a command, which holds for that command alone.
    """
    from calmdesk.places import settings_file  # noqa: PLC0415  # heavy
    from calmdesk.settings.reading import values_in_force  # noqa: PLC0415  # heavy

    path, values = settings_file(), values_in_force()
    if form == "json":
        facts = {"path": str(path), "settings": [_facts(each) for each in values]}
        echo_json(facts, indent=1)
    elif form == "toml":
        click.echo("\n\n".join(_as_toml(values, path)))
    else:
        _print(values, path)


@click.command("check")
def check() -> None:
    """Check the settings, the file's and the environment's, and name every mistake. Exit code 8 if there is one."""
    from calmdesk.places import settings_file  # noqa: PLC0415  # heavy
    from calmdesk.settings.reading import values_in_force  # noqa: PLC0415  # heavy

    values_in_force()
    path = settings_file()
    tell("no mistakes: {path}" if path.is_file() else "there is no file, and there need not be: {path}", path=path)


@click.command("path")
def path() -> None:
    """Print where the file is, or would be, and nothing else."""
    from calmdesk.places import settings_file  # noqa: PLC0415  # heavy

    tell_path(settings_file())


def _print(values: Sequence[InForce], path: Path) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.settings.template import as_toml  # noqa: PLC0415  # heavy

    table = Table(box=None, pad_edge=False)
    for head in ("setting", "value", "from"):
        table.add_column(told(head), overflow="fold")
    for each in values:
        table.add_row(f"{each.table}.{each.key}", as_toml(_shown(each)), _origin(each, path, interface_language()))
    # Wide when nobody looks: a script wants a line for each setting.
    console = Console(highlight=False, markup=False)
    console = console if console.is_terminal else Console(highlight=False, markup=False, width=200)
    console.print(table)
    tell("the file: {path}", path=path)
    tell(
        "option > environment variable > file > default; to change the file: {command}",
        command="calmdesk settings edit",
    )


def _as_toml(values: Sequence[InForce], path: Path) -> Iterator[str]:
    """Yield each table as it could be written into the file, each key with where it comes from."""
    from calmdesk.settings.template import as_toml  # noqa: PLC0415  # heavy

    for table, found in groupby(values, key=lambda each: each.table):
        entries = [f"{each.key} = {as_toml(_shown(each))}  # {_origin(each, path, 'en')}" for each in found]
        yield "\n".join([f"[{table}]", *entries])


def _facts(each: InForce) -> dict[str, object]:
    from calmdesk.settings.environment import variable  # noqa: PLC0415  # heavy

    return {
        "table": each.table,
        "key": each.key,
        "value": _shown(each),
        "source": each.source.value,
        "line": each.line,
        "variable": variable(each.table, each.key),
        "option": each.option or None,
    }


def _origin(each: InForce, path: Path, language: str) -> str:
    """Return where a value comes from."""
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.settings.environment import variable  # noqa: PLC0415  # heavy

    if each.source == "environment":
        return variable(each.table, each.key)
    if each.source == "file":
        return say("{name}, line {line}", {"name": path.name, "line": each.line}, language)
    return say("default", {}, language)


def _shown(each: InForce) -> object:
    """Return a value without the password that stands in an address."""
    from calmdesk.settings.secret import without_password  # noqa: PLC0415  # heavy

    return without_password(each.value) if isinstance(each.value, str) else each.value
