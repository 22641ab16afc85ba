"""The lists and rules that the phrases of a language share: ``lists.toml`` and every file in ``lists/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import TomlFile
from calmdesk.phrasebook.pattern import BrokenNameError, Templates
from calmdesk.phrasebook.table import Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from calmdesk.phrasebook.files import Problems, Where
    from calmdesk.phrasebook.language import Language


@dataclass
class Lists:
    """The entries of every list, the template of every rule, and where each stands."""

    lists: dict[str, list[Text]] = field(default_factory=dict)
    rules: dict[str, Text] = field(default_factory=dict)
    places: dict[str, Where] = field(default_factory=dict)

    def overlaid(self, other: Lists) -> Lists:
        """Return these with another folder's laid over them.

        In a list that both have, the entry « {name} » stands for the entries below; « <name> » likewise in a rule.
        """
        lists = {name: list(self._spliced(name, entries)) for name, entries in other.lists.items()}
        rules = {name: self._rewritten(name, rule) for name, rule in other.rules.items()}
        return Lists(self.lists | lists, self.rules | rules, self.places | other.places)

    def _spliced(self, name: str, entries: Iterable[Text]) -> Iterator[Text]:
        for entry in entries:
            if entry.text.strip() == f"{{{name}}}" and name in self.lists:
                yield from self.lists[name]
            else:
                yield entry

    def _rewritten(self, name: str, rule: Text) -> Text:
        if name not in self.rules:
            return rule
        return Text(rule.text.replace(f"<{name}>", f"({self.rules[name].text})"), rule.where)

    def templates(self, language: Language) -> Templates:
        """Return the template compiler with these lists and rules."""
        lists = {name: [entry.text for entry in entries] for name, entries in self.lists.items()}
        return Templates(language.words, lists, {name: rule.text for name, rule in self.rules.items()})


def list_files(folder: Path) -> list[Path]:
    """Return the files of lists and rules that a folder has."""
    return [path for path in (folder / "lists.toml", *sorted((folder / "lists").glob("*.toml"))) if path.exists()]


def read_lists(folder: Path, problems: Problems) -> Lists:
    """Read the lists and rules of one folder; a name given twice is a warning, the later one counts."""
    found = Lists()
    for path in list_files(folder):
        table = Table(TomlFile(path, problems), problems)
        table.refuse_unknown({"lists", "rules"})
        lists, rules = table.table("lists"), table.table("rules")
        for name in lists.data:
            _note_place(found, f"{{{name}}}", lists, name)
            found.lists[name] = lists.texts(name)
        for name in rules.data:
            _note_place(found, f"<{name}>", rules, name)
            found.rules[name] = Text(rules.text(name), rules.where(name))
    return found


def _note_place(found: Lists, name: str, table: Table, key: str) -> None:
    if name in found.places:
        where = found.places[name]
        table.problems.warn(
            table.where(key), "« {name} » is defined twice: {where} does not count", name=name, where=where
        )
    found.places[name] = table.where(key)


def read_templates(folders: Iterable[Path], language: Language, problems: Problems) -> Templates:
    """Read the lists and rules of a language; those of later folders are laid over the earlier ones.

    Every list and rule is compiled, so that what is wrong in one is told once, where it stands.
    """
    found = Lists()
    for folder in folders:
        found = found.overlaid(read_lists(folder, problems))
    templates = found.templates(language)
    templates.resolve_all()
    for name, (entry, error) in templates.broken.items():
        if not isinstance(error, BrokenNameError):
            where = _entry_place(found, name, entry)
            problems.add(where, "« {name} »: {reason}", name=name, reason=error.reason)
    return templates


def _entry_place(found: Lists, name: str, entry: int | None) -> Where:
    entries = found.lists.get(name[1:-1], []) if name.startswith("{") else []
    return found.places[name] if entry is None or entry >= len(entries) else entries[entry].where
