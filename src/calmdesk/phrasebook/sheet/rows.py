"""A phrasebook as the rows of a sheet, the clinic's own phrases laid over the shipped ones; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.cards import read_cards
from calmdesk.phrasebook.cases import read_cases
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.own import plain
from calmdesk.phrasebook.read import read_phrasebook
from calmdesk.phrasebook.sheet.cells import Row, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.folders import Source

SHIPPED, OWN = "shipped", "own"
ON = "x"
"""What a cell holds that means yes."""

Entry = dict[str, Any]
"""A phrase, card or sentence as a table of its file."""

KEYS = {
    "phrase": ("say", ("strict", "anchors", "not", "requires_negation", "no_guards")),
    "card": ("say", ("rung", "without", "why", "avoid", "next", "ask", "relay")),
    "match": ("text", ("also",)),
    "no_match": ("text", ("labels",)),
    "not": ("say", ()),
}
"""By kind of row: the key that the column « text » holds, and the keys that columns of their own hold."""

COLUMN = {"labels": "also"}
"""The columns whose name is not their key's."""


class Written:
    """What the files of a folder hold, as it is written, by part (``phrases``, ``cards``, ``cases``) and family.

    The folder is a language's, or the clinic's own for it; it may not be there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parts: dict[str, dict[str, dict[str, Any]]] = {}

    def of(self, part: str, family: str) -> dict[str, Any]:
        """Return what stands in a family's files, which may have any name; empty where there is none."""
        if part not in self._parts:
            self._parts[part] = self._read(part)
        return self._parts[part].get(family, {})

    def _read(self, part: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for path in sorted((self._folder / part).glob("*.toml")) if self._folder else ():
            data = TomlFile(path, Problems()).data
            family = found.setdefault(str(data.get("family", path.stem)), {})
            for key, value in data.items():
                family[key] = family[key] + value if isinstance(value, list) and key in family else value
        return found


def sides(source: Source) -> tuple[Written, Written]:
    """Return what ships and what is the clinic's own; all of a language that only the clinic has is its own."""
    if source.only_own:
        return Written(None), Written(source.folder)
    return Written(source.folder), Written(source.own)


def as_tables(entries: Iterable[Any], text_key: str) -> list[Entry]:
    """Return entries that may be plain texts as tables."""
    return [{text_key: entry} if isinstance(entry, str) else dict(entry) for entry in entries]


def read_whole(source: Source) -> Phrasebook:
    """Read all of a phrasebook before rows are made of it, or laid over it.

    Raises:
        PhrasebookError: all that is wrong with it.
    """
    book = read_phrasebook(source.folder, source.own, source.families)
    read_cards(source.folder, book.families, source.own)
    read_cases(source.folders, book.families)
    return book


def rows_of(source: Source, families: Iterable[str]) -> Iterator[Row]:
    """Yield all rows of a phrasebook that has been read without problems before."""
    shipped, own = sides(source)
    for family in families:
        yield from _phrase_rows(shipped.of("phrases", family), own.of("phrases", family), family)
        yield from _card_rows(shipped.of("cards", family), own.of("cards", family), family)
        for written, origin in ((shipped, SHIPPED), (own, OWN)):
            for kind in ("match", "no_match"):
                for entry in as_tables(written.of("cases", family).get(kind, []), "text"):
                    yield _row(kind, family, entry, origin, entry["text"])


def _phrase_rows(shipped: Entry, own: Entry, family: str) -> Iterator[Row]:
    off = own.get("off", [])
    if off is True:
        yield {"kind": "family", "family": family, "off": ON, "origin": OWN}
    entries = as_tables(shipped.get("phrases", []), "say")
    names = {plain(entry["say"]): [plain(entry["say"])] for entry in entries}
    named_off = {plain(text): text for text in off} if isinstance(off, list) else {}
    yield from _laid_over("phrase", family, entries, as_tables(own.get("phrases", []), "say"), named_off, names)
    for data, origin in ((shipped, SHIPPED), (own, OWN)):
        for text in data.get("not", []):
            yield {"kind": "not", "family": family, "text": text, "origin": origin, "original": text}


def _card_rows(shipped: Entry, own: Entry, family: str) -> Iterator[Row]:
    cards = shipped.get("cards", [])
    names = {plain(card["say"]): [plain(card["say"]), f"{family}.{n}"] for n, card in enumerate(cards, 1)}
    off = {plain(text): text for text in own.get("off", [])}
    yield from _laid_over("card", family, cards, own.get("cards", []), off, names)


def _laid_over(
    kind: str,
    family: str,
    shipped: Iterable[Entry],
    own: Iterable[Entry],
    off: Mapping[str, str],
    names: Mapping[str, list[str]],
) -> Iterator[Row]:
    """Yield shipped entries with what the clinic makes of each, then the clinic's own.

    ``names``: by a shipped entry's words, how the clinic's file may call it.
    """
    instead = {plain(entry["instead_of"]): entry for entry in own if entry.get("instead_of")}
    unused = set(off)
    for entry in shipped:
        called = names[plain(entry["say"])]
        heir = next((instead.pop(name) for name in called if name in instead), None)
        is_off = any(name in off for name in called)
        unused -= set(called)
        if heir:
            yield _row(kind, family, heir, SHIPPED, entry["say"])
        else:
            yield _row(kind, family, entry, SHIPPED, entry["say"]) | ({"off": ON} if is_off else {})
    for name, entry in instead.items():
        yield _row(kind, family, entry, SHIPPED, str(entry.get("instead_of", name)))
    for name in off:
        if name in unused:
            yield _row(kind, family, {"say": off[name]}, SHIPPED, off[name]) | {"off": ON}
    for entry in own:
        if not entry.get("instead_of"):
            yield _row(kind, family, entry, OWN, entry["say"])


def _row(kind: str, family: str, entry: Entry, origin: str, original: str) -> Row:
    text_key, keys = KEYS[kind]
    row = {"kind": kind, "family": family, "text": entry[text_key], "origin": origin, "original": original}
    for key in keys:
        if key in entry:
            row[COLUMN.get(key, key)] = _cell(entry[key])
    return row


def _cell(value: Any) -> str:  # noqa: ANN401  # a value of a file
    if isinstance(value, bool):
        return ON if value else ""
    return join(value) if isinstance(value, list) else str(value)
