"""``calmdesk models list``: the models that are here, and those that can be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli.tell import tell, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from calmdesk.speech.catalogue import Offer
    from calmdesk.speech.models import FoundModel

_GB, _MB = 1_000_000_000, 1_000_000
_WIDEST = 200
"""Cells of the table where nobody looks."""

_HEADS = ("language", "model", "size", "wrong words", "licence", "state")


@click.command("list")
def list_models() -> None:
    """List the models that are here, and those that can be installed. Of a language, the first one is used.

    `wrong words` is the word error rate its publisher gives, from the easiest to the hardest of the tests; a call on
    the telephone is rather harder.
    """
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.speech.catalogue import read_catalogue  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import installed, user_folder  # noqa: PLC0415  # heavy

    table = Table(box=None, pad_edge=False)
    for head in _HEADS:
        table.add_column(told(head), overflow="fold", no_wrap=True)
    rows = [(*map(safe, row[:-1]), told(row[-1])) for row in _rows(installed(), read_catalogue())]
    for row in rows:
        table.add_row(*row)
    # Wide when nobody looks: a script wants a line for each model.
    console = Console(highlight=False, markup=False)
    console = console if console.is_terminal else Console(highlight=False, markup=False, width=_WIDEST)
    if console.measure(table, options=console.options.update(width=_WIDEST)).maximum <= console.width:
        console.print(table)
    else:
        for row in rows:
            console.print(_two_lines(row, told("wrong words")))
    tell("models are kept in {folder}", folder=user_folder())
    tell("to install one: {command}", command="calmdesk models install fr")


def _rows(here: Sequence[FoundModel], offers: Sequence[Offer]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each model, its state as a template."""
    known = {offer.name: offer for offer in offers}
    for found in here:
        yield (found.language, found.name, *_facts(known.get(found.name)), _state(found))
    names = {found.name for found in here}
    for offer in offers:
        if offer.name not in names:
            yield (offer.language, offer.name, *_facts(offer), "can be installed")


def _two_lines(row: tuple[str, ...], wrong_words: str) -> str:
    """Return a model for a window that is narrower than the table: what it is, and below it all else."""
    language, name, size, rates, licence, state = row
    known = (state, size, f"{wrong_words} {rates}" if rates else "", licence)
    return f"{language:<7}{name}\n       {' · '.join(filter(None, known))}"


def _state(found: FoundModel) -> str:
    from calmdesk.speech.models import delays_file  # noqa: PLC0415  # heavy

    if found.shipped:
        return "ships with calmdesk: for trying out, not for real calls"
    return "installed and tuned" if delays_file(found).is_file() else "installed"


def _facts(offer: Offer | None) -> tuple[str, str, str]:
    if offer is None:
        return "", "", ""
    rates = sorted(offer.word_error_rates.values())
    span = " - ".join(dict.fromkeys(f"{rate:.0f}" for rate in (rates[0], rates[-1]))) + " %" if rates else ""
    return megabytes(offer.bytes), span, offer.licence


def megabytes(count: int) -> str:
    """Return a size in bytes as people say it, in the system's language."""
    from calmdesk.messages import Tenths  # noqa: PLC0415  # reads a catalogue

    if count >= _GB:
        return told("{count} GB", count=Tenths(count / _GB))
    return told("{count} MB", count=f"{count / _MB:.0f}")
