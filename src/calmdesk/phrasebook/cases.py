"""Sentences that a phrasebook is proved with: what must match and what must not, from ``cases/<family>.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from calmdesk.phrasebook.files import Where

FILE_KEYS = frozenset({"family", "match", "no_match"})
MATCH_KEYS = frozenset({"text", "also"})
NO_MATCH_KEYS = frozenset({"text", "labels"})


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of a family's file. ``labels`` are all families it holds; ``must_match``: its own is among them."""

    family: str
    text: str
    labels: frozenset[str]
    must_match: bool
    where: Where


def read_cases(folders: Iterable[Path], families: Collection[str]) -> list[Case]:
    """Read the cases of some folders, the shipped one first.

    Raises:
        PhrasebookError: every problem found.
    """
    problems = Problems()
    cases = read_all_cases(folders, families, problems)
    problems.raise_if_any()
    return cases


def read_all_cases(folders: Iterable[Path], families: Collection[str], problems: Problems) -> list[Case]:
    """Read as ``read_cases`` does, and leave it to the caller to raise; warn of sentences labelled in two ways."""
    cases = [
        case
        for folder in folders
        for path in sorted((folder / "cases").glob("*.toml"))
        for case in _read_file(path, families, problems)
    ]
    first: dict[str, Case] = {}
    for case in cases:
        other = first.setdefault(case.text, case)
        if other.labels != case.labels:
            says = "« {text} » is labelled in another way in {where}"
            problems.warn(case.where, says, text=case.text, where=other.where)
    return cases


def _read_file(path: Path, families: Collection[str], problems: Problems) -> Iterator[Case]:
    table = Table(TomlFile(path, problems), problems)
    table.refuse_unknown(FILE_KEYS)
    family = table.text("family", path.stem)
    if family not in families:
        table.wrong("family", "« {family} » is not a family of families.toml", family=family)
    for entry in _entries(table, "match", MATCH_KEYS):
        yield read_case(entry, family, families, must_match=True)
    for entry in _entries(table, "no_match", NO_MATCH_KEYS):
        yield read_case(entry, family, families, must_match=False)


def _entries(table: Table, key: str, known: Collection[str]) -> Iterator[Table]:
    entries = table.data.get(key, [])
    if not isinstance(entries, list):
        table.wrong(key, "« {key} » must be a list", 'write it in square brackets: {key} = ["…", "…"]')
        return
    for number, entry in enumerate(entries):
        data = {"text": entry} if isinstance(entry, str) else entry
        if isinstance(data, dict):
            found = Table(table.file, table.problems, (key, number), data)
            found.refuse_unknown(known)
            if not found.text("text").strip():
                found.wrong("text", "the sentence is empty")
            else:
                yield found
        else:
            says = 'a sentence is a text in quotation marks, or a table: {{ text = "…" }}'
            table.problems.add(table.where(key, number), says, key=key)


def read_case(entry: Table, family: str, families: Collection[str], *, must_match: bool) -> Case:
    """Read one sentence of a family; what is wrong with it is noted in the table's problems."""
    key = "also" if must_match else "labels"
    others = entry.texts(key)
    for text, where in others:
        if text not in families:
            entry.problems.add(where, "« {family} » is not a family of families.toml", family=text)
    labels = {text.text for text in others}
    if family in labels and not must_match:
        entry.wrong(key, "a must-not-match sentence cannot hold its own family, {family}", family=family)
    return Case(
        family, entry.text("text"), frozenset(labels | {family} if must_match else labels), must_match, entry.where()
    )
