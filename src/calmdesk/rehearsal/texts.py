"""A language's words and texts for rehearsals, from ``rehearsal.toml``; every problem is told at its line."""

from __future__ import annotations

import string
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from calmdesk.phrasebook import folders
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.pattern import TemplateError
from calmdesk.phrasebook.table import Table
from calmdesk.rehearsal.scenario import Kind
from calmdesk.rehearsal.words import wordings_of

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.folders import Source
    from calmdesk.phrasebook.language import Language

NAME: Final = "rehearsal.toml"
FALLBACK: Final = "en"
"""The language of a phrasebook without a file of its own."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands around the talk. ``tension`` has places for {now} and {most}, ``turn`` for {number}."""

    situation: str
    client: str
    you: str
    tension: str
    typed: str
    spoken: str
    recorded: str
    prompt: str
    heard: str
    review: str
    turn: str
    nothing_said: str
    acknowledged: str
    not_acknowledged: str
    helped: str
    choices: str
    named: str
    card_said: str
    avoid: str
    card: str
    card_why: str
    no_words: str
    closing: str


_DETAILS: Final = {"tension": {"now", "most"}, "turn": {"number"}}


@dataclass(frozen=True, slots=True)
class Lists:
    """Templates of words: those that tell a client of having been heard, unless a ``denied`` one follows; choices."""

    acknowledge: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Texts:
    """All of ``rehearsal.toml``; ``ends`` tells what each kind of end means."""

    labels: Labels
    lists: Lists
    ends: dict[Kind, str]


LIST_KEYS: Final = tuple(field.name for field in fields(Lists))
LABEL_KEYS: Final = tuple(field.name for field in fields(Labels))


def texts_of(source: Source, language: Language) -> Texts:
    """Return a language's texts, the clinic's own before the shipped ones; English for a language without any.

    Raises:
        PhrasebookError: all that is wrong with the file.
    """
    problems = Problems()
    path = source.newest(NAME) or folders.shipped_root() / FALLBACK / NAME
    texts = read_texts(path, language, problems)
    problems.raise_if_any()
    return texts


def read_texts(path: Path, language: Language, problems: Problems) -> Texts:
    """Read a file; what is wrong is noted."""
    table = Table(TomlFile(path, problems), problems)
    table.refuse_unknown({"words", "labels", "ends"})
    words, labels, ends = table.table("words"), table.table("labels"), table.table("ends")
    words.refuse_unknown(LIST_KEYS)
    labels.refuse_unknown(LABEL_KEYS)
    ends.refuse_unknown(set(Kind))
    return Texts(
        Labels(**{key: _label(labels, key) for key in LABEL_KEYS}),
        Lists(**{key: _templates(words, key, language) for key in LIST_KEYS}),
        {kind: _label(ends, kind) for kind in Kind},
    )


def _label(table: Table, key: str) -> str:
    text = table.text(key)
    if not text.strip():
        table.wrong(key, "« {key} » is missing")
    elif not _is_template(text, _DETAILS.get(key, set())):
        known = ", ".join(f"{{{name}}}" for name in sorted(_DETAILS.get(key, set()))) or "—"
        table.wrong(key, "the braces of « {key} » mean nothing here", "known are: {known}", known=known)
        return ""
    return text


def _is_template(text: str, details: set[str]) -> bool:
    try:
        found = list(string.Formatter().parse(text))
    except ValueError:  # a brace without its other half
        return False
    return all(name is None or (name in details and not form and not turn) for _, name, form, turn in found)


def _templates(table: Table, key: str, language: Language) -> tuple[str, ...]:
    found = []
    for text in table.texts(key):
        try:
            wordings_of(text.text, language)
        except TemplateError as error:
            says = "« {template} »: {reason}"
            table.problems.add(text.where, says, template=text.text, reason=error.reason)
        else:
            found.append(text.text)
    if not found:
        table.wrong(key, "« {key} » is missing")
    return tuple(found)
