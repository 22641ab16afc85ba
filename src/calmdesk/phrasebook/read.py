"""Reads a phrasebook folder completely and reports every problem at once, with file and line."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from calmdesk.phrasebook.book import Guard, Phrase, Phrasebook
from calmdesk.phrasebook.families import read_all_families
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.language import overlaid as language_overlaid
from calmdesk.phrasebook.language import read_language
from calmdesk.phrasebook.lists import read_templates
from calmdesk.phrasebook.own import overlaid
from calmdesk.phrasebook.phrases import FamilyPhrases, PhraseReader
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from calmdesk.phrasebook.branch import Branch
    from calmdesk.phrasebook.families import Family

__all__ = ["read_book", "read_phrasebook", "read_templates"]

GUARD_KEYS = frozenset({"before", "inside", "anywhere", "reach"})
_FARTHEST = 40


def read_phrasebook(folder: Path, own: Path | None = None, families: Path | None = None) -> Phrasebook:
    """Read one language's cues.

    Args:
        folder: the language's folder (``phrasebooks/fr``).
        own: the clinic's own folder for the language, laid over it; it may hold any part, or not exist.
        families: ``families.toml``; it lies beside ``folder`` when left out.

    Raises:
        PhrasebookError: every problem found, each with file, line and mend.
    """
    problems = Problems()
    book = read_book(folder, problems, own, families)
    problems.raise_if_any()
    return book


def read_book(folder: Path, problems: Problems, own: Path | None = None, families: Path | None = None) -> Phrasebook:
    """Read as ``read_phrasebook`` does, and leave it to the caller to raise."""
    known = read_all_families(families or folder.parent / "families.toml", problems, own)
    language = language_overlaid(read_language(folder, problems), own, problems)
    templates = read_templates([folder, own] if own else [folder], language, problems)
    reader = PhraseReader(language, templates, problems)
    files = _read_folder(folder, reader, known)
    by_family: dict[str, list[Phrase]] = defaultdict(list)
    stops: dict[str, tuple[Branch, ...]] = defaultdict(tuple)
    for file in files:
        by_family[file.family].extend(file.phrases)
        stops[file.family] += file.stops
    if own:
        for file in _read_folder(own, PhraseReader(language, templates, problems, own=True), known):
            by_family[file.family] = overlaid(by_family[file.family], file, problems)
            stops[file.family] += file.stops
    return Phrasebook(
        language=language,
        families=known,
        phrases=tuple(phrase for phrases in by_family.values() for phrase in phrases),
        stops=dict(stops),
        guards=tuple(_guards(folder, reader, known, problems)),
        templates=templates,
    )


def _read_folder(folder: Path, reader: PhraseReader, families: Collection[str]) -> list[FamilyPhrases]:
    return [reader.read(path, families) for path in sorted((folder / "phrases").glob("*.toml"))]


def _guards(folder: Path, reader: PhraseReader, families: Mapping[str, Family], problems: Problems) -> Iterator[Guard]:
    file = TomlFile(folder / "language.toml", Problems())  # its own problems are told by ``read_language``
    guards = Table(file, problems).table("guards")
    for name in sorted({guard for family in families.values() for guard in family.guards} - guards.data.keys()):
        guards.problems.add(
            guards.where(), "the guard « {guard} » of families.toml is missing", "add [guards.{guard}]", guard=name
        )
    for name in guards.data:
        table = guards.table(name)
        table.refuse_unknown(GUARD_KEYS)
        yield Guard(
            name=name,
            before=reader.branches(table.texts("before")),
            inside=reader.branches(table.texts("inside")),
            anywhere=reader.branches(table.texts("anywhere")),
            reach=table.whole("reach", 1, 1, _FARTHEST),
        )
