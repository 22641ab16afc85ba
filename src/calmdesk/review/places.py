"""Where words that were noticed stand in the utterance as it was settled in the end.

A cue is told while its utterance is still running: the words before it may come to be heard otherwise, and its place
moves.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH: Final = 0.5
"""Share of the noticed words that the settled utterance must still hold."""


def find(words: Sequence[str], noticed: Sequence[str], first: int) -> tuple[int, int] | None:
    """Return the first and last place of ``noticed`` in ``words``, None where they are not there any more.

    Args:
        words: of the settled utterance.
        noticed: the words as they were heard at first.
        first: the place they had then; of several passages the nearest is meant.
    """
    length = len(noticed)
    exact = [i for i in range(len(words) - length + 1) if tuple(words[i : i + length]) == tuple(noticed)]
    if noticed and exact:
        nearest = min(exact, key=lambda place: abs(place - first))
        return nearest, nearest + length - 1
    return _nearly(words, noticed, first)


def _nearly(words: Sequence[str], noticed: Sequence[str], first: int) -> tuple[int, int] | None:
    """Return the stretch around ``first`` that shares enough words with ``noticed``."""
    start = max(0, first - len(noticed))
    around = words[start : first + 2 * len(noticed)]
    blocks = SequenceMatcher(None, around, noticed, autojunk=False).get_matching_blocks()[:-1]
    if not blocks or sum(block.size for block in blocks) < ENOUGH * len(noticed):
        return None
    return start + blocks[0].a, start + blocks[-1].a + blocks[-1].size - 1
