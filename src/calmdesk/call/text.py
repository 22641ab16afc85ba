"""Text that comes from outside, made safe to show: callers, recordings' names, phrasebooks, files of heard events.

A terminal obeys what it is sent. An escape sequence in a file name could clear the screen, a bidirectional override
could show « oui » where « non » stands, and a word of a thousand letters would push the sentence off the screen.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

LONGEST_WORD: Final = 40
"""Characters; the longest French word in common use has 25."""

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for a word or a character that cannot be shown."""

# CSI (colours, cursor), then strings that run to BEL or ST (titles, clipboard), then two-character escapes.
_ESCAPE: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
_MARK: Final = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
# More than three marks on one letter climb over the lines above and below.
_PILED_MARKS: Final = re.compile(f"({_MARK}{{3}}){_MARK}+")
_KEPT_SPACES: Final = frozenset("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
# Selectors of emoji or text form: they change a character's width, and terminals disagree on how.
_SELECTORS: Final = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


def safe(text: str, *, longest_word: int = LONGEST_WORD) -> str:
    """Return ``text`` as one line that can be shown anywhere.

    Escape sequences, control and invisible formatting characters are taken out; every run of white space becomes one
    space (no-break spaces stay: French puts them inside « »); a word longer than ``longest_word`` characters is cut
    and ends in « … ».
    """
    words = _neutral(text).split(" ")
    return " ".join(_shortened(word, longest_word) for word in words if word)


def safe_words(text: str, *, longest_word: int = LONGEST_WORD) -> tuple[str, ...]:
    """Return the words of ``text``, each made safe; exactly as many as ``text.split()`` has, so that places hold."""
    return tuple(safe(word, longest_word=longest_word) or REPLACEMENT for word in text.split())


def json_text(values: object, *, indent: int | None = None, separators: tuple[str, str] | None = None) -> str:
    r"""Return values as JSON to be printed; what a terminal could obey is written as ``\uXXXX``, so nothing is lost."""
    text = json.dumps(values, ensure_ascii=False, indent=indent, separators=separators)
    if text.isprintable():
        return text
    # A line break inside a text is escaped already: those that are left are the layout's.
    return "".join(each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text)


def _neutral(text: str) -> str:
    """Return ``text`` without anything a terminal would obey; other characters as they are, in composed form."""
    if not text.isprintable():
        text = "".join(map(_shown, _ESCAPE.sub("", text)))
    if not _SELECTORS.isdisjoint(text):
        text = "".join(letter for letter in text if letter not in _SELECTORS)
    return _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))


def _shown(letter: str) -> str:
    """Return what stands for ``letter``: itself, a space, nothing, or the replacement character."""
    if letter.isprintable() or letter in _KEPT_SPACES:
        return letter
    if letter.isspace():
        return " "
    # Cc, Cf: controls, bidirectional marks, zero widths. The rest: half pairs, private use, not assigned.
    return "" if unicodedata.category(letter) in {"Cc", "Cf"} else REPLACEMENT


def _shortened(word: str, longest: int) -> str:
    return word if len(word) <= longest else word[: longest - 1] + "…"
