"""Telephone, card and account numbers among the numbers of a text.

Numbers that follow each other, with nothing but pauses between them, make a run. A run that counts something (a price,
an hour, a date, one two three) is left alone; how many digits it has, how it begins and which words lead to it tell
what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from calmdesk.redaction.reading import Kind, Span
from calmdesk.redaction.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calmdesk.redaction.numbers import Number
    from calmdesk.redaction.reading import Reading, WordClasses

REACH: Final = 8
"""Tokens between a word that leads to a number (« téléphone ») and the number."""

FEWEST_PHONE: Final = 4
"""Digits that are hidden as (part of) a telephone number where something says that it is one."""
FEWEST_SECRET, FEWEST_ACCOUNT, FEWEST_CARD = 3, 6, 8
FEWEST_AFTER_COUNTRY: Final = 10
MOST_SECRET: Final = 8
FEWEST_BARE: Final = 7
"""Digits that are hidden though nothing says what they are."""
MOST_PHONE: Final = 12
PHONE_LENGTHS: Final = frozenset({9, 10, 11})
"""Digits of a whole number, without the country."""
CARD_LENGTHS: Final = frozenset({13, 14, 16, 17, 18, 19})
"""Digits of a card; 15 are an animal's chip, unless a card was spoken of."""
LONGEST_BANK_CODE: Final = 4
FEWEST_SAID: Final = 3
"""Numbers in a run that nothing leads to: « deux cent quarante-cinq cinquante » is a price."""

_NUMBERS = frozenset({Kind.PHONE, Kind.CARD, Kind.ACCOUNT, Kind.NUMBER})
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])(?:19|20)\d\d")
_ACCOUNT = re.compile(r"[a-z]{2}\d{2}[a-z\d]*")
_WHOLE_ACCOUNT = re.compile(r"[a-z]{2}\d{2}[a-z\d]{10,30}")


@dataclass(frozen=True)
class DigitWords:
    """The words that lead to numbers. ``countries``: how an account number begins; ``plus``: a telephone number.

    ``decimals`` stand between the two halves of an amount (« virgule »).
    """

    leads: Mapping[Kind, Phrases] = field(default_factory=dict)
    secrets: Phrases = field(default_factory=Phrases)
    countries: Phrases = field(default_factory=Phrases)
    plus: Phrases = field(default_factory=Phrases)
    decimals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that follow each other; ``first`` and ``last`` are tokens, with what belongs to the numbers before."""

    numbers: tuple[Number, ...]
    first: int
    country: bool = False
    plus: bool = False
    hidden: Kind | None = None

    @property
    def last(self) -> int:
        """The last token."""
        return self.numbers[-1].last

    @property
    def digits(self) -> str:
        """All digits."""
        return "".join(number.digits for number in self.numbers)

    @property
    def is_date(self) -> bool:
        """Tell whether it is a day, a month and a year."""
        return bool(_DATE.fullmatch(self.digits)) and not any(number.typed for number in self.numbers)

    @property
    def is_counting(self) -> bool:
        """Tell whether every number is the one before and one more: « un deux trois »."""
        values = [int(number.digits) for number in self.numbers if not number.typed]
        steps = {after - before for before, after in pairwise(values)}
        return steps == {1} and values[0] > 0


class DigitFinder:
    """Finds the numbers that are somebody's."""

    def __init__(self, words: DigitWords, classes: WordClasses) -> None:
        self._words = words
        self._classes = classes

    def find(self, reading: Reading) -> Iterator[Span]:
        """Yield the numbers to hide."""
        for i, token in enumerate(reading.tokens):
            if _WHOLE_ACCOUNT.fullmatch(token.text):
                yield Span(Kind.ACCOUNT, i, i)
        for run in self._runs(reading):
            kind = self._kind(run, reading)
            if kind:
                yield Span(kind, run.first, run.last)

    def _runs(self, reading: Reading) -> Iterator[Run]:
        numbers = reading.numbers
        i = 0
        while i < len(numbers):
            first, country = self._country(reading, numbers[i])
            end = i + 1
            while end < len(numbers) and self._goes_on(reading, numbers[i : end + 1], letters=country):
                end += 1
            kept = self._without_amounts(reading, numbers[i:end])
            if kept:
                yield self._with_beginning(reading, Run(tuple(kept), first, country))
            i = end

    def _goes_on(self, reading: Reading, numbers: list[Number], *, letters: bool) -> bool:
        """Tell whether the last of some numbers still belongs to the run; ``letters`` may stand between them."""
        *run, before, after = numbers
        first, end = before.last + 1, after.first
        closed = reading.tokens[before.last].ends and sum(len(each.digits) for each in (*run, before)) >= FEWEST_BARE
        if closed or reading.counts(before, self._classes.counted):
            return False
        if self._classes.pauses.fill(reading.tokens, first, end):
            return True
        between = reading.tokens[first:end]
        return letters and all(token.is_letter or len(token.text) == LONGEST_BANK_CODE for token in between)

    def _without_amounts(self, reading: Reading, numbers: list[Number]) -> list[Number]:
        """Return a run without the numbers at its ends that count something."""
        decimals = self._words.decimals
        if reading.text(numbers[0].first - 1) in decimals:
            numbers = numbers[1:]
        if numbers and reading.text(numbers[-1].last + 1) in self._classes.counted | decimals:
            numbers = numbers[:-1]
        for size in (1, 2):  # « zéro quatre … c'est un », « vierhonderd … en een nul ervoor »
            rest, last = numbers[:-size], numbers[-size:]
            digits = sum(len(number.digits) for number in rest)
            if rest and last[0].weak and last[0].first > rest[-1].last + 1 and (size == 1 or digits in PHONE_LENGTHS):
                return rest
        return numbers

    def _country(self, reading: Reading, number: Number) -> tuple[int, bool]:
        """Return where a number begins with the country before it, and whether there is one."""
        first = number.first
        if taken := self._words.countries.before(reading.tokens, first):
            return first - taken, True
        if first and _ACCOUNT.fullmatch(reading.text(first - 1)):
            return first - 1, True
        return first, False

    def _with_beginning(self, reading: Reading, run: Run) -> Run:
        """Return a run with the « plus » before it, or the label that hides its first half."""
        first = min(run.first, run.numbers[0].first)
        taken = self._words.plus.before(reading.tokens, first)
        typed = reading.text(first).startswith("+")
        before = first
        while before and (pause := self._classes.pauses.before(reading.tokens, before)):
            before -= pause
        hidden = reading.labels.get(reading.text(before - 1)) if before else None
        return Run(run.numbers, first - taken, run.country, bool(taken) or typed, hidden)

    def _kind(self, run: Run, reading: Reading) -> Kind | None:
        """Return what a run is, None when it is nobody's number: the first of these that it can be."""
        count = len(run.digits)
        lead, secret = self._lead(run, reading)
        country = FEWEST_PHONE if lead is Kind.ACCOUNT else FEWEST_AFTER_COUNTRY
        tries = run.is_counting and count < FEWEST_BARE  # « tel maar mee: een twee drie vier vijf »
        phone = run.plus or (lead is Kind.PHONE and count <= MOST_PHONE and not tries)
        signs = (
            (run.hidden in _NUMBERS, run.hidden),
            (run.country and count >= country, Kind.ACCOUNT),
            (secret and FEWEST_SECRET <= count <= MOST_SECRET, Kind.CARD),
            (lead is Kind.ACCOUNT and count >= FEWEST_ACCOUNT and not run.is_counting, Kind.ACCOUNT),
            (lead is Kind.CARD and count >= FEWEST_CARD, Kind.CARD),
            (phone and count >= FEWEST_PHONE, Kind.PHONE),
            (run.is_date or run.is_counting, None),
            (run.digits.startswith("0") and count >= FEWEST_PHONE, Kind.PHONE),
        )
        return next((kind for sign, kind in signs if sign), self._bare(run, count))

    def _bare(self, run: Run, count: int) -> Kind | None:
        """Return what a run is that nothing leads to."""
        typed = any(number.typed and len(number.digits) >= FEWEST_BARE for number in run.numbers)
        if count < FEWEST_BARE or not (typed or len(run.numbers) >= FEWEST_SAID):
            return None
        if count in CARD_LENGTHS:
            return Kind.CARD
        return Kind.PHONE if count <= MOST_PHONE else Kind.NUMBER

    def _lead(self, run: Run, reading: Reading) -> tuple[Kind | None, bool]:
        """Return what the nearest word before a run leads to, and whether it is a secret code."""
        for end in range(run.first, max(-1, run.first - REACH), -1):
            secret = self._words.secrets.before(reading.tokens, end)
            taken, kind = max(
                ((phrases.before(reading.tokens, end), kind) for kind, phrases in self._words.leads.items()),
                default=(0, None),
            )
            if secret or taken:
                return (kind if taken >= secret else None), secret > 0
        return None, False
