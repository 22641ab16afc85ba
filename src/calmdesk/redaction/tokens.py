"""A text as the rules see it: words without accents, capitals and outer punctuation, each with its place.

Whoever is heard is written in small letters without punctuation; whoever types uses both. The rules read one as the
other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

OPENING = "([{«‹“\"'"
CLOSING = ")]}»›”\"'.,;:!?…"
_ENDS = ".,;:!?…"

_PARTS = re.compile(r"[^\W_]+")
_TYPED_NUMBER = re.compile(r"\+?\(?\d[\d/.()-]*")
_AMOUNT = re.compile(r"\d+[.,]\d{1,2}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
"""Prices and dates: « 12.50 », « 12/03/2024 »."""
_LONGEST_DATE = 10


class Token(NamedTuple):
    """A word, or a part of one that was split at a hyphen or an apostrophe.

    ``place`` is the word's place in the text split at blanks; ``whole`` is false for a part. ``digits`` are those of a
    number that was typed. ``ends``: punctuation follows. ``capital``: written with one, and not at a sentence's start.
    """

    text: str
    place: int
    whole: bool = True
    digits: str = ""
    ends: bool = False
    capital: bool = False

    @property
    def is_label(self) -> bool:
        """Tell whether it stands for something that is hidden already."""
        return self.text.startswith("[")

    @property
    def is_letter(self) -> bool:
        """Tell whether it is a letter by itself, as when a word is spelled out."""
        return self.whole and len(self.text) == 1 and self.text.isalpha()


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents: « Zéro » and « zero » are one word."""
    plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe")
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def read_tokens(text: str, labels: Container[str] = ()) -> tuple[Token, ...]:
    """Return the tokens of ``text``; words that are one of ``labels`` stay as they are, brackets and all."""
    tokens: list[Token] = []
    begins = True
    for place, raw in enumerate(text.split()):
        if raw.rstrip(_ENDS) in labels:
            tokens.append(Token(raw.rstrip(_ENDS), place))
        else:
            tokens.extend(_tokens(raw, place, begins=begins))
        begins = raw[-1] in ".!?…"
    return tuple(tokens)


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase of the data, as ``read_tokens`` would leave them."""
    return tuple(token.text for token in read_tokens(phrase))


def split_outside(word: str, labels: Container[str] = ()) -> tuple[str, str, str]:
    """Return a word's opening punctuation, the word, and its closing punctuation; a label's brackets are its own."""
    if (label := word.rstrip(_ENDS)) in labels:
        return "", label, word[len(label) :]
    core = word.lstrip(OPENING)
    if not core.startswith("+") and word.startswith("(") and ")" in core[:-1]:
        core = word  # « (0)472 »
    kept = core.rstrip(CLOSING)
    return word[: len(word) - len(core)], kept, core[len(kept) :]


def _tokens(raw: str, place: int, *, begins: bool) -> Iterator[Token]:
    _, core, closing = split_outside(raw)
    folded = fold(core)
    ends = bool(closing.strip("\"'"))
    capital = core[:1].isupper() and not core.isupper() and not begins
    if any(letter.isdigit() for letter in folded):
        yield Token(folded, place, digits=_digits(folded), ends=ends)
        return
    parts = _PARTS.findall(folded)
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        whole = last and number == 1
        yield Token(part, place, whole, ends=ends and last, capital=capital)


def _digits(word: str) -> str:
    """Return the digits of a typed number; none for a price, a date, an hour or a word that holds digits."""
    if not _TYPED_NUMBER.fullmatch(word) or (_AMOUNT.fullmatch(word) and len(word) <= _LONGEST_DATE):
        return ""
    return "".join(letter for letter in word if letter.isdigit())


class Phrases:
    """Phrases of one or several words, found in tokens."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        found = {words for phrase in phrases if (words := words_of(phrase))}
        self._first: dict[str, list[tuple[str, ...]]] = {}
        self._last: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(found, key=len, reverse=True):
            self._first.setdefault(words[0], []).append(words)
            self._last.setdefault(words[-1], []).append(words)

    def at(self, tokens: tuple[Token, ...], i: int) -> int:
        """Return how many tokens from ``i`` the longest phrase takes; 0 when there is none."""
        if not 0 <= i < len(tokens):
            return 0
        for words in self._first.get(tokens[i].text, ()):
            if tuple(token.text for token in tokens[i : i + len(words)]) == words:
                return len(words)
        return 0

    def before(self, tokens: tuple[Token, ...], i: int) -> int:
        """Return how many tokens the longest phrase that ends right before ``i`` takes; 0 when there is none."""
        if not 0 < i <= len(tokens):
            return 0
        for words in self._last.get(tokens[i - 1].text, ()):
            if len(words) <= i and tuple(token.text for token in tokens[i - len(words) : i]) == words:
                return len(words)
        return 0

    def after_all(self, tokens: tuple[Token, ...], i: int) -> int:
        """Return the place after all phrases that follow each other from ``i``."""
        while taken := self.at(tokens, i):
            i += taken
        return i

    def fill(self, tokens: tuple[Token, ...], first: int, end: int) -> bool:
        """Tell whether the tokens from ``first`` up to ``end`` are nothing but phrases."""
        while first < end:
            taken = self.at(tokens, first)
            if not taken:
                return False
            first += taken
        return first == end
