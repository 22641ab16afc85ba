"""Reads a phrasebook folder completely and reports every problem at once, with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.book import Guard, Phrase, Phrasebook
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.language import Language, read_language
from calmdesk.phrasebook.pattern import TemplateError, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.phrasebook.branch import Branch

_PHRASE_KEYS = {"say", "strict", "anchors", "not", "requires_negation", "no_guards"}
_FILE_KEYS = {"family", "phrases", "not"}


def read_templates(folders: list[Path], language: Language, problems: Problems) -> Templates:
    """Read the lists and rules of a language: ``lists.toml`` and every file in ``lists/``; later folders win."""
    lists: dict[str, list[str]] = {}
    rules: dict[str, str] = {}
    for folder in folders:
        for path in [folder / "lists.toml", *sorted((folder / "lists").glob("*.toml"))]:
            if path.exists():
                data = TomlFile(path, problems).data
                lists |= data.get("lists", {})
                rules |= data.get("rules", {})
    return Templates(language.words, lists, rules)


class _PhraseReader:
    def __init__(self, templates: Templates, problems: Problems) -> None:
        self._templates = templates
        self._problems = problems

    def branches(self, text: str, file: TomlFile) -> tuple[Branch, ...]:
        try:
            return tuple(self._templates.compile(text))
        except TemplateError as error:
            self._problems.add(file.where(text), f"« {text} »: {error}")
            return ()

    def all_branches(self, texts: list[str], file: TomlFile) -> tuple[Branch, ...]:
        return tuple(branch for text in texts for branch in self.branches(text, file))

    def phrases(self, file: TomlFile, family: str) -> Iterator[Phrase]:
        for entry in file.data.get("phrases", ()):
            table: dict[str, Any] = {"say": entry} if isinstance(entry, str) else dict(entry)
            text = str(table.get("say", ""))
            where = file.where(text)
            for key in table.keys() - _PHRASE_KEYS:
                self._problems.add(where, f"unknown key {key!r}; known are {', '.join(sorted(_PHRASE_KEYS))}")
            yield Phrase(
                family=family,
                text=text,
                branches=self.branches(text, file),
                where=where,
                strict=table.get("strict"),
                anchors=tuple(table.get("anchors", ())),
                stops=self.all_branches(table.get("not", []), file),
                requires_negation=bool(table.get("requires_negation")),
                no_guards=bool(table.get("no_guards")),
            )


def _guards(folder: Path, reader: _PhraseReader, problems: Problems) -> Iterator[Guard]:
    file = TomlFile(folder / "language.toml", problems)
    for name, table in file.data.get("guards", {}).items():
        yield Guard(
            name=name,
            before=reader.all_branches(table.get("before", []), file),
            inside=reader.all_branches(table.get("inside", []), file),
            anywhere=reader.all_branches(table.get("anywhere", []), file),
            reach=int(table.get("reach", 1)),
        )


def read_phrasebook(folder: Path) -> Phrasebook:
    """Read one language's folder (``phrasebooks/fr``); ``families.toml`` lies beside it.

    Raises:
        PhrasebookError: every problem found, each with file, line and mend.
    """
    problems = Problems()
    families = read_families(folder.parent / "families.toml")
    language = read_language(folder, problems)
    templates = read_templates([folder], language, problems)
    reader = _PhraseReader(templates, problems)
    phrases: list[Phrase] = []
    stops: dict[str, tuple[Branch, ...]] = {}
    for path in sorted((folder / "phrases").glob("*.toml")):
        file = TomlFile(path, problems)
        for key in file.data.keys() - _FILE_KEYS:
            problems.add(file.where(key), f"unknown key {key!r}; known are {', '.join(sorted(_FILE_KEYS))}")
        family = file.data.get("family", path.stem)
        if family not in families:
            problems.add(file.where(family), f"the family {family!r} is not in families.toml")
        phrases.extend(reader.phrases(file, family))
        stops[family] = reader.all_branches(file.data.get("not", []), file)
    guards = tuple(_guards(folder, reader, problems))
    problems.raise_if_any()
    return Phrasebook(language, families, tuple(phrases), stops, guards, templates)
