"""What is written on the pages about many calls, in the reader's language: ``trends.toml`` of each phrasebook."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calmdesk.call.text import safe
from calmdesk.errors import PhrasebookError
from calmdesk.messages import say
from calmdesk.overlay.labels import shipped_labels
from calmdesk.pages.spaces import unbroken
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from calmdesk.review.facts import NoticeFact

FILE: Final = "trends.toml"
_ELSE: Final = "en"
"""The language of the pages of a language that has no texts for them."""

_LONGEST_WORD: Final = 400

SLOTS: Final[Mapping[str, frozenset[str]]] = {
    "trends_title": frozenset({"calls"}),
    "about": frozenset({"hours"}),
    "dated": frozenset({"dated"}),
    "hour_name": frozenset({"hour"}),
    "shorter": frozenset({"minutes"}),
    "longer": frozenset({"minutes"}),
    "compare_about": frozenset({"a", "b", "calls", "changed"}),
}
"""The texts that have something filled in, and what."""

KEYS: Final = frozenset({
    *SLOTS, "no_calls", "summary", "calls", "with_cues", "cues", "cards", "said", "said_unknown", "candidates",
    "family", "all", "per_call", "by_week", "week", "by_hour", "hour", "by_length", "length", "others",
    "suspects", "suspects_about", "no_suspects", "wanting", "phrase", "shown", "where", "unsaid", "alone", "weak",
    "compare_title", "no_changes", "call", "at", "change", "card", "appears", "vanishes", "moves", "another",
    "because", "a_cards", "b_cards", "unread", "decimal",
})  # fmt: skip


@dataclass(frozen=True)
class Texts:
    """The texts of one language."""

    lang: str
    texts: Mapping[str, str]
    titles: Mapping[str, str]

    def __call__(self, key: str, **details: object) -> str:
        """Return a text, filled; details come from outside and are made harmless."""
        return unbroken(self.texts[key].format(**{name: plain(str(value)) for name, value in details.items()}))

    def title(self, family: str) -> str:
        """Return a family's title, or its name in words where it has none."""
        return self.titles.get(family) or plain(family.replace("_", " "))

    def notice(self, notice: NoticeFact) -> str:
        """Return something about a recording as a sentence."""
        return unbroken(say(notice.message, notice.details, self.lang))

    def number(self, number: float) -> str:
        """Return a number with one digit behind the sign that the language has there."""
        return f"{number:.1f}".replace(".", self.texts["decimal"])

    def day(self, day: date) -> str:
        """Return a date as it is written in Belgium, in all its languages."""
        return day.strftime("%d/%m/%Y")


def plain(text: str) -> str:
    """Return a text from outside as one line without anything that could play tricks on a reader."""
    return safe(text, longest_word=_LONGEST_WORD)


def read_texts(lang: str) -> Texts:
    """Read a language's texts, the clinic's own before the shipped ones; English where it has none.

    Raises:
        PhrasebookError: there is no such language, or its texts cannot be used.
    """
    path = folders.find(lang).newest(FILE)
    known = lang if path else _ELSE
    problems = Problems()
    texts = read_all_texts(path or folders.shipped_root() / _ELSE / FILE, problems)
    problems.raise_if_any()
    return Texts(known, texts, _titles(lang))


def read_all_texts(path: Path, problems: Problems) -> dict[str, str]:
    """Read a file, noting all that is wrong with it."""
    file = TomlFile(path, problems)
    whole = Table(file, problems)
    whole.refuse_unknown({"page"})
    table = whole.table("page")
    table.refuse_unknown(KEYS)
    texts = {key: table.text(key).strip() for key in KEYS}
    for key in sorted(KEYS) if file.data else ():
        if not texts[key]:
            table.wrong(key, "« {key} » is missing")
        elif _slots(texts[key]) != SLOTS.get(key, frozenset()):
            names = ", ".join(f"{{{name}}}" for name in sorted(SLOTS.get(key, ()))) or "–"
            table.wrong(key, "« {key} » must name exactly what is filled in: {names}", names=names)
    return texts


def _slots(text: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _titles(lang: str) -> Mapping[str, str]:
    try:
        return shipped_labels(lang).families
    except PhrasebookError:
        # A language of the clinic's own: the families' names will do.
        return {}
