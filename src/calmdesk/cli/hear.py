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
@options.lang
@options.model
@options.channel
@click.option("--desk", is_flag=True, help="Hear the desk's channel too.")
@options.no_redact
@many.jobs
@many.scheduler
def command(
    folder: Path,
    out: Path | None,
    lang: str,
    model: Path | None,
    client: str,
    desk: bool,
    no_redact: bool,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Save what is heard in every recording below DIR, readable by you alone, names and numbers hidden.

    A call that is saved already is passed over: after an interruption, give the same command again.
    """
    from calmdesk.review.many.job import Setup  # noqa: PLC0415  # heavy

    place = folder.absolute()
    out = out or place.with_name(f"{place.name}-heard")
    setup = Setup(lang, model, client, desk=desk, redact=not no_redact, advised=False)
    tally = many.run(folder, out, setup, jobs, scheduler)
    tell("compare two phrasebooks on them: calmdesk compare --a {lang} --b FOLDER {out}", lang=lang, out=out)
    tally.raise_if_any_failed()
