"""How one spoken language is read: its fillers, light words, replacements and sound rules, from ``language.toml``.

Phrases and speech go through the same ``Language.read``, so authors need not think of « ne », « euh » or « j' ».
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.own import muted_families
from calmdesk.phrasebook.sounds import SoundKey, read_sounds
from calmdesk.phrasebook.table import Table
from calmdesk.phrasebook.thresholds import Thresholds, read_thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from calmdesk.phrasebook.table import Text

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


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae")


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_fold(text)))


_WORD_LISTS = ("light", "half", "skippable", "breaks", "address")
KNOWN_KEYS = frozenset({"name", "fillers", "replace", "guards", "thresholds", *_WORD_LISTS})
"""What ``language.toml`` may hold; its guards are read by ``read``, with the lists of the phrases."""


def read_language(folder: Path, problems: Problems) -> Language:
    """Read ``language.toml`` and ``sounds.toml`` of a language's folder; ``sounds.toml`` may be missing."""
    table = Table(TomlFile(folder / "language.toml", problems), problems)
    table.refuse_unknown(KNOWN_KEYS)
    words = {
        key: frozenset(word for text in table.texts(key) for word in _words_of(text, problems)) for key in _WORD_LISTS
    }
    return Language(
        code=folder.name,
        name=table.text("name", folder.name),
        fillers=frozenset(text.text for text in table.texts("fillers") if _words_of(text, problems)),
        replace=_replacements(table.table("replace")),
        sounds=read_sounds(folder / "sounds.toml", problems),
        thresholds=read_thresholds(table.table("thresholds")),
        **words,
    )


def _words_of(text: Text, problems: Problems) -> tuple[str, ...]:
    words = _tokens(text.text)
    if not words:
        problems.add(text.where, "« {text} » holds no word", text=text.text)
    return words


def _replacements(table: Table) -> dict[str, str]:
    found = {}
    for old in table.data:
        new = table.text(old)
        if not _tokens(old):
            table.wrong(old, "« {key} » holds no word")
        elif new:
            found[old] = new
    return found


def read_whole_language(folder: Path, own: Path | None = None) -> Language:
    """Read how a language is read.

    Args:
        folder: the language's folder.
        own: the clinic's folder for it; its ``language.toml`` may set thresholds, its phrase files may keep the second
            opinion out of a family.

    Raises:
        PhrasebookError: ``language.toml`` or ``sounds.toml`` cannot be read.
    """
    problems = Problems()
    language = overlaid(read_language(folder, problems), own, problems)
    problems.raise_if_any()
    return language


def overlaid(language: Language, own: Path | None, problems: Problems) -> Language:
    """Return a language with what a clinic's own folder sets: thresholds, and families without a second opinion."""
    if own is None:
        return language
    table = Table(TomlFile(own / "language.toml", problems, needed=False), problems)
    table.refuse_unknown({"thresholds"})
    thresholds = read_thresholds(table.table("thresholds"), language.thresholds)
    return replace(language, thresholds=replace(thresholds, muted=muted_families(own)))
