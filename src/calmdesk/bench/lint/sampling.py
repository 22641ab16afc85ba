"""A part of many things, spread evenly and always the same: a check must be quick and must not waver."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def spread(items: Sequence[T], most: int | None) -> Sequence[T]:
    """Return at most ``most`` of the items (None: all), from all over the sequence, in order."""
    if most is None or len(items) <= most:
        return items
    return [items[n * len(items) // most] for n in range(most)]
