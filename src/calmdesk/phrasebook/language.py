"""How one spoken language is read: its fillers, light words, replacements and sound rules, from ``language.toml``.

Phrases and speech go through the same ``Language.read``, so authors need not think of « ne », « euh » or « j' ».
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.sounds import SoundKey
from calmdesk.phrasebook.thresholds import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TOKEN = re.compile(r"[^\W_]+'?")
_LIGHT, _HALF, _FULL = 0.2, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the matcher sees it: ``words`` normalised, ``places`` their whitespace-separated place in the text."""

    words: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True)
class Language:
    """A language's word classes. All words are as ``read`` leaves them, apart from ``fillers`` and ``replace``."""

    code: str
    name: str = ""
    fillers: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    half: frozenset[str] = frozenset()
    skippable: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    address: frozenset[str] = frozenset()
    replace: Mapping[str, str] = field(default_factory=dict)
    sounds: SoundKey = field(default_factory=SoundKey)
    thresholds: Thresholds = field(default_factory=Thresholds)

    def read(self, text: str) -> Reading:
        """Return ``text`` in lower case, split into words, fillers dropped, variants replaced."""
        tokens = [(token, place) for place, word in enumerate(_fold(text).split()) for token in _TOKEN.findall(word)]
        words: list[str] = []
        places: list[int] = []
        i = 0
        while i < len(tokens):
            taken, instead = self._rewrite(tokens, i)
            words.extend(instead)
            places.extend([tokens[i][1]] * len(instead))
            i += taken
        return Reading(tuple(words), tuple(places))

    def words(self, text: str) -> tuple[str, ...]:
        """Return only the words of ``read``."""
        return self.read(text).words

    def weight(self, word: str) -> float:
        """Return how much a word counts in a phrase: 1 for content, less for the words grammar needs."""
        if word in self.half:
            return _HALF
        return _LIGHT if word in self.light else _FULL

    def is_content(self, word: str) -> bool:
        """Tell whether a word carries sense of its own: such words anchor a phrase."""
        return word not in self.half and word not in self.light

    def _rewrite(self, tokens: list[tuple[str, int]], i: int) -> tuple[int, tuple[str, ...]]:
        """Return how many tokens from ``i`` are taken and what stands for them: the longest rewrite wins."""
        first = tokens[i][0]
        for length in self._rewrite_lengths.get(first, ()):
            instead = self._rewrites.get(tuple(token for token, _ in tokens[i : i + length]))
            if instead is not None:
                return length, instead
        return 1, (first.rstrip("'"),)

    @cached_property
    def _rewrites(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        table = {_tokens(filler): () for filler in self.fillers}
        return table | {_tokens(old): tuple(new.split()) for old, new in self.replace.items()}

    @cached_property
    def _rewrite_lengths(self) -> dict[str, list[int]]:
        lengths: dict[str, set[int]] = {}
        for tokens in self._rewrites:
            lengths.setdefault(tokens[0], set()).add(len(tokens))
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def read_words(entries: Iterable[str]) -> frozenset[str]:
    """Return single words as ``Language.read`` would leave them (no rewriting)."""
    return frozenset(token for entry in entries for token in _tokens(entry))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae")


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_fold(text)))


def read_language(folder: Path, problems: Problems) -> Language:
    """Read ``language.toml`` and ``sounds.toml`` of a language's folder."""
    data = TomlFile(folder / "language.toml", problems).data
    sounds = TomlFile(folder / "sounds.toml", problems).data if (folder / "sounds.toml").exists() else {}
    return Language(
        code=folder.name,
        name=data.get("name", folder.name),
        fillers=frozenset(data.get("fillers", ())),
        light=read_words(data.get("light", ())),
        half=read_words(data.get("half", ())),
        skippable=read_words(data.get("skippable", ())),
        breaks=read_words(data.get("breaks", ())),
        address=read_words(data.get("address", ())),
        replace=data.get("replace", {}),
        sounds=SoundKey(tuple((pattern, sound) for pattern, sound in sounds.get("rules", ()))),
        thresholds=_thresholds(TomlFile(folder / "language.toml", problems), problems),
    )


def _thresholds(file: TomlFile, problems: Problems) -> Thresholds:
    known = {each.name for each in fields(Thresholds)}
    table = file.data.get("thresholds", {})
    for key, value in table.items():
        if key not in known:
            problems.add(file.where(key), f"unknown threshold {key!r}; known are {', '.join(sorted(known))}")
        elif not isinstance(value, int | float) or not 0 <= value <= 1:
            problems.add(file.where(key), f"the threshold {key!r} must be a number from 0 to 1")
    return Thresholds() if problems.lines else Thresholds(**table)


def read_whole_language(folder: Path) -> Language:
    """Read how a language is read.

    Raises:
        PhrasebookError: ``language.toml`` or ``sounds.toml`` cannot be read.
    """
    problems = Problems()
    language = read_language(folder, problems)
    problems.raise_if_any()
    return language
