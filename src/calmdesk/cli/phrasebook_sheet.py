"""``calmdesk phrasebook export`` and ``import``: a phrasebook as a table for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from calmdesk.cli.phrasebook_tell import tell
from calmdesk.errors import PhrasebookError

_sheet = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command("export")
@click.argument("lang")
@_sheet
@click.option(
    "--delimiter",
    type=click.Choice(["semicolon", "comma", "tab"]),
    default="semicolon",
    show_default=True,
    help="What stands between cells: Excel wants a semicolon where decimals have a comma.",
)
def export_sheet(lang: str, file: Path, delimiter: str) -> None:
    """Write the phrases, cards and sentences of LANG into FILE (CSV), your own included."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import write_own  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.sheet.cells import BOM, DELIMITERS, sheet_text  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.sheet.rows import read_whole, rows_of  # noqa: PLC0415  # heavy

    source = folders.find(lang)
    rows = list(rows_of(source, read_whole(source).families))
    write_own(file, BOM + sheet_text(rows, DELIMITERS[delimiter]))
    tell("{count} rows in {path}", count=len(rows), path=file)


@click.command("import")
@click.argument("lang")
@_sheet
@click.option("--dry-run", is_flag=True, help="Check the rows and change nothing.")
def import_sheet(lang: str, file: Path, dry_run: bool) -> None:
    """Read FILE, a table that was exported and edited, into your own phrases of LANG.

    Rows without « origin » are added. A row with an x in the column « off » is taken out; a row that you delete changes
    nothing. When a row is wrong, all wrong rows are named and nothing is changed.
    """
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Problems, Told  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.sheet.cells import read_sheet  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.sheet.plan import plan_import  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.sheet.write import write_plan  # noqa: PLC0415  # heavy

    source = folders.find(lang)
    problems = Problems()
    rows = read_sheet(file, problems)
    plan = plan_import(rows, source, problems)
    if problems.errors:
        raise PhrasebookError(
            "{count} row(s) are wrong, and nothing was changed:\n{problems}",
            count=len(problems.errors),
            problems=Told(tuple(problems.errors)),
        )
    if dry_run:
        tell("{count} rows are right", count=len(rows))
        return
    changed = write_plan(plan, folders.own_root() / lang)
    for path in changed:
        tell("written: {path}", path=path)
    tell("{count} rows read, {changed} files changed", count=len(rows), changed=len(changed))
