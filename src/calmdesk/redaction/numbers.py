"""Numbers as they are said: « quatre cent septante-deux », « tweeënzeventig », « double oh », or typed in digits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from calmdesk.redaction.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calmdesk.redaction.tokens import Token

HUNDRED, THOUSAND = 100, 1_000
_TEN, _TWENTY = 10, 20


class Number(NamedTuple):
    """A number in the tokens ``first`` to ``last``. ``weak``: it may be an article (« un »). ``typed``: in digits."""

    first: int
    last: int
    digits: str
    weak: bool = False
    typed: bool = False


@dataclass(frozen=True)
class NumberWords:
    """A language's number words.

    ``values``: the words up to 99 and the scales (100, 1000) by their value; several words may make one (« quatre
    vingt »). ``joiners`` stand inside a number (« et »). ``units_first``: « drieëntwintig ». ``glued``: numbers are
    written as one word. ``teens_after``: tens that teens are added to (« soixante-douze »). ``articles``: numbers that
    are articles too. ``repeats``: « double » and the like, by how often the next digit is said.
    """

    values: Mapping[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    repeats: Mapping[str, int] = field(default_factory=dict)
    teens_after: frozenset[int] = frozenset()
    units_first: bool = False
    glued: bool = False

    @cached_property
    def by_first(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """The wordings by their first word, the longest first."""
        index: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for text, value in self.values.items():
            words = words_of(text)
            index.setdefault(words[0], []).append((words, value))
        for wordings in index.values():
            wordings.sort(key=lambda wording: -len(wording[0]))
        return index

    @cached_property
    def _glue(self) -> re.Pattern[str]:
        number, joiner = _any_of(self.by_first), _any_of(self.joiners)
        return re.compile(f"{number}(?:{joiner}?{number})+")

    def unglued(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Return the tokens with numbers that are written as one word taken apart."""
        return tuple(part for token in tokens for part in self._parts(token)) if self.glued else tokens

    def _parts(self, token: Token) -> Iterator[Token]:
        if token.text in self.by_first or not self._glue.fullmatch(token.text):
            yield token
            return
        for part in re.findall(_any_of({*self.by_first, *self.joiners}), token.text):
            yield token._replace(text=part, whole=False)


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True))) or '(?!)'})"


class Numerals:
    """Reads the numbers of a text."""

    def __init__(self, words: NumberWords, tokens: tuple[Token, ...]) -> None:
        self._words = words
        self._tokens = tokens

    def all(self) -> list[Number]:
        """Return the numbers, in order."""
        found = []
        i = 0
        while i < len(self._tokens):
            number = self._read(i)
            if number:
                found.append(number)
            i = number.last + 1 if number else i + 1
        return found

    def _read(self, i: int) -> Number | None:
        token = self._tokens[i]
        if token.digits:
            return Number(i, i, token.digits, typed=True)
        if repeated := self._repeated(i):
            return repeated
        value, end = self._value(i)
        if value is None:
            return None
        weak = end == i + 1 and token.text in self._words.articles
        return Number(i, end - 1, str(value), weak)

    def _repeated(self, i: int) -> Number | None:
        times = self._words.repeats.get(self._tokens[i].text)
        value, end = self._simple(i + 1)
        if not times or value is None or value >= _TEN:
            return None
        return Number(i, end - 1, str(value) * times)

    def _value(self, i: int) -> tuple[int | None, int]:
        """Return the value of the number that begins at ``i`` and the place after it."""
        value, end = self._below_thousand(i)
        scale, after = self._simple(end)
        if scale != THOUSAND:
            return value, end
        if value == 0:  # « zéro mille »: two numbers
            return value, end
        rest, last = self._below_thousand(self._over_joiner(after))
        thousands = (value or 1) * THOUSAND
        return (thousands + rest, last) if rest else (thousands, after)

    def _below_thousand(self, i: int) -> tuple[int | None, int]:
        value, end = self._below_hundred(i)
        scale, after = self._simple(end)
        if scale != HUNDRED or value == 0 or (value or 1) >= _TWENTY:
            return value, end
        rest, last = self._below_hundred(self._over_joiner(after))
        hundreds = (value or 1) * HUNDRED
        return (hundreds + rest, last) if rest else (hundreds, after)

    def _below_hundred(self, i: int) -> tuple[int | None, int]:
        value, end = self._simple(i)
        if value is None or value >= HUNDRED:
            return None, i
        if self._words.units_first and 0 < value < _TEN:
            tens, after = self._simple(self._over_joiner(end))
            joined = self._over_joiner(end) > end
            is_tens = tens is not None and _TWENTY <= tens < HUNDRED
            return (value + (tens or 0), after) if joined and is_tens else (value, end)
        if value < _TWENTY or value % _TEN:
            return value, end
        unit, after = self._simple(self._over_joiner(end))
        most = _TWENTY if value in self._words.teens_after else _TEN
        return (value + unit, after) if unit and unit < most and not self._words.units_first else (value, end)

    def _over_joiner(self, i: int) -> int:
        return i + 1 if i < len(self._tokens) and self._tokens[i].text in self._words.joiners else i

    def _simple(self, i: int) -> tuple[int | None, int]:
        """Return the value of one number word (a scale included) at ``i`` and the place after it."""
        if i >= len(self._tokens):
            return None, i
        for words, value in self._words.by_first.get(self._tokens[i].text, ()):
            if tuple(token.text for token in self._tokens[i : i + len(words)]) == words:
                return value, i + len(words)
        return None, i
