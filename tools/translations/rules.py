"""What a translation has to keep to: the same placeholders, its language's punctuation, no English left in it."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COMMAND: Final = re.compile(r"(calmdesk|sudo|chmod|icacls|export|chcp|pip|dask|sox|ffmpeg) ")
"""A hint that begins like this is typed, not read."""

_CODE: Final = re.compile(r"`[^`]*`|\"[^\"]*\":?|\[[^\[\]]*\]|\{[^{}]*\}|--?[a-z][\w-]*(=\S+)?|\w+://\S*|\S*[/\\_]\S*")
"""What is code inside a sentence, and has rules of its own."""

_ENGLISH: Final = {
    "fr": re.compile(
        r"\b(the|and|with|is|are|not|which|from|your|this|that|its|when|where|cannot|into)\b", re.IGNORECASE
    ),
    "nl": re.compile(r"\b(the|and|with|are|not|which|from|your|this|that|its|when|where|cannot|into)\b", re.IGNORECASE),
}

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def has_words(text: str) -> bool:
    """Tell whether there is anything to translate in a text: it is not all placeholders, and no command to type."""
    return not _COMMAND.match(text) and bool(_WORD.search(_CODE.sub(" ", text)))


def breaches(source: str, translation: str, language: str) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    if _details(source) != _details(translation):
        yield f"placeholders {_listed(source)} became {_listed(translation)}"
    if source.count("\n") != translation.count("\n"):
        yield "it has other line breaks"
    prose = _CODE.sub("x", translation)
    english = _ENGLISH[language].search(prose) if language in _ENGLISH else None
    if english and not _COMMAND.match(source):
        yield f"English is left in it: {english.group()}"
    if language in _PUNCTUATION:
        yield from _PUNCTUATION[language](prose)


def _details(template: str) -> set[str]:
    """Return the names in a template's braces."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return {"broken braces"}


def _listed(template: str) -> str:
    return ", ".join(sorted(_details(template))) or "none"


def _french(prose: str) -> Iterator[str]:
    """Yield breaches of French punctuation: a space before the high marks, and inside of quotation marks."""
    if re.search(r"[^\W\d][;!?](\s|$)|[\w»)]:(\s|$)", prose):
        yield "a space is missing before : ; ! or ?"
    if re.search(r"«\S|\S»", prose):
        yield "a space is missing inside « »"
    if re.search(r"[“”„]", prose):
        yield "French quotation marks are « »"


def _dutch(prose: str) -> Iterator[str]:
    """Yield breaches of Dutch punctuation: no space before a mark."""
    if re.search(r"\w [:;!?](\s|$)", prose):
        yield "there is a space before : ; ! or ?"


_PUNCTUATION: Final[dict[str, Callable[[str], Iterator[str]]]] = {"fr": _french, "nl": _dutch}
