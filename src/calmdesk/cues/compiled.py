"""A phrasebook made ready for the matcher, as plain data: made when the package is built, loaded when a call begins.

Parsing some thousand templates takes a second, loading their table a few hundredths. A table carries the digest of the
files it was made from; when they have changed since, it is made again in memory.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, TypedDict

from calmdesk.cues.index import Table, tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrase, Phrasebook
    from calmdesk.phrasebook.branch import Branch

FORMAT = 5


class PhraseFacts(TypedDict):
    """What the matcher must know of a phrase besides its rows; ``own``: a clinic wrote it."""

    family: str
    text: str
    strict: float | None
    anchors: list[str]
    requires_negation: bool
    no_guards: bool
    own: bool


class GuardRule(TypedDict):
    """What a row of the guard table means.

    ``kind`` is ``before``, ``inside`` or ``anywhere`` for the guard ``name``, or ``not`` for a do-not-trigger phrase of
    the family ``name`` (``phrase`` >= 0: of that phrase alone). ``reach`` counts words.
    """

    kind: str
    name: str
    reach: int
    phrase: int


class Compiled(TypedDict):
    """A phrasebook as the matcher loads it; ``owners`` gives the phrase of each row."""

    format: int
    digest: str
    phrases: list[PhraseFacts]
    owners: list[int]
    table: Table
    rules: list[GuardRule]
    guards: Table


def compile_book(book: Phrasebook, digest: str = "") -> Compiled:
    """Arrange a phrasebook for search."""
    branches = [(number, branch) for number, phrase in enumerate(book.phrases) for branch in phrase.branches]
    guards = list(_guards(book))
    return Compiled(
        format=FORMAT,
        digest=digest,
        phrases=[_facts(phrase) for phrase in book.phrases],
        owners=[number for number, _ in branches],
        table=tabulate([branch for _, branch in branches], book.language),
        rules=[rule for rule, _ in guards],
        guards=tabulate([branch for _, branch in guards], book.language),
    )


def digest_of(folders: Iterable[Path]) -> str:
    """Return a digest of the phrase files of some folders, ``families.toml`` beside the first included."""
    sum_ = hashlib.blake2b(digest_size=16)
    for folder in folders:
        parts = [
            folder.parent / "families.toml",
            *folder.glob("*.toml"),
            *folder.glob("lists/*"),
            *folder.glob("phrases/*"),
        ]
        for path in sorted(path for path in parts if path.suffix == ".toml" and path.is_file()):
            sum_.update(path.name.encode() + b"\0" + path.read_bytes())
    return sum_.hexdigest()


def load(path: Path, digest: str) -> Compiled | None:
    """Return a compiled phrasebook kept in a file, or None when there is none made from exactly these sources."""
    if not path.is_file():
        return None
    compiled: Compiled = json.loads(path.read_text(encoding="utf-8"))
    return compiled if (compiled["format"], compiled["digest"]) == (FORMAT, digest) else None


def _facts(phrase: Phrase) -> PhraseFacts:
    return PhraseFacts(
        family=phrase.family,
        text=phrase.text,
        strict=phrase.strict,
        anchors=list(phrase.anchors),
        requires_negation=phrase.requires_negation,
        no_guards=phrase.no_guards,
        own=phrase.own,
    )


def _guards(book: Phrasebook) -> Iterable[tuple[GuardRule, Branch]]:
    for guard in book.guards:
        for kind, branches in (("before", guard.before), ("inside", guard.inside), ("anywhere", guard.anywhere)):
            rule = GuardRule(kind=kind, name=guard.name, reach=guard.reach, phrase=-1)
            yield from ((rule, branch) for branch in branches)
    for family, stops in book.stops.items():
        rule = GuardRule(kind="not", name=family, reach=0, phrase=-1)
        yield from ((rule, branch) for branch in stops)
    for number, phrase in enumerate(book.phrases):
        rule = GuardRule(kind="not", name=phrase.family, reach=0, phrase=number)
        yield from ((rule, branch) for branch in phrase.stops)
