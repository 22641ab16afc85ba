"""Sound keys: words that sound alike get the same key, so that « payer », « payé » and « payez » are one.

The rules are data (``sounds.toml`` of each language): an ordered list of ``[pattern, sound]`` pairs, the first that
fits at a place wins. It is the idea of the classic phonetic keys (Soundex, Metaphone, Phonex), with the table outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class SoundKey:
    """A compiled table of sound rules. Without rules a word is its own key."""

    rules: tuple[tuple[str, str], ...] = ()
    _keys: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, word: str) -> str:
        """Return the key of one normalised word; letters that no rule names stand for themselves."""
        key = self._keys.get(word)
        if key is None:
            key = self._keys[word] = self._squeeze(self._scanner.sub(self._sound, word)) if self.rules else word
        return key

    def forget(self) -> None:
        """Drop the remembered keys: words heard over a long day must not pile up."""
        self._keys.clear()

    @cached_property
    def _scanner(self) -> re.Pattern[str]:
        return re.compile("|".join(f"({pattern})" for pattern, _ in self.rules))

    def _sound(self, match: re.Match[str]) -> str:
        return self.rules[(match.lastindex or 1) - 1][1]

    @staticmethod
    def _squeeze(key: str) -> str:
        return re.sub(r"(.)\1+", r"\1", key)
