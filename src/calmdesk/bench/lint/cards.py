"""Cards that are missing: variants, rungs of the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook.families import TOP_RUNG

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from calmdesk.bench.lint.material import Checked
    from calmdesk.phrasebook.cards import PlacedCard
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.problems import Problems, Where

ENOUGH_CARDS = 3
"""Variants of a family: the same sentence twice in a call sounds canned."""


def check_cards(checked: Checked, problems: Problems) -> None:
    """Warn of families with too few cards, of rungs without one, and of cards that say the same."""
    for name, deck in checked.decks.items():
        path = checked.source.folder / "cards" / f"{name}.toml"
        if 0 < len(deck) < ENOUGH_CARDS:
            says = "{family} has {count} card(s); {enough} are wanted, to rotate"
            problems.warn(path, says, family=name, count=len(deck), enough=ENOUGH_CARDS)
        _check_rungs(checked.families[name], deck, path, problems)
        _check_twins(deck, problems)


def _check_rungs(family: Family, deck: Sequence[PlacedCard], path: Path, problems: Problems) -> None:
    rungs = {placed.card.rung for placed in deck}
    wanted = set(range(family.rung, TOP_RUNG + 1)) if family.ladder else set()
    for rung in sorted(wanted - rungs if deck else ()):
        problems.warn(path, "{family} has no card for rung {rung} of the ladder", family=family.id, rung=rung)
    for placed in deck:
        if placed.card.rung and placed.card.rung not in wanted:
            says = "card '{card}': rung {rung} cannot occur in {family}"
            problems.warn(placed.where, says, card=placed.card.id, rung=placed.card.rung, family=family.id)


def _check_twins(deck: Sequence[PlacedCard], problems: Problems) -> None:
    first: dict[str, Where] = {}
    for placed in deck:
        same = first.setdefault(placed.card.say, placed.where)
        if same is not placed.where:
            says = "card '{card}' says the same as another, in line {line}"
            problems.warn(placed.where, says, card=placed.card.id, line=same.line)
