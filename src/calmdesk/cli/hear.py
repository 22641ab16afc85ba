"""``calmdesk hear``: what is heard in many calls, saved once, to try phrasebooks on as often as one likes."""

from __future__ import annotations

from pathlib import Path

import click

from calmdesk.cli import many, options
from calmdesk.cli.tell import tell


@click.command("hear")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where to save. Default: DIR-heard, beside DIR."
)
@options.hearing
@many.jobs
@many.scheduler
def command(
    folder: Path,
    out: Path | None,
    hearing: options.Hearing,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Save what is heard in every recording below DIR, readable by you alone, names and numbers hidden.

    A call that is saved already is passed over: after an interruption, give the same command again.
    """
    from calmdesk.review.many.job import Setup  # noqa: PLC0415  # heavy

    place = folder.absolute()
    out = out or place.with_name(f"{place.name}-heard")
    setup = Setup(
        hearing.lang, hearing.model, hearing.client, desk=hearing.desk, redact=not hearing.no_redact, advised=False
    )
    tally = many.run(folder, out, setup, jobs, scheduler)
    tell("compare two phrasebooks on them: calmdesk compare --a {lang} --b FOLDER {out}", lang=hearing.lang, out=out)
    tally.raise_if_any_failed()
