"""The words a recogniser may write for another: homophones first, then what sounds nearly the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from calmdesk.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from random import Random

    from calmdesk.phrasebook.sounds import SoundKey

_NEAREST = 8
_ALIKE = 50.0
"""Similarity of two sound keys, 0 to 100, below which nobody would take one word for the other."""

_STEEP = 6
"""How much rather the nearest of the sound-alikes is taken: weight = similarity to this power."""


class SoundAlikes:
    """A vocabulary by sound.

    Args:
        words: the vocabulary; order does not matter.
        sounds: the language's sound key.
    """

    def __init__(self, words: Iterable[str], sounds: SoundKey) -> None:
        self._sounds = sounds
        self._by_sound: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            self._by_sound.setdefault(sounds(word), []).append(word)
        self._keys = sorted(key for key in self._by_sound if key)
        self._near = lru_cache(maxsize=65_536)(self._look_up)

    def __len__(self) -> int:
        return sum(map(len, self._by_sound.values()))

    def homophones(self, word: str) -> list[str]:
        """Return the other words that sound the same."""
        return [other for other in self._by_sound.get(self._sounds(word), ()) if other != word]

    def pick(self, word: str, random: Random) -> str | None:
        """Return a word to hear instead of ``word``; a homophone half of the time where there is one."""
        same = self.homophones(word)
        if same and random.getrandbits(1):
            return random.choice(same)
        near = self._near(word)
        if not near:
            return random.choice(same) if same else None
        weights = [weight for _, weight in near]
        return random.choice(random.choices([words for words, _ in near], weights)[0])

    def _look_up(self, word: str) -> list[tuple[list[str], float]]:
        """Return the words of the nearest other keys, with the weight of each key."""
        key = self._sounds(word)
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_NEAREST)
        return [(self._by_sound[other], (score / 100) ** _STEEP) for other, score, _ in found if other != key]


def model_words(folder: Path) -> list[str]:
    """Return the vocabulary a speech model's folder lists in ``graph/words.txt``; empty where it keeps no list.

    Raises:
        ModelError: the list cannot be read.
    """
    path = folder / "graph" / "words.txt"
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError("the word list {path} cannot be read: {reason}", path=path, reason=error) from None
    words = (line.split(" ", 1)[0] for line in lines)
    return [word for word in words if word[:1].isalpha()]
