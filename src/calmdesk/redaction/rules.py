"""The data of redaction in one language: ``redaction.toml``, read and checked like a phrasebook's other files."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table
from calmdesk.redaction.addresses import AddressWords
from calmdesk.redaction.digits import DigitWords
from calmdesk.redaction.emails import EmailWords
from calmdesk.redaction.names import NameWords
from calmdesk.redaction.numbers import NumberWords
from calmdesk.redaction.reading import Kind, WordClasses
from calmdesk.redaction.tokens import Phrases, fold, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from calmdesk.phrasebook.table import Text

FILE: Final = "redaction.toml"
LARGEST: Final = 1_000
"""The largest number that one word stands for."""

LABELS: Final[Mapping[Kind, str]] = {kind: f"[{kind}]" for kind in Kind}
"""What stands for what is hidden, in a language without a file."""

Words = TypeVar("Words", AddressWords, EmailWords, NameWords, WordClasses)

_LEADS: Final = (Kind.PHONE, Kind.CARD, Kind.ACCOUNT)
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "labels": frozenset(Kind),
    "words": frozenset(each.name for each in fields(WordClasses)),
    "numbers": frozenset(each.name for each in fields(NumberWords)),
    "digits": frozenset({*_LEADS, "secrets", "countries", "plus", "decimals"}),
    "emails": frozenset(each.name for each in fields(EmailWords)),
    "names": frozenset(each.name for each in fields(NameWords)),
    "addresses": frozenset(each.name for each in fields(AddressWords)),
}
"""What each table of the file may hold."""
TABLES: Final = frozenset(KEYS)


@dataclass(frozen=True)
class Rules:
    """All that redaction knows of a language; empty: digits and typed addresses are hidden, nothing that is said."""

    words: WordClasses = field(default_factory=WordClasses)
    numbers: NumberWords = field(default_factory=NumberWords)
    digits: DigitWords = field(default_factory=DigitWords)
    emails: EmailWords = field(default_factory=EmailWords)
    names: NameWords = field(default_factory=NameWords)
    addresses: AddressWords = field(default_factory=AddressWords)
    labels: Mapping[Kind, str] = field(default_factory=lambda: LABELS)


def read_rules(path: Path) -> Rules:
    """Read a language's file.

    Raises:
        PhrasebookError: everything that is wrong with it, with file and line.
    """
    problems = Problems()
    rules = read_all_rules(path, problems)
    problems.raise_if_any()
    return rules


def read_all_rules(path: Path, problems: Problems) -> Rules:
    """Read as ``read_rules`` does, and leave it to the caller to raise; a file that is not there gives empty rules."""
    table = Table(TomlFile(path, problems, needed=False), problems)
    table.refuse_unknown(TABLES)
    tables = {name: table.table(name) for name in KEYS}
    for name, known in KEYS.items():
        tables[name].refuse_unknown(known)
    return Rules(
        words=_filled(WordClasses, tables["words"]),
        numbers=_numbers(tables["numbers"]),
        digits=_digits(tables["digits"]),
        emails=_filled(EmailWords, tables["emails"]),
        names=_filled(NameWords, tables["names"]),
        addresses=_filled(AddressWords, tables["addresses"]),
        labels=_labels(tables["labels"]),
    )


def _filled(kind: type[Words], table: Table) -> Words:
    """Return a class whose fields are phrases, sets of words, or endings of words."""
    values: dict[str, Any] = {}
    for each in fields(kind):
        if each.type == "Phrases":
            values[each.name] = _phrases(table, each.name)
        else:
            words = _words(table, each.name)
            values[each.name] = words if each.type == "frozenset[str]" else tuple(sorted(words))
    return kind(**values)


def _phrases(table: Table, key: str) -> Phrases:
    return Phrases(text.text for text in table.texts(key) if _has_word(text, table))


def _words(table: Table, key: str) -> frozenset[str]:
    """Return single words; a text of the list may hold many, with blanks between them."""
    found = [word for text in table.texts(key) for word in text.text.split()]
    return frozenset(map(fold, found))


def _has_word(text: Text, table: Table) -> bool:
    if not words_of(text.text):
        table.problems.add(text.where, "« {text} » holds no word", text=text.text)
        return False
    return True


def _numbers(table: Table) -> NumberWords:
    return NumberWords(
        values=_whole_numbers(table.table("values"), LARGEST),
        joiners=_words(table, "joiners"),
        articles=_words(table, "articles"),
        repeats={fold(word): times for word, times in _whole_numbers(table.table("repeats"), 9).items()},
        teens_after=frozenset(int(word) for word in _words(table, "teens_after") if word.isdecimal()),
        units_first=table.flag("units_first"),
        glued=table.flag("glued"),
    )


def _whole_numbers(table: Table, most: int) -> dict[str, int]:
    return {text: table.whole(text, 0, 0, most) for text in table.data if _is_said(text, table)}


def _is_said(text: str, table: Table) -> bool:
    if not words_of(text):
        table.wrong(text, "« {key} » holds no word")
        return False
    return True


def _digits(table: Table) -> DigitWords:
    return DigitWords(
        leads={kind: _phrases(table, kind) for kind in _LEADS},
        secrets=_phrases(table, "secrets"),
        countries=_phrases(table, "countries"),
        plus=_phrases(table, "plus"),
        decimals=_words(table, "decimals"),
    )


def _labels(table: Table) -> Mapping[Kind, str]:
    """Return what stands for what is hidden: one word each, so that the places of other words hold."""
    labels = {kind: table.text(kind, LABELS[kind]) for kind in Kind}
    for kind, label in labels.items():
        if not (label.startswith("[") and label.endswith("]")) or len(label.split()) != 1:
            table.wrong(kind, "a label is one word in square brackets", 'write it as {key} = "[…]"')
    return labels
