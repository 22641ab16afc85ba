"""What a phrase template comes down to: rows of slots and gaps.

An alternative of plain words is one *slot* that holds all its wordings, so « (a|b) {list} » stays two slots instead of
being multiplied out into hundreds of phrases.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Wording = tuple[str, ...]
"""The normalised words of one way of saying something."""

GAP_WORDS = 4
"""How many free words the gap marker stands for at the most."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: any of the wordings may stand there; an optional slot may be empty."""

    wordings: tuple[Wording, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``GAP_WORDS`` free words."""


Branch = tuple[Slot | Gap, ...]
"""One row of slots and gaps; a template with alternatives that hold gaps has several."""


def slot_choices(slot: Slot) -> tuple[Wording, ...]:
    """Return the wordings of a slot, the empty one included where it is optional."""
    return (*slot.wordings, ()) if slot.optional else slot.wordings


def spoken(branch: Branch, pick: Callable[[tuple[Wording, ...]], Wording] = lambda wordings: wordings[0]) -> str:
    """Return one way of saying a branch, gaps left out; ``pick`` chooses the wording of each slot, maybe none."""
    return " ".join(word for part in branch if isinstance(part, Slot) for word in pick(slot_choices(part)))


def count(branches: Iterable[Branch]) -> int:
    """Return how many phrases the branches stand for when they are multiplied out."""
    return sum(prod(len(slot_choices(part)) for part in branch if isinstance(part, Slot)) for branch in branches)
