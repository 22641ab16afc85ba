"""What a phrasebook says, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.phrasebook.branch import Branch
    from calmdesk.phrasebook.families import Family
    from calmdesk.phrasebook.files import Where
    from calmdesk.phrasebook.language import Language
    from calmdesk.phrasebook.pattern import Templates


@dataclass(frozen=True, slots=True)
class Phrase:
    """One template of a family, compiled.

    ``strict`` is the lowest score that counts as a match (None: the book's default). ``anchors`` are words that must be
    heard besides the phrase's own content words. ``stops`` are do-not-trigger templates of this phrase alone. A phrase
    of the clinic's ``own`` is not doubted by the second opinion, which has learned from the shipped cases only.
    """

    family: str
    text: str
    branches: tuple[Branch, ...]
    where: Where
    strict: float | None = None
    anchors: tuple[str, ...] = ()
    stops: tuple[Branch, ...] = ()
    requires_negation: bool = False
    no_guards: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """A context in which words that look like a cue are none; see ``language.toml``."""

    name: str
    before: tuple[Branch, ...] = ()
    inside: tuple[Branch, ...] = ()
    anywhere: tuple[Branch, ...] = ()
    reach: int = 1


@dataclass(frozen=True)
class Phrasebook:
    """One language's cues, ready for the matcher."""

    language: Language
    families: Mapping[str, Family]
    phrases: tuple[Phrase, ...]
    stops: Mapping[str, tuple[Branch, ...]] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    templates: Templates | None = None
