"""Sound keys: words that sound alike get the same key, so that « payer », « payé » and « payez » are one.

The rules are data (``sounds.toml`` of each language): an ordered list of ``[pattern, sound]`` pairs, the first that
fits at a place wins. It is the idea of the classic phonetic keys (Soundex, Metaphone, Phonex), with the table outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.files import Problems

_PAIR = 2


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


def read_sounds(path: Path, problems: Problems) -> SoundKey:
    """Read ``sounds.toml``; a language without one spells as it speaks."""
    table = Table(TomlFile(path, problems, needed=False), problems)
    table.refuse_unknown({"rules"})
    rules = table.data.get("rules", [])
    if not isinstance(rules, list):
        table.wrong("rules", "« {key} » must be a list of pairs", 'write each as ["pattern", "sound"]')
        rules = []
    found = []
    for number, rule in enumerate(rules):
        problem, reason = _rule_problem(rule)
        if problem:
            problems.add(table.where("rules", number), problem, 'write it as ["pattern", "sound"]', reason=reason)
        else:
            found.append((rule[0], rule[1]))
    return SoundKey(tuple(found))


def _rule_problem(rule: object) -> tuple[str, str]:
    """Return what is wrong with one rule (empty: nothing), and the reason that the template names."""
    if not isinstance(rule, list) or len(rule) != _PAIR or not all(isinstance(part, str) for part in rule):
        return "a sound rule is a pair of texts", ""
    try:
        groups = re.compile(rule[0]).groups
    except (re.error, OverflowError, RecursionError) as error:
        return "the pattern of this sound rule cannot be read: {reason}", str(error)
    if groups:
        return "the pattern of this sound rule has a capturing group: write (?:…) instead of (…)", ""
    return "", ""
