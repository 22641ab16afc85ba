"""What one language has and another lacks: phrasebooks of several languages drift apart unseen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from calmdesk.phrasebook.folders import Source

_FEW = 0.2
"""A family with less than this share of the phrases (cards, cases) that its twin has lags behind."""

_WORTH_COMPARING = {"phrases": 20, "cards": 6, "sentences": 20}
_KINDS = {
    "phrases": ("phrases", ("phrases",)),
    "cards": ("cards", ("cards",)),
    "sentences": ("cases", ("match", "no_match")),
}
"""What is counted: the folder it lies in, and the lists there that hold it."""

_SAYS = {
    "phrases": "{family} has {have} phrases, in {other} it has {theirs}",
    "cards": "{family} has {have} cards, in {other} it has {theirs}",
    "sentences": "{family} has {have} sentences, in {other} it has {theirs}",
}
_FILES = ("language.toml", "sounds.toml", "wording.toml", "flow.toml", "screen.toml", "privacy.toml")


@dataclass(frozen=True)
class Inventory:
    """What a language's folder holds: entries by kind and family, and the keys of its other files."""

    lang: str
    folder: Path
    only_own: bool = False
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)


def take_inventory(source: Source) -> Inventory:
    """Count what a shipped folder holds, without compiling anything; files that cannot be read count for nothing."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind, (folder, lists) in _KINDS.items():
        for path in sorted((source.folder / folder).glob("*.toml")):
            data = _load(path)
            counts[kind, path.stem] += sum(len(data[key]) for key in lists if isinstance(data.get(key), list))
    keys = {name: _keys_of(_load(source.folder / name)) for name in _FILES}
    return Inventory(source.lang, source.folder, source.only_own, counts, keys)


def drifted(mine: Inventory, inventories: Iterable[Inventory], families: Iterable[str], problems: Problems) -> None:
    """Warn of what a language lacks beside those that ship."""
    others = [each for each in inventories if not each.only_own]
    for family in families:
        for kind, worth in _WORTH_COMPARING.items():
            richest = max(others, key=lambda other: other.counts.get((kind, family), 0), default=mine)
            _compare(kind, family, mine, richest, worth, problems)
    for name, keys in mine.keys.items():
        lacking = frozenset[str].intersection(*(other.keys[name] for other in others)) - keys if others else ()
        if lacking:
            says = "{lang} lacks what the other languages have: {keys}"
            problems.warn(mine.folder / name, says, lang=mine.lang, keys=", ".join(sorted(lacking)))


def _compare(kind: str, family: str, mine: Inventory, other: Inventory, worth: int, problems: Problems) -> None:
    have, theirs = mine.counts.get((kind, family), 0), other.counts.get((kind, family), 0)
    if theirs >= worth and have < _FEW * theirs:
        path = mine.folder / _KINDS[kind][0] / f"{family}.toml"
        problems.warn(path, _SAYS[kind], family=family, have=have, theirs=theirs, other=other.lang)


def _load(path: Path) -> dict[str, Any]:
    return TomlFile(path, Problems(), needed=False).data


def _keys_of(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of a file and of its tables: « labels », « labels.say »; not what a language may do without."""
    inner = {f"{key}.{name}" for key, value in data.items() if isinstance(value, dict) for name in value}
    return frozenset(key for key in {*data, *inner} if not key.startswith(("replace.", "thresholds")))
