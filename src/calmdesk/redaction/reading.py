"""A text read once for all rules: its tokens, its numbers, and the spans that the rules find in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from calmdesk.redaction.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.redaction.numbers import Number
    from calmdesk.redaction.tokens import Token


class Kind(StrEnum):
    """What a passage tells of somebody."""

    PHONE = "phone"
    CARD = "card"
    ACCOUNT = "account"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"
    ADDRESS = "address"


class Span(NamedTuple):
    """The tokens ``first`` to ``last`` tell something of a kind."""

    kind: Kind
    first: int
    last: int


@dataclass(frozen=True)
class Reading:
    """The tokens of a text, its numbers in order, and which token is a label that already hides something."""

    tokens: tuple[Token, ...]
    numbers: list[Number]
    labels: Mapping[str, Kind]

    @cached_property
    def by_first(self) -> dict[int, Number]:
        """The numbers by their first token."""
        return {number.first: number for number in self.numbers}

    @cached_property
    def by_last(self) -> dict[int, Number]:
        """The numbers by their last token."""
        return {number.last: number for number in self.numbers}

    @cached_property
    def in_number(self) -> frozenset[int]:
        """The tokens that belong to a number."""
        return frozenset(i for number in self.numbers for i in range(number.first, number.last + 1))

    def text(self, i: int) -> str:
        """Return the text of a token, empty outside the text."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def counts(self, number: Number, units: frozenset[str]) -> bool:
        """Tell whether a unit follows a number: a price, an hour, an age, a weight."""
        return self.text(number.last + 1) in units


@dataclass(frozen=True)
class WordClasses:
    """A language's words that are no names.

    ``stops`` carry grammar: nothing that is hidden goes on across them. ``common`` are everyday words. ``pauses`` are
    said between the parts of what is dictated (« euh », « je répète »). ``units`` follow a number that counts
    something; ``months`` do too, but they stand in the names of streets as well.
    """

    stops: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    pauses: Phrases = field(default_factory=Phrases)
    units: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()

    @cached_property
    def counted(self) -> frozenset[str]:
        """What follows a number that counts something."""
        return self.units | self.months

    def is_plain(self, token: Token) -> bool:
        """Tell whether a token is an everyday word, and so no name unless it is written like one."""
        return token.is_label or token.text in self.stops or (token.text in self.common and not token.capital)

    def may_be_name(self, token: Token) -> bool:
        """Tell whether a token could be a name that stands by itself: unknown, and of some length."""
        return not self.is_plain(token) and not token.digits and (len(token.text) > 1 or not token.whole)
