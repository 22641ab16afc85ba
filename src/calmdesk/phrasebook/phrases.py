"""Reads the files in ``phrases/``: one family each, its templates, and what a clinic changes in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.phrasebook.book import Phrase
from calmdesk.phrasebook.families import OWN_KEYS
from calmdesk.phrasebook.files import TomlFile
from calmdesk.phrasebook.own import plain
from calmdesk.phrasebook.pattern import BrokenNameError, TemplateError, Templates
from calmdesk.phrasebook.problems import shortened
from calmdesk.phrasebook.table import Table, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from calmdesk.phrasebook.branch import Branch
    from calmdesk.phrasebook.files import Problems, Where
    from calmdesk.phrasebook.language import Language

PHRASE_KEYS = frozenset({"say", "strict", "anchors", "not", "requires_negation", "no_guards"})
FILE_KEYS = frozenset({"family", "phrases", "not"})
OWN_PHRASE_KEYS = PHRASE_KEYS | {"instead_of"}
OWN_FILE_KEYS = FILE_KEYS | OWN_KEYS | {"off"}


@dataclass(frozen=True, slots=True)
class FamilyPhrases:
    """One file: a family's phrases and do-not-trigger templates; in a clinic's file also what it changes.

    ``instead`` gives the shipped template that the phrase of a number stands in for; ``off`` are shipped templates that
    are switched off, ``all_off`` switches off every one.
    """

    family: str
    path: Path
    phrases: tuple[Phrase, ...] = ()
    stops: tuple[Branch, ...] = ()
    stop_texts: tuple[str, ...] = ()
    instead: dict[int, Text] = field(default_factory=dict)
    off: tuple[Text, ...] = ()
    all_off: bool = False


class PhraseReader:
    """Reads phrase files of one language.

    Args:
        language: how words are read.
        templates: the language's lists and rules.
        problems: where what is wrong is noted.
        own: read a clinic's own files, which may change shipped phrases.
    """

    def __init__(self, language: Language, templates: Templates, problems: Problems, *, own: bool = False) -> None:
        self._language = language
        self._templates = templates
        self._problems = problems
        self._own = own

    def read(self, path: Path, families: Collection[str]) -> FamilyPhrases:
        """Read one file."""
        table = Table(TomlFile(path, self._problems), self._problems)
        table.refuse_unknown(OWN_FILE_KEYS if self._own else FILE_KEYS)
        family = table.text("family", path.stem)
        if family not in families:
            table.wrong("family", "« {family} » is not a family of families.toml", family=family)
        entries = list(self._entries(table))
        phrases = [self.phrase(entry, family) for entry in entries]
        self._warn_of_twins(phrases)
        stops = table.texts("not")
        instead = {n: Text(entry.text("instead_of"), entry.where()) for n, entry in enumerate(entries)}
        off = table.data.get("off", [])
        return FamilyPhrases(
            family=family,
            path=path,
            phrases=tuple(phrases),
            stops=self.branches(stops),
            stop_texts=tuple(stop.text for stop in stops),
            instead={n: text for n, text in instead.items() if text.text},
            off=() if isinstance(off, bool) else tuple(table.texts("off")),
            all_off=off is True,
        )

    def branches(self, texts: Iterable[Text]) -> tuple[Branch, ...]:
        """Return the branches of some templates; what is wrong with one is noted at its place."""
        return tuple(branch for text, where in texts for branch in self._compile(text, where))

    def _compile(self, text: str, where: Where) -> list[Branch]:
        try:
            return self._templates.compile(text)
        except BrokenNameError:
            pass  # told where the list or rule stands
        except TemplateError as error:
            self._problems.add(where, "« {template} »: {reason}", template=shortened(text), reason=error.reason)
        return []

    def _entries(self, table: Table) -> Iterator[Table]:
        """Yield a table for each phrase; a phrase that is only a text becomes one."""
        entries = table.data.get("phrases", [])
        if not isinstance(entries, list):
            table.wrong("phrases", "« {key} » must be a list", 'write it in square brackets: {key} = ["…", "…"]')
            return
        for number, entry in enumerate(entries):
            if isinstance(entry, (str, dict)):
                data = {"say": entry} if isinstance(entry, str) else entry
                yield Table(table.file, self._problems, ("phrases", number), data)
            else:
                where = table.where("phrases", number)
                self._problems.add(
                    where, 'a phrase is a text in quotation marks, or a table: {{ say = "…" }}', n=number
                )

    def phrase(self, entry: Table, family: str) -> Phrase:
        """Read one phrase."""
        entry.refuse_unknown(OWN_PHRASE_KEYS if self._own else PHRASE_KEYS)
        text = entry.text("say")
        if not text.strip():
            entry.wrong("say", "the phrase says nothing", 'write it as {{ say = "…" }}')
        anchors = (word for anchor in entry.texts("anchors") for word in self._language.words(anchor.text))
        return Phrase(
            family=family,
            text=text,
            branches=tuple(self._compile(text, entry.where())) if text.strip() else (),
            where=entry.where(),
            strict=entry.number("strict", 0, 0, 1) if "strict" in entry.data else None,
            anchors=tuple(anchors),
            stops=self.branches(entry.texts("not")),
            requires_negation=entry.flag("requires_negation"),
            no_guards=entry.flag("no_guards"),
            own=self._own,
        )

    def _warn_of_twins(self, phrases: Iterable[Phrase]) -> None:
        first: dict[str, Where] = {}
        for phrase in phrases:
            same = first.setdefault(plain(phrase.text), phrase.where)
            if same is not phrase.where and phrase.text:
                self._problems.warn(
                    phrase.where,
                    "« {template} » stands twice, first in line {line}",
                    template=shortened(phrase.text),
                    line=same.line,
                )
