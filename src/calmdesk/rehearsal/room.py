"""All that rehearsals of one language need, read once: scenarios, texts, cards, words to avoid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.errors import UsageError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.cards import read_cards, wording_of
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.files import Problems
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.rehearsal.judge import Judge
from calmdesk.rehearsal.reader import read_placed, read_scenario, scenario_files
from calmdesk.rehearsal.talk import Cards, Talk
from calmdesk.rehearsal.texts import Texts, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.folders import Source
    from calmdesk.phrasebook.language import Language
    from calmdesk.phrasebook.wording import WordingCheck
    from calmdesk.rehearsal.scenario import Scenario


@dataclass(frozen=True)
class Room:
    """Where a language is rehearsed."""

    source: Source
    language: Language
    families: Mapping[str, Family]
    cards: Mapping[str, tuple[CardText, ...]]
    wording: WordingCheck
    texts: Texts

    @classmethod
    def of(cls, lang: str) -> Room:
        """Read all of a language but its scenarios.

        Raises:
            PhrasebookError: there is no such language, or a file of it cannot be used.
        """
        source = folders.find(lang)
        language = read_whole_language(source.folder, source.own)
        families = read_families(source.families, source.own)
        cards = read_cards(source.folder, families, source.own)
        wording = wording_of(source.folder, Problems(), source.own)  # reading the cards has told what is wrong with it
        return cls(source, language, families, cards, wording, texts_of(source, language))

    def titles(self) -> tuple[dict[str, str], Problems]:
        """Return the titles of the scenarios that can be rehearsed, by name, and what is wrong with the others."""
        titles, problems = dict[str, str](), Problems()
        for name, path in scenario_files(self.source).items():
            own = Problems()
            scenario, _ = read_placed(path, self.families, self.language, own)
            if own.errors:
                problems.extend(own.errors)
            else:
                titles[name] = scenario.title
        return titles, problems

    def talk(self, name: str, slots: Mapping[str, str] | None = None) -> Talk:
        """Return a talk that begins.

        Args:
            name: of the scenario.
            slots: what is known of the clinic, for the cards.

        Raises:
            UsageError: there is no such scenario.
            PhrasebookError: all that is wrong with it.
        """
        scenario = self._read(name)
        known = dict(slots or {}) | {"animal": scenario.animal, "client": scenario.client}
        judge = Judge(self.wording, self.texts.lists, scenario.animal)
        return Talk(scenario, judge, Cards(self.families, self.cards, known))

    def _read(self, name: str) -> Scenario:
        there = scenario_files(self.source)
        if name not in there:
            raise UsageError(
                "there is no scenario {name!r} in {language!r}",
                hint="there are: {names}",
                name=name,
                language=self.source.lang,
                names=", ".join(there) or "—",
            )
        return read_scenario(there[name], self.families, self.language)
