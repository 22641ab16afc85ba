"""A language's data, as the stations take it: its cues, what finds them in speech, what doubts the desk's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Wording
from calmdesk.phrasebook import folders
from calmdesk.places import compiled_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.cues.match import Matcher
    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.wording import WordingCheck


def phrasebook(lang: str, source: folders.Source | None = None) -> Phrasebook:
    """Return a language's cues with the clinic's own, or those of another ``source``, read and checked."""
    from calmdesk.phrasebook.read import read_phrasebook  # noqa: PLC0415  # heavy

    source = source or folders.find(lang)
    return read_phrasebook(source.folder, source.own, source.families)


def matcher(lang: str, source: folders.Source | None = None, table: Path | None = None) -> Matcher:
    """Return the matcher of a language: from the table a build (or ``table``) has made of it, or from its sources."""
    from calmdesk.cues.compiled import digest_of, load  # noqa: PLC0415  # heavy
    from calmdesk.cues.match import Matcher  # noqa: PLC0415  # heavy
    from calmdesk.cues.opinion import Opinion, Weights  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.language import read_whole_language  # noqa: PLC0415  # heavy

    source = source or folders.find(lang)
    compiled = load(table or compiled_file(lang), digest_of(source.phrase_folders))
    language = read_whole_language(source.folder, source.own)
    weights = source.newest(folders.OPINION)
    opinion = Opinion(Weights.load(weights), language) if weights else None
    if compiled is None:
        return Matcher.of(phrasebook(lang, source), opinion)
    return Matcher(compiled, language, read_families(source.families, source.own), opinion)


def wordings(check: WordingCheck, heard: Final, family: str) -> Iterator[Wording]:
    """Yield the desk's words that may sound defensive in answer to a family."""
    for found in check.find_defensive(heard.text, family):
        yield Wording(heard.at, found.words, found.suggest, heard.utterance, found.first, found.last, side=heard.side)
