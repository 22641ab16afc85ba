"""One language's phrasebook, read completely for a check, and matched as a call would match it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.cues.compiled import compile_book
from calmdesk.cues.match import Matcher
from calmdesk.cues.opinion import Opinion, Weights
from calmdesk.errors import PhrasebookError
from calmdesk.overlay.labels import read_labels
from calmdesk.phrasebook.cards import PlacedCard, read_decks
from calmdesk.phrasebook.cases import Case, read_all_cases
from calmdesk.phrasebook.flow import read_all_flow
from calmdesk.phrasebook.folders import OPINION
from calmdesk.phrasebook.problems import Level, Problem, Problems, Where
from calmdesk.phrasebook.read import read_book
from calmdesk.privacy import notice
from calmdesk.privacy.notice import read_all_notice
from calmdesk.redaction import rules
from calmdesk.redaction.rules import read_all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calmdesk.cues.compiled import Compiled
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.folders import Source

_NOT_MATCHED = frozenset({"cards", "cases", "flow.toml", "screen.toml", "wording.toml", rules.FILE, notice.FILE})
"""Folders and files that the matcher does not need."""


@dataclass(frozen=True)
class Checked:
    """All of a language, and what was found wrong while it was read."""

    source: Source
    book: Phrasebook
    decks: Mapping[str, list[PlacedCard]]
    flow: Mapping[str, tuple[CardText, ...]]
    cases: list[Case]
    found: tuple[Problem, ...]

    @property
    def families(self) -> Mapping[str, Family]:
        """The families, in the order of their urgency."""
        return self.book.families

    @property
    def phrases_read(self) -> bool:
        """Tell whether all that the matcher is made of could be read; a wrong card does not keep it from working."""
        return not any(p.level is Level.ERROR and not _NOT_MATCHED & set(p.where.path.parts[-2:]) for p in self.found)

    @cached_property
    def has_opinion(self) -> bool:
        """Tell whether a second opinion was learned for the language."""
        return self.source.newest(OPINION) is not None

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher of the phrases alone."""
        return Matcher(self._compiled, self.book.language, self.families)

    @cached_property
    def shipped_matcher(self) -> Matcher:
        """The matcher as a call uses it, with the second opinion where there is one."""
        path = self.source.newest(OPINION)
        if path is None:
            return self.matcher
        language = self.book.language
        return Matcher(self._compiled, language, self.families, Opinion(Weights.load(path), language))

    @cached_property
    def _compiled(self) -> Compiled:
        return compile_book(self.book)


def read_everything(source: Source) -> Checked:
    """Read all files of a language; what is wrong is in ``found``, nothing is raised."""
    problems = Problems()
    book = read_book(source.folder, problems, source.own, source.families)
    decks = read_decks(source.folder, book.families, problems, source.own)
    flow = read_all_flow(source.folder, problems, source.own)
    cases = read_all_cases(source.folders, book.families, problems)
    _read_screen(source, book.families, problems)
    read_all_rules(source.folder / rules.FILE, problems)
    read_all_notice(source.folder / notice.FILE, problems)
    return Checked(source, book, decks, flow, cases, tuple(problems.unique))


def _read_screen(source: Source, families: Iterable[str], problems: Problems) -> None:
    path = source.folder / "screen.toml"
    try:
        read_labels(path, families)
    except PhrasebookError as error:
        problems.extend([Problem(Where(path), error.problem, error.hint, details=error.details)])
