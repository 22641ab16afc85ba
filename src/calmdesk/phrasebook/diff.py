"""What two phrasebooks do not have in common, family by family."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from calmdesk.phrasebook.cards import read_decks
from calmdesk.phrasebook.cases import read_all_cases
from calmdesk.phrasebook.own import plain
from calmdesk.phrasebook.problems import Problems
from calmdesk.phrasebook.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calmdesk.phrasebook.folders import Source

_ALIKE = 0.8
"""Similarity from which on an entry that went and one that came are one that was changed."""

Entries = dict[tuple[str, str], dict[str, object]]
"""The entries of a phrasebook: what it is (phrase, card, sentence) and its family, to its texts and their settings."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``before`` is empty for something added, ``after`` for something removed."""

    kind: str
    family: str
    before: str = ""
    after: str = ""


def differences(one: Source, other: Source) -> list[Change]:
    """Return what must be done to come from one phrasebook to the other, by family, kind and text.

    Raises:
        PhrasebookError: all that is wrong with either.
    """
    before, after = _entries(one), _entries(other)
    changes: list[Change] = []
    for kind, family in sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[0])):
        key = kind, family
        changes.extend(_compare(kind, family, before.get(key, {}), after.get(key, {})))
    return changes


def holdings(source: Source) -> dict[tuple[str, str], int]:
    """Return how many phrases, cards and sentences each family has, by kind and family.

    Raises:
        PhrasebookError: all that is wrong with the phrasebook.
    """
    return {key: len(entries) for key, entries in _entries(source).items()}


def _entries(source: Source) -> Entries:
    problems = Problems()
    book = read_book(source.folder, problems, source.own, source.families)
    decks = read_decks(source.folder, book.families, problems, source.own)
    cases = read_all_cases(source.folders, book.families, problems)
    problems.raise_if_any()
    found: Entries = {}
    for phrase in book.phrases:
        settings = (phrase.strict, phrase.anchors, phrase.requires_negation, phrase.no_guards, phrase.stops)
        found.setdefault(("phrase", phrase.family), {})[plain(phrase.text)] = settings
    for family, deck in decks.items():
        for placed in deck:
            card = placed.card
            settings_of_card = (card.without, card.why, card.avoid, card.next, card.ask, card.relay, card.rung)
            found.setdefault(("card", family), {})[card.say] = settings_of_card
    for case in cases:
        found.setdefault(("sentence", case.family), {})[case.text] = (case.must_match, case.labels)
    return found


def _compare(kind: str, family: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[Change]:
    yield from (Change(kind, family, text, text) for text in before if text in after and before[text] != after[text])
    gone = [text for text in before if text not in after]
    come = [text for text in after if text not in before]
    for text in gone:
        heir = _heir(text, come)
        if heir:
            come.remove(heir)
        yield Change(kind, family, before=text, after=heir)
    yield from (Change(kind, family, after=text) for text in come)


def _heir(text: str, come: Iterable[str]) -> str:
    """Return the added text that is most like one that went; empty when none is like it."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best, heir = _ALIKE, ""
    for each in come:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and matcher.ratio() >= best:
            best, heir = matcher.ratio(), each
    return heir
