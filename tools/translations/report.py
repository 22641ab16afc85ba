"""What is to be done in one language, as lines that tell the file, and can be pasted into it."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import tomli

from translations import clicks
from translations.rules import breaches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from translations.texts import Texts

    Tables = dict[str, dict[str, str]]

_HELP = "help.toml"
_ELSE = "cli.toml"


def faults(folder: Path, texts: Texts) -> Iterator[str]:
    """Yield what is wrong with the language of a folder, as lines."""
    tables: Tables = {
        path.name: tomli.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))
    }
    yield from _missing(folder, tables, texts)
    yield from _left_over(folder, tables, texts)
    yield from _contradictions(folder, tables)
    for name, table in tables.items():
        for source, translation in table.items():
            for breach in breaches(source, translation, folder.name):
                yield f"{folder / name}: {_entry(source, translation)}\n    {breach}"
    yield from _unnamed(folder, texts)
    yield from _of_click(folder)


def _missing(folder: Path, tables: Tables, texts: Texts) -> Iterator[str]:
    there = {source for table in tables.values() for source, translation in table.items() if translation}
    wanted: dict[str, list[str]] = {}
    for text, place in texts.words.items():
        if text not in there:
            wanted.setdefault(_HELP, []).append(f"{_entry(text, '')}  # {place} --help")
    for text, place in texts.sentences.items():
        if text not in there and text not in texts.words:
            wanted.setdefault(_beside(place, tables, texts), []).append(f"{_entry(text, '')}  # {place}")
    for name, lines in wanted.items():
        yield f"\n# {len(lines)} to translate, in {folder / name}:"
        yield from lines


def _beside(place: str, tables: Tables, texts: Texts) -> str:
    """Return the file another language has it in, or in which most of the other sentences of its module stand."""
    if place.endswith(".toml"):
        return place
    module = place.partition(":")[0]
    near = [text for text, other in texts.sentences.items() if other.partition(":")[0] == module]
    found = Counter(name for name, table in tables.items() for text in near if text in table)
    return found.most_common(1)[0][0] if found else _ELSE


def _left_over(folder: Path, tables: Tables, texts: Texts) -> Iterator[str]:
    for name, table in tables.items():
        lines = [_entry(source, text) for source, text in table.items() if not texts.used(source)]
        if lines:
            yield f"\n# {len(lines)} left over, to be removed from {folder / name}:"
            yield from lines


def _contradictions(folder: Path, tables: Tables) -> Iterator[str]:
    """Yield the texts that two files translate: the second one wins, and nobody would know."""
    first: dict[str, str] = {}
    for name, table in tables.items():
        for source in table:
            if source in first:
                yield f"{folder / name}: {json.dumps(source, ensure_ascii=False)} stands in {first[source]} already"
            first.setdefault(source, name)


def _unnamed(folder: Path, texts: Texts) -> Iterator[str]:
    """Yield the help texts that call an argument by another name than the usage line above them."""
    words = {
        source: text for path in folder.glob("*.toml") for source, text in tomli.loads(path.read_text("utf-8")).items()
    }
    for page in texts.pages:
        for text in page.texts:
            for name in page.placeholders:
                told = words.get(name, name)
                if re.search(rf"\b{re.escape(name)}\b", text) and told not in words.get(text, told):
                    yield f"{folder / _HELP}: {page.name}: {name} is {told} here\n    {_entry(text, words[text])}"


def _of_click(folder: Path) -> Iterator[str]:
    lines = clicks.untranslated(folder)
    if lines:
        yield f"\n# {len(lines)} to translate, in {clicks.source_of(folder)}:"
        yield from (f'msgid {json.dumps(text, ensure_ascii=False)}\nmsgstr ""\n' for text in lines)
    if not clicks.compiled(folder):
        made = clicks.compiled_of(folder)
        yield f"{made} is not made from {clicks.source_of(folder).name}: python -m translations --write"


def _entry(source: str, translation: str) -> str:
    """Return a line of a catalogue."""
    return f"{json.dumps(source, ensure_ascii=False)} = {json.dumps(translation, ensure_ascii=False)}"
