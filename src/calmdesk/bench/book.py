"""A phrasebook under test: a folder, read in parts when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calmdesk.bench.labelled import read_cases
from calmdesk.cues.compiled import compile_book, digest_of, load
from calmdesk.cues.match import Matcher
from calmdesk.cues.opinion import Opinion, Weights
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.folders import OPINION, Source
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.phrasebook.read import read_phrasebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from calmdesk.bench.labelled import Labelled
    from calmdesk.cues.compiled import Compiled
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.language import Language


@dataclass(frozen=True)
class Book:
    """A language's phrasebook.

    ``made_ready`` is where its search table may have been kept by the build; ``second_opinion`` False leaves the
    learned model out of every matcher.
    """

    source: Source
    made_ready: Path | None = None
    second_opinion: bool = True

    @classmethod
    def of(cls, folder: Path, made_ready: Path | None = None) -> Book:
        """Return the phrasebook in a folder, with nothing laid over it.

        Raises:
            PhrasebookError: it is none.
        """
        if not (folder / "language.toml").is_file():
            raise PhrasebookError("{folder} is no phrasebook: it has no language.toml", folder=folder)
        return cls(Source(folder.name, folder, folder.parent / "families.toml"), made_ready)

    @cached_property
    def digest(self) -> str:
        """A digest of the phrase files."""
        return digest_of(self.source.phrase_folders)

    @cached_property
    def language(self) -> Language:
        """How the language is read."""
        return read_whole_language(self.source.folder, self.source.own)

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """The families, in the order of their urgency."""
        return read_families(self.source.families, self.source.own)

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """The book read from its sources."""
        return read_phrasebook(self.source.folder, self.source.own, self.source.families)

    @cached_property
    def compiled(self) -> Compiled:
        """The book arranged for search."""
        ready = load(self.made_ready, self.digest) if self.made_ready else None
        return ready or compile_book(self.phrasebook, self.digest)

    @cached_property
    def opinion(self) -> Opinion | None:
        """The learned second opinion, where there is one."""
        path = self.source.newest(OPINION)
        return Opinion(Weights.load(path), self.language) if self.second_opinion and path else None

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher as a call would use it."""
        return Matcher(self.compiled, self.language, self.families, self.opinion)

    @cached_property
    def cases(self) -> list[Labelled]:
        """The book's own sentences: what must match, what must not."""
        return read_cases(self.source.folders, self.families)

    @property
    def words(self) -> set[str]:
        """The words of the phrases and of the cases."""
        phrases = {word for alike in self.compiled["table"]["sounds"].values() for word in alike}
        return phrases.union(word for case in self.cases for word in self.language.words(case.text))


def urgency(families: Mapping[str, Family]) -> dict[str, tuple[int, int]]:
    """Return how urgent each family is, the most urgent first when sorted: as the adviser ranks them."""
    return {name: (family.tier, number) for number, (name, family) in enumerate(families.items())}
