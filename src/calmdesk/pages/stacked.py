"""Many kinds in a bar that has only a few shades, on a page or in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def stacked(counts: Sequence[int], parts: int) -> list[int]:
    """Return counts as the parts of a bar: the first ones, and the rest together in the last."""
    padded = [*counts, *[0] * (parts - len(counts))]
    return padded if len(padded) == parts else [*padded[: parts - 1], sum(padded[parts - 1 :])]


def stacked_names(names: Sequence[str], parts: int, others: str) -> list[str]:
    """Return the names of the parts of a bar that are used; see ``stacked``."""
    return list(names) if len(names) <= parts else [*names[: parts - 1], others]
