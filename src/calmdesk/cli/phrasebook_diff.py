"""``calmdesk phrasebook diff``: what two phrasebooks do not have in common."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli.phrasebook_tell import tell
from calmdesk.cli.tell import echo_json, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.phrasebook.diff import Change
    from calmdesk.phrasebook.folders import Source

_SHIPPED = "shipped:"
_LONGEST = 400
_KINDS = {"phrase": "phrases {lang}", "card": "cards {lang}", "sentence": "sentences {lang}"}
_FEW = 5
"""A family with less than the fifth part of the other's lags behind."""

_LONGEST_HEAD = 9
"""Letters of the longest word in a head: it must not be cut."""

Holdings = dict[tuple[str, str], int]


@click.command("diff")
@click.argument("one")
@click.argument("other")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def diff(one: str, other: str, as_json: bool) -> None:
    """Show what is added (+), removed (-) and changed (~) from ONE phrasebook to the OTHER.

    Each is a language with your own phrases (fr), a language as it ships (shipped:fr), or a folder. Of two languages
    only the numbers are compared, family by family.
    """
    before, after = _source(one), _source(other)
    if before.lang == after.lang:
        _diff_texts(before, after, as_json=as_json)
    else:
        _diff_numbers(before, after, as_json=as_json)


def _diff_texts(one: Source, other: Source, *, as_json: bool) -> None:
    from calmdesk.phrasebook.diff import differences  # noqa: PLC0415  # heavy

    changes = differences(one, other)
    if as_json:
        for change in changes:
            echo_json(asdict(change))
        return
    family = None
    for change in changes:
        if change.family != family:
            family = change.family
            click.echo(family)
        for line in _lines(change):
            click.echo(f"  {line}")
    added, removed = sum(not each.before for each in changes), sum(not each.after for each in changes)
    tell(
        "{added} added, {removed} removed, {changed} changed",
        added=added,
        removed=removed,
        changed=len(changes) - added - removed,
    )


def _lines(change: Change) -> list[str]:
    before, after = (safe(text, longest_word=_LONGEST) for text in (change.before, change.after))
    if not before or not after:
        return [f"{'-' if before else '+'} {change.kind}: {before or after}"]
    return [f"~ {change.kind}: {before}", *([f"  → {after}"] if after != before else [])]


def _diff_numbers(one: Source, other: Source, *, as_json: bool) -> None:
    from calmdesk.phrasebook.diff import holdings  # noqa: PLC0415  # heavy

    has = {one.lang: holdings(one), other.lang: holdings(other)}
    families = list(dict.fromkeys(family for held in has.values() for _, family in held))
    if as_json:
        for family in families:
            counts = {lang: {kind: held.get((kind, family), 0) for kind in _KINDS} for lang, held in has.items()}
            echo_json({"family": family} | counts)
        return
    says = (
        "{one} and {other} are two languages: what each has, family by family (< marks less than a fifth of the other)"
    )
    tell(says, one=one.lang, other=other.lang)
    _print_numbers(has, families)


def _print_numbers(has: Mapping[str, Holdings], families: list[str]) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(told("family"), no_wrap=True)
    for head in _KINDS.values():
        for lang in has:
            table.add_column(told(head, lang=lang), justify="right", min_width=_LONGEST_HEAD)
    for family in families:
        cells = []
        for kind in _KINDS:
            counts = [held.get((kind, family), 0) for held in has.values()]
            cells += [f"{'< ' if count * _FEW < max(counts) else ''}{count}" for count in counts]
        table.add_row(family, *cells)
    Console(highlight=False, markup=False).print(table)


def _source(name: str) -> Source:
    """Return the phrasebook that an argument means."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy

    path = Path(name)
    if (path / "language.toml").is_file():
        beside = path.parent / "families.toml"
        families = beside if beside.is_file() else folders.shipped_root() / "families.toml"
        return folders.Source(path.resolve().name, path, families)
    return folders.find(name.removeprefix(_SHIPPED), shipped_only=name.startswith(_SHIPPED))
