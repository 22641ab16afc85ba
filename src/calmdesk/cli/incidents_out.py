"""``calmdesk incidents export``: a table for spreadsheets, JSON, or the register as a page to print."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from calmdesk.cli import incidents_desk as desk
from calmdesk.errors import IncidentError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts

_FORMS = {".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
_DELIMITERS = {"semicolon": ";", "comma": ",", "tab": "\t"}


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--format", "form", type=click.Choice(["csv", "json", "html"]), help="Default: the file's ending.")
@click.option(
    "--delimiter", type=click.Choice(list(_DELIMITERS)), default="semicolon", show_default=True, help="Of CSV."
)
@click.option("--no-author", is_flag=True, help="Leave out who noted them.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@desk.choosing
@desk.lang
def export(
    path: Path,
    form: str | None,
    delimiter: str,
    no_author: bool,
    force: bool,
    since: str,
    until: str,
    family: str,
    rung: int,
    texts: Texts,
) -> None:
    """Write incidents to PATH, a file ending in .csv, .json or .html; "-" is the standard output.

    The page (.html) has the form of the Belgian « registre de faits de tiers » and prints on A4 paper.
    """
    from calmdesk.private_file import private_file  # noqa: PLC0415  # heavy

    kind = form or _FORMS.get(path.suffix.lower())
    if kind is None:
        raise UsageError("what is {path} to hold?", hint="name it .csv, .json or .html, or add --format", path=path)
    with desk.opened(texts) as incidents:
        found = incidents.find(desk.choice(texts, since, until, family, rung))
        facts = (replace(incident, author="") for incident in found) if no_author else found
        if str(path) == "-":
            with _standard_output() as out:
                _write(kind, facts, out, texts, delimiter)
            return
        with private_file(path, IncidentError, over=force) as file:
            _write(kind, facts, file, texts, delimiter)
    click.echo(texts.say("written to {path}, readable by you alone", path=path))


@contextmanager
def _standard_output() -> Iterator[IO[str]]:
    """Open the standard output as a file is: in UTF-8 whatever the system speaks, line ends as they are written."""
    with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as out:
        yield out


def _write(kind: str, facts: Iterable[Incident], file: IO[str], texts: Texts, delimiter: str) -> None:
    from calmdesk.incidents.export import write_csv, write_json  # noqa: PLC0415  # heavy
    from calmdesk.incidents.page import register_page  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    match kind:
        case "csv":
            write_csv(facts, file, texts, _DELIMITERS[delimiter])
        case "json":
            write_json(facts, file)
        case _:
            file.write(register_page(facts, texts, desk.now(), read_settings().clinic.clinic))
