"""What a sheet changes in a clinic's own phrases: each row checked as its file would be, with the row's line.

To take something out, its row says so in the column « off »; a row that is deleted changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.cards import CARD_KEYS, read_card, wording_of
from calmdesk.phrasebook.cases import read_case
from calmdesk.phrasebook.own import plain
from calmdesk.phrasebook.phrases import PhraseReader
from calmdesk.phrasebook.sheet.cells import split
from calmdesk.phrasebook.sheet.rows import COLUMN, KEYS, SHIPPED, Entry, as_tables, read_whole, sides
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.folders import Source
    from calmdesk.phrasebook.problems import Problems
    from calmdesk.phrasebook.sheet.cells import SheetRow

_NO = frozenset({"", "0", "false", "no", "non", "nee", "faux", "onwaar"})
_PARTS = {
    "phrase": "phrases",
    "not": "phrases",
    "family": "phrases",
    "card": "cards",
    "match": "cases",
    "no_match": "cases",
}
_FILE_KEYS = ("phrases", "not", "cards", "match", "no_match")
_LISTS = frozenset({"not", "anchors", "also", "labels"})
_FLAGS = frozenset({"requires_negation", "no_guards"})
_NUMBERS = frozenset({"strict", "rung"})


@dataclass
class OwnPart:
    """What a clinic's file will hold: ``entries`` by key of the file (``phrases``, ``match`` …), and what is off."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    off: list[str] = field(default_factory=list)
    all_off: bool = False


Plan = dict[tuple[str, str], OwnPart]
"""By part (``phrases``, ``cards``, ``cases``) and family."""


def plan_import(rows: Sequence[SheetRow], source: Source, problems: Problems) -> Plan:
    """Return what the clinic's own files are to hold when the rows count; what is wrong is noted by row.

    Args:
        rows: of the sheet.
        source: the language as it is, with the clinic's own files.
        problems: where wrong rows are noted; the plan is worth nothing then.

    Raises:
        PhrasebookError: the language as it is cannot be read.
    """
    return plan_rows(rows, source, read_whole(source), problems)


def plan_rows(rows: Sequence[SheetRow], source: Source, book: Phrasebook, problems: Problems) -> Plan:
    """Plan as ``plan_import`` does, with the language as it is read already."""
    check = _RowCheck(source, book, problems)
    grouped: dict[tuple[str, str], list[SheetRow]] = defaultdict(list)
    for row in rows:
        if check.place(row):
            grouped[_PARTS[row["kind"]], row["family"]].append(row)
    shipped, own = sides(source)
    return {
        (part, family): _Merge(part, shipped.of(part, family), own.of(part, family), check).merged(each)
        for (part, family), each in grouped.items()
    }


class _RowCheck:
    """Checks rows as the readers of the files do."""

    def __init__(self, source: Source, book: Phrasebook, problems: Problems) -> None:
        self._book = book
        self._problems = problems
        self._wording = wording_of(source.folder, problems, source.own)
        templates = book.templates
        self._reader = PhraseReader(book.language, templates, problems) if templates else None

    def wrong(self, row: SheetRow, says: str, mend: str = "", **details: object) -> None:
        """Note a problem with a row."""
        self._problems.add(row.where(), says, mend, **details)

    def place(self, row: SheetRow) -> bool:
        """Tell whether a row names its kind and family; note it where it does not."""
        if row["kind"] not in _PARTS:
            self.wrong(
                row, "« {kind} » is no kind of row", "known are: {known}", kind=row["kind"], known=", ".join(_PARTS)
            )
        elif row["family"] not in self._book.families:
            self.wrong(row, "« {family} » is not a family of families.toml", family=row["family"])
        else:
            return True
        return False

    def entry(self, row: SheetRow) -> Entry:
        """Return a row as a table of its file, checked."""
        entry = _entry(row)
        table = Table(row, self._problems, data=entry)
        kind, family = row["kind"], row["family"]
        if kind == "phrase" and self._reader:
            self._reader.phrase(table, family)
        elif kind == "not" and self._reader:
            self._reader.phrase(Table(row, self._problems, data={"say": row["text"]}), family)
        elif kind == "card":
            read_card(family, table, self._wording, family)
            table.refuse_unknown(CARD_KEYS)
        elif not row["text"].strip():
            self.wrong(row, "the sentence is empty")
        else:
            read_case(table, family, self._book.families, must_match=kind == "match")
        return entry


def _entry(row: SheetRow) -> Entry:
    text_key, keys = KEYS[row["kind"]]
    entry: Entry = {text_key: row["text"]}
    for key in keys:
        cell = row[COLUMN.get(key, key)]
        if cell.strip():
            entry[key] = _value(key, cell)
    return {key: value for key, value in entry.items() if value is not False}


def _value(key: str, cell: str) -> Any:  # noqa: ANN401  # a value of a file
    if key in _LISTS:
        return split(cell)
    if key in _FLAGS:
        return cell.strip().lower() not in _NO
    if key in _NUMBERS:
        return _number(cell)
    return cell


def _number(cell: str) -> Any:  # noqa: ANN401  # what is no number stays text, for the reader to refuse
    plain_cell = cell.strip().replace(",", ".")
    for read in (int, float):
        try:
            return read(plain_cell)
        except ValueError:
            continue
    return cell


class _Merge:
    """Merges the rows of one family into one of the clinic's files."""

    def __init__(self, part: str, shipped: Entry, own: Entry, check: _RowCheck) -> None:
        self._check = check
        self._part = part
        self._shipped = shipped
        self._own = own
        self._met: dict[int, Entry] = {}
        self._as_shipped: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        text_key = "text" if part == "cases" else "say"
        for key in _FILE_KEYS:
            for entry in as_tables(shipped.get(key, []), text_key):
                self._as_shipped[key, plain(entry[text_key])].append(_without_no(entry))

    def merged(self, rows: Iterable[SheetRow]) -> OwnPart:
        """Return what the file is to hold."""
        result = OwnPart(all_off=self._own.get("off") is True)
        off = self._own.get("off", [])
        result.off = list(off) if isinstance(off, list) else []
        for key in _FILE_KEYS:
            result.entries[key] = as_tables(self._own.get(key, []), "text" if self._part == "cases" else "say")
        for row in rows:
            self._merge(row, result)
        return result

    def _merge(self, row: SheetRow, result: OwnPart) -> None:
        kind, off = row["kind"], row["off"].strip().lower() not in _NO
        if kind == "family":
            result.all_off = off
        elif row["origin"] != SHIPPED:
            self._merge_own(row, result, off=off)
        elif kind in {"phrase", "card"}:
            self._merge_shipped(row, result, off=off)
        elif off or self._changed(row):
            mend = "clear its cells « origin » and « original » to make it your own"
            self._check.wrong(row, "a shipped sentence of this kind cannot be changed", mend)

    def _merge_own(self, row: SheetRow, result: OwnPart, *, off: bool) -> None:
        """Add a row of the clinic's own, put it in the place of what it was, or take that out."""
        key = _key(row["kind"])
        entries = result.entries[key]
        at = self._place_of(row, entries)
        if off:
            if at is not None:
                entries.pop(at)
            return
        entry = self._check.entry(row)
        if at is None:
            entries.append(entry)
        else:
            entries[at] = entry
        self._met[id(entry)] = entry

    def _place_of(self, row: SheetRow, entries: Sequence[Entry]) -> int | None:
        """Return the number of the entry that a row was exported from; of several alike the first not met so far."""
        text_key, original = KEYS[row["kind"]][0], row["original"] or row["text"]
        for n, entry in enumerate(entries):
            met = row["origin"] and id(entry) in self._met
            if entry[text_key] == original and "instead_of" not in entry and not met:
                return n
        return None

    def _merge_shipped(self, row: SheetRow, result: OwnPart, *, off: bool) -> None:
        """Switch a shipped phrase or card off, change it, or leave it as it ships."""
        key, original = _key(row["kind"]), row["original"]
        names = self._names(row["kind"], original, row["family"])
        heirs = [entry for entry in result.entries[key] if plain(entry.get("instead_of", "")) in names]
        if off or not self._changed(row):
            result.entries[key] = [entry for entry in result.entries[key] if entry not in heirs]
        elif heirs:
            # Of several the last one counts, and is the one that was exported.
            at = len(result.entries[key]) - 1 - result.entries[key][::-1].index(heirs[-1])
            result.entries[key][at] = {"instead_of": heirs[-1]["instead_of"]} | self._check.entry(row)
        else:
            result.entries[key].append({"instead_of": original} | self._check.entry(row))
        _switch(result.off, names, original, off=off)

    def _names(self, kind: str, original: str, family: str) -> set[str]:
        cards = self._shipped.get("cards", []) if kind == "card" else []
        numbers = {f"{family}.{n}" for n, card in enumerate(cards, 1) if plain(card["say"]) == plain(original)}
        return {plain(original), *numbers}

    def _changed(self, row: SheetRow) -> bool:
        """Tell whether a row differs from the shipped entry it stands for, or from what it was if that is gone."""
        same = self._as_shipped.get((_key(row["kind"]), plain(row["original"])))
        return _entry(row) not in same if same else row["text"] != row["original"]


def _switch(all_off: list[str], names: Collection[str], original: str, *, off: bool) -> None:
    """Have a clinic's list of what is off name a shipped entry, by the name it gave it, or not."""
    named = [text for text in all_off if plain(text) in names]
    if off and not named:
        all_off.append(original)
    elif not off:
        all_off[:] = [text for text in all_off if text not in named]


def _key(kind: str) -> str:
    return {"phrase": "phrases", "card": "cards"}.get(kind, kind)


def _without_no(entry: Mapping[str, Any]) -> Entry:
    """Return an entry as a sheet can hold it: what is false, empty or zero is not said."""
    return {key: value for key, value in entry.items() if value not in (False, "", [])}
