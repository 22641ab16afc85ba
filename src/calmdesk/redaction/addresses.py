"""Postal addresses: a street with its number, or a street after « j'habite »; the postal code and town that follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from calmdesk.redaction.reading import Kind, Span
from calmdesk.redaction.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.redaction.reading import Reading, WordClasses

MOST_NAME_WORDS: Final = 6
"""Tokens of a street's name: « du général de gaulle »."""
REACH: Final = 6
"""Tokens between « j'habite » and the street."""
POSTAL_DIGITS: Final = 4
"""Digits of the shortest postal code."""
MOST_TOWN_WORDS: Final = 4


@dataclass(frozen=True)
class AddressWords:
    """How an address is said.

    ``streets``: the name follows (« rue de la gare »); ``streets_after``: it comes before (« station road »);
    ``endings``: it is one word (« kerkstraat »), but for ``not_streets``. ``unsure`` are those among them that are
    everyday words: believed only with a number before them or after ``home``. ``links`` stand inside the name;
    ``articles`` are those that begin something else once the street has its name (« rue du pont la maison blanche »).
    ``home``: where one lives follows. ``numbers``: a number follows (« numéro », « boîte »); ``suffixes``: « bis ».
    ``postal``: a postal code follows. ``town``: a town follows (« à »).
    """

    streets: frozenset[str] = frozenset()
    streets_after: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    not_streets: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    home: Phrases = field(default_factory=Phrases)
    numbers: Phrases = field(default_factory=Phrases)
    suffixes: frozenset[str] = frozenset()
    postal: Phrases = field(default_factory=Phrases)
    town: frozenset[str] = frozenset()


class Street(NamedTuple):
    """A street's name in the tokens ``first`` to ``last``; ``sure``: no everyday word."""

    first: int
    last: int
    sure: bool


class AddressFinder:
    """Finds addresses."""

    def __init__(self, words: AddressWords, classes: WordClasses) -> None:
        self._words = words
        self._classes = classes

    def find(self, reading: Reading) -> Iterator[Span]:
        """Yield the addresses to hide; some may overlap."""
        for i in range(len(reading.tokens)):
            if street := self._street(reading, i):
                yield from self._address(reading, street)
            if taken := self._words.home.at(reading.tokens, i):
                yield from self._home(reading, i + taken)
            if taken := self._words.postal.at(reading.tokens, i):
                yield from self._postal(reading, i + taken)

    def _street(self, reading: Reading, i: int) -> Street | None:
        """Return the street whose own word (« rue », « road », « kerkstraat ») stands at ``i``."""
        text = reading.text(i)
        if text in self._words.not_streets:
            return None
        sure = text not in self._words.unsure
        if text in self._words.streets:
            last = self._name_end(reading, i + 1) - 1
            if last > i:
                return Street(i, last, sure)
        ending = text.endswith(self._words.endings) if self._words.endings else False
        if ending and text not in self._words.endings:
            return Street(self._name_start(reading, i, everyday=False), i, sure)
        if text in self._words.streets_after or ending:
            first = self._name_start(reading, i, everyday=True)
            return Street(first, i, sure) if first < i else None
        return None

    def _name_end(self, reading: Reading, i: int) -> int:
        """Return the place after a name that begins at ``i``, its links first."""
        end = start = i
        named = False
        while start < len(reading.tokens) and start - i < MOST_NAME_WORDS:
            after = start
            while reading.text(after) in self._words.links:
                after += 1
            if named and after > start and reading.text(start) in self._words.articles:
                break
            if after >= len(reading.tokens) or not self._in_name(reading, after, led=after > start, named=named):
                break
            named = True
            number = reading.by_first.get(after)
            end = start = number.last + 2 if number else after + 1
            if reading.tokens[end - 1].ends:
                break
        return end

    def _in_name(self, reading: Reading, i: int, *, led: bool, named: bool) -> bool:
        """Tell whether the token at ``i`` belongs to a street's name; ``led``: a link stands before it."""
        token = reading.tokens[i]
        number = reading.by_first.get(i)
        if number:
            after = number.last + 1
            return led and after < len(reading.tokens) and not self._ends_name(reading, after)
        if token.text in self._classes.stops:
            return False
        return led or not named or self._classes.may_be_name(token)

    def _ends_name(self, reading: Reading, i: int) -> bool:
        """Tell whether the token after a number shows that the number is no part of a name."""
        text = reading.text(i)
        everyday = text in self._classes.stops | self._classes.units | self._words.links
        return everyday or i in reading.by_first

    def _name_start(self, reading: Reading, i: int, *, everyday: bool) -> int:
        """Return where a name before the street's word begins; ``everyday`` words may belong to it."""
        first = i
        while first and i - first < MOST_NAME_WORDS - 2 and first - 1 not in reading.in_number:
            token = reading.tokens[first - 1]
            plain = token.text in self._classes.stops or (token.text in self._classes.common and not everyday)
            measured = token.text in self._classes.units and first - 2 in reading.by_last  # « a twelve mile drive »
            if token.ends or measured or (plain and token.whole):  # the s of « mary's » is no word
                break
            first -= 1
        if first == i and reading.text(i - 1) in self._words.links and i - 2 in reading.by_last:
            return i - 1  # « nine the green »
        return first

    def _address(self, reading: Reading, street: Street) -> Iterator[Span]:
        """Yield a street with its number, its box, its town; nothing when it is only a street."""
        first = self._numbers_before(reading, street.first)
        last = self._numbers_after(reading, street.last)
        before, after = first < street.first, last > street.last
        home = self._home_before(reading, first)
        house = [number for number in reading.numbers if street.last < number.last <= last]
        coded = any(len(number.digits) == POSTAL_DIGITS for number in house)
        if before or home or (after and (street.sure or coded)):
            yield Span(Kind.ADDRESS, first, self._town_after(reading, last))

    def _numbers_before(self, reading: Reading, i: int) -> int:
        """Return where the numbers right before ``i`` begin: « twelve », « douze bis », « flat three nineteen »."""
        first = i
        while number := reading.by_last.get(self._before_suffix(reading, first)):
            if number.weak and first == i:
                return i
            first = number.first
            first -= self._words.numbers.before(reading.tokens, first)
        return first if first == i or first - 1 not in reading.by_last else i

    def _before_suffix(self, reading: Reading, i: int) -> int:
        """Return the token before ``i``, or the one before a « bis » that stands there behind a number."""
        suffixed = reading.text(i - 1) in self._words.suffixes and i - 2 in reading.by_last
        return i - 2 if suffixed else i - 1

    def _numbers_after(self, reading: Reading, last: int) -> int:
        """Return the last token of the numbers right after ``last``: the house, the box, the postal code."""
        end = last + 1
        while True:
            start = self._words.numbers.after_all(reading.tokens, end)
            number = reading.by_first.get(start)
            if number is None or reading.counts(number, self._classes.counted):
                return end - 1
            if number.weak and start == end and number.last + 1 not in reading.by_first:
                return end - 1
            end = number.last + 1
            if reading.text(end) in self._words.suffixes:
                end += 1

    def _town_after(self, reading: Reading, last: int) -> int:
        """Return the last token of the town after ``last``: after a postal code, or after « à »."""
        number = reading.by_last.get(last)
        start = last + 1
        coded = number is not None and len(number.digits) >= POSTAL_DIGITS
        if not coded and reading.text(start) in self._words.town:
            start += 1
            if (code := reading.by_first.get(start)) and len(code.digits) >= POSTAL_DIGITS:
                start, coded = code.last + 1, True
        end = start
        while end < len(reading.tokens) and end - start < MOST_TOWN_WORDS:
            led = reading.text(end) in self._words.links
            place = end + led
            if place >= len(reading.tokens) or place in reading.in_number:
                break
            token = reading.tokens[place]
            if not self._classes.may_be_name(token) and not (coded and end == start and self._everyday(reading, place)):
                break
            end = place + 1
            if token.ends:
                break
        if end > start:
            return end - 1
        return start - 1 if coded else last

    def _everyday(self, reading: Reading, i: int) -> bool:
        """Tell whether the token is an everyday word that may be a town after its postal code."""
        text = reading.text(i)
        return text not in self._classes.stops and text not in self._classes.counted

    def _home_before(self, reading: Reading, i: int) -> bool:
        """Tell whether words shortly before ``i`` say that somebody lives there."""
        for end in range(i, max(-1, i - REACH), -1):
            if self._words.home.before(reading.tokens, end):
                return True
            if end and reading.tokens[end - 1].text in self._classes.common - self._words.links:
                return False
        return False

    def _home(self, reading: Reading, i: int) -> Iterator[Span]:
        """Yield the number, or the place with its number, right after words that say that somebody lives there."""
        start = i
        while reading.text(start) in self._words.links | self._words.town:
            start += 1
        start = self._words.numbers.after_all(reading.tokens, start)
        end = start
        while end < len(reading.tokens) and end - start < MOST_NAME_WORDS // 2 and end not in reading.by_first:
            if reading.text(end) in self._classes.stops:
                return
            end += 1
        number = reading.by_first.get(end)
        if number and not number.weak:
            last = self._numbers_after(reading, number.first - 1)
            if last >= number.first:
                yield Span(Kind.ADDRESS, start, self._town_after(reading, last))

    def _postal(self, reading: Reading, i: int) -> Iterator[Span]:
        """Yield a postal code that is announced: a number and its town, or letters and numbers."""
        start = self._classes.pauses.after_all(reading.tokens, i)
        end = start
        while end < len(reading.tokens):
            number = reading.by_first.get(end)
            if not number and not reading.tokens[end].is_letter:
                break
            end = number.last + 1 if number else end + 1
        if end > start and reading.in_number & set(range(start, end)):
            yield Span(Kind.ADDRESS, start, self._town_after(reading, end - 1))
