"""Tries a phrase before it is added: what it would find that nothing found so far, and on what it would fire."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calmdesk.cues.match import Matcher
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.branch import count, spoken
from calmdesk.phrasebook.cases import read_cases
from calmdesk.phrasebook.own import plain
from calmdesk.phrasebook.read import read_phrasebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.phrasebook.book import Phrase, Phrasebook
    from calmdesk.phrasebook.cases import Case
    from calmdesk.phrasebook.folders import Source

_EXAMPLES = 20
_SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Trial:
    """What a phrase does.

    ``wordings``: how many it stands for; ``examples``: some of them. ``new``: sentences of its family that nothing
    found before; ``known``: those that were found anyway. ``harmless``: sentences without any cue on which it fires;
    ``others``: those that hold only other families.
    """

    wordings: int
    examples: tuple[str, ...]
    new: tuple[str, ...]
    known: tuple[str, ...]
    harmless: tuple[str, ...]
    others: tuple[str, ...]


def try_out(source: Source, book: Phrasebook, phrase: Phrase) -> Trial:
    """Put a phrase to all sentences of a language.

    Args:
        source: the language's folders.
        book: the phrasebook as it is without the phrase.
        phrase: the new phrase, compiled with the book's templates.

    Raises:
        PhrasebookError: the sentences cannot be read, or the book has the phrase already.
    """
    if any(plain(other.text) == plain(phrase.text) for other in book.phrases if other.family == phrase.family):
        raise PhrasebookError("{family} has « {template} » already", family=phrase.family, template=phrase.text)
    alone = Matcher.of(replace(book, phrases=(phrase,)))
    fired = [case for case in read_cases(source.folders, book.families) if alone.cues(case.text)]
    mine = [case for case in fired if phrase.family in case.labels]
    before = Matcher.of(book)
    known = {case for case in mine if any(hit.family == phrase.family for hit in before.cues(case.text))}
    examples = _examples(phrase)
    return Trial(
        wordings=count(phrase.branches),
        examples=examples,
        new=_texts([case for case in mine if case not in known]),
        known=_texts([case for case in mine if case in known]),
        harmless=_texts([case for case in fired if not case.labels]),
        others=_texts([case for case in fired if case.labels and phrase.family not in case.labels]),
    )


def read_for_trial(source: Source) -> Phrasebook:
    """Read the phrasebook that a phrase is to be added to.

    Raises:
        PhrasebookError: all that is wrong with it.
    """
    return read_phrasebook(source.folder, source.own, source.families)


def _texts(cases: Sequence[Case]) -> tuple[str, ...]:
    return tuple(case.text for case in cases)


def _examples(phrase: Phrase) -> tuple[str, ...]:
    draw = random.Random(_SEED)  # noqa: S311  # an example, not a secret
    said = (spoken(draw.choice(phrase.branches), draw.choice) for _ in range(_EXAMPLES))
    return tuple(dict.fromkeys(said))
