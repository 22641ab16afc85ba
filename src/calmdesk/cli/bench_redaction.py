"""``calmdesk bench redaction``: how much of what is personal is hidden, and how much of what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import options

if TYPE_CHECKING:
    from calmdesk.bench.redaction import Marked, Tally

_LONGEST_NAME = 4_096
"""Characters: a path is one word."""


@click.command("redaction")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
@options.lang
@click.option("-v", "--verbose", is_flag=True, help="Show the sentences in which something went wrong.")
def command(files: tuple[Path, ...], lang: str, verbose: bool) -> None:
    """Redact the sentences of each FILE and compare with their marks; and the phrasebook's sentences, as harmless ones.

    A sentence a line, what is to be hidden marked as [phone: …], [card: …], [account: …], [number: …], [email: …],
    [name: …] or [address: …].
    """
    from calmdesk.bench.redaction import measure, read_marked  # noqa: PLC0415  # heavy
    from calmdesk.redaction.redactor import Redactor  # noqa: PLC0415  # heavy

    redactor = Redactor.of(lang)
    for file in files:
        _tell(str(file), measure(redactor, read_marked(file)), verbose=verbose)
    _tell(f"the phrasebook's sentences ({lang})", measure(redactor, _cases(lang)), verbose=verbose)


def _cases(lang: str) -> list[Marked]:
    """Return the phrasebook's sentences, as if none held anything personal: some do, so the truth is better."""
    from calmdesk.bench.redaction import Marked  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415
    from calmdesk.phrasebook.cases import read_cases  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy

    source = folders.find(lang, shipped_only=True)
    return [Marked(case.text, {}) for case in read_cases(source.folders, read_families(source.families))]


def _tell(name: str, tally: Tally, *, verbose: bool) -> None:
    from calmdesk.bench.redaction import HARMLESS_GOAL, RECALL_GOAL  # noqa: PLC0415  # heavy

    click.echo(safe(name, longest_word=_LONGEST_NAME))
    if tally.personal:
        kinds = ", ".join(f"{kind} {tally.hidden[kind] / count:.1%}" for kind, count in tally.personal.items())
        reached = "reached" if tally.recall >= RECALL_GOAL else "NOT reached"
        click.echo(f"  personal words hidden: {tally.hidden.total()} of {tally.personal.total()}, {tally.recall:.1%}")
        click.echo(f"    (goal {RECALL_GOAL:.0%} or more: {reached}); {kinds}")
    reached = "reached" if tally.harm <= HARMLESS_GOAL else "NOT reached"
    click.echo(f"  harmless words touched: {tally.touched} of {tally.harmless:,}, {tally.harm:.2%}")
    click.echo(f"    (goal {HARMLESS_GOAL:.0%} or less: {reached}); {tally.between} more stand inside what is hidden")
    for sentence in [*tally.missed, *tally.wronged] if verbose else ():
        click.echo(f"    {safe(sentence)}")
