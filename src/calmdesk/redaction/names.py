"""Names, found by what is said around them: « je m'appelle … », « madame … », « … à l'appareil », spelled out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from calmdesk.redaction.reading import Kind, Span
from calmdesk.redaction.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.redaction.reading import Reading, WordClasses

MOST_NAMES: Final = 3
"""Words of a name, without « de », « van den »."""
FEWEST_LETTERS: Final = 3
"""Letters that spell a name after words that say so."""
FEWEST_UNLED: Final = 5
"""Without such words: « f i v » is a test."""


@dataclass(frozen=True)
class NameWords:
    """What is said around names.

    ``leads``: a name follows (« je m'appelle »); ``leads_unsure``: perhaps (« c'est »), if it looks like one.
    ``skips`` stand between them (« ma femme »). ``titles``: « madame ». ``particles``: parts of names that are words
    too (« de », « van »). ``announced``: a name comes before (« à l'appareil »). ``spelled``: letters follow;
    ``like``: « comme » in « d comme denis ». ``first``: first names.
    """

    leads: Phrases = field(default_factory=Phrases)
    leads_unsure: Phrases = field(default_factory=Phrases)
    skips: Phrases = field(default_factory=Phrases)
    titles: Phrases = field(default_factory=Phrases)
    announced: Phrases = field(default_factory=Phrases)
    spelled: Phrases = field(default_factory=Phrases)
    like: Phrases = field(default_factory=Phrases)
    particles: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()


class NameFinder:
    """Finds names."""

    def __init__(self, words: NameWords, classes: WordClasses) -> None:
        self._words = words
        self._classes = classes

    def find(self, reading: Reading) -> Iterator[Span]:
        """Yield the names to hide; some may overlap."""
        for i in range(len(reading.tokens)):
            for first, end in self._names_at(reading, i):
                if end > first:
                    yield Span(Kind.NAME, first, end - 1)

    def _names_at(self, reading: Reading, i: int) -> Iterator[tuple[int, int]]:
        """Yield where names begin and end that what stands at ``i`` leads to; nothing where they end as they begin."""
        tokens = reading.tokens
        if lead := self._words.leads.at(tokens, i):
            yield self._led(reading, i + lead)
        elif lead := self._words.leads_unsure.at(tokens, i):
            yield self._led_perhaps(reading, i + lead)
        if (titled := self._after_titles(reading, i)) > i:
            yield titled, self._end(reading, titled, sure=False)
        if self._words.announced.at(tokens, i):
            yield self._start(reading, i), i
        if self._is_first(reading, i) and not tokens[i].ends:
            end = self._end(reading, i, sure=False)
            yield i, end if end > i + 1 else i  # a first name alone may be an animal's
        if tokens[i].is_letter and not (i and tokens[i - 1].is_letter):
            yield self._spelled(reading, i)

    def _led(self, reading: Reading, i: int) -> tuple[int, int]:
        """Return the name after words that announce one: whatever it is, but no word of grammar."""
        before = -1
        while i != before:
            before = i
            i = self._after_titles(reading, self._words.skips.after_all(reading.tokens, i))
        return i, self._end(reading, i, sure=True)

    def _led_perhaps(self, reading: Reading, i: int) -> tuple[int, int]:
        """Return the name after words that may announce one: it has a title, or begins with a first name."""
        i = self._words.skips.after_all(reading.tokens, i)
        name = self._after_titles(reading, i)
        named = name > i or self._is_first(reading, name)
        return name, self._end(reading, name, sure=True) if named else name

    def _start(self, reading: Reading, i: int) -> int:
        """Return where the name begins that ends before ``i``, where words say that it was one."""
        first = i
        while first and i - first < MOST_NAMES and self._belongs(reading, first - 1):
            first -= 1
        while first < i and reading.text(first) in self._words.particles:
            first += 1
        return first

    def _end(self, reading: Reading, i: int, *, sure: bool) -> int:
        """Return the place after the name that begins at ``i``, ``i`` where there is none.

        Args:
            reading: the text.
            i: where it would begin.
            sure: the first word, and the one after a first name, are names even if they are everyday words.
        """
        names, first = 0, False
        end = i
        while names < MOST_NAMES:
            place = self._after_particles(reading, end)
            if place >= len(reading.tokens):
                break
            expected = sure and place == end and (first or not names)
            alone = names > 0 and not (sure or first)  # « madame lambert minouche … »: the second is the cat
            if alone and not (self._is_first(reading, place) or reading.tokens[place].capital):
                break
            if not (self._belongs(reading, place) or (expected and self._may_be_surname(reading, place))):
                break
            names, first, end = names + 1, self._is_first(reading, place), place + 1
            if reading.tokens[place].ends:
                break
        return end

    def _after_titles(self, reading: Reading, i: int) -> int:
        # The m of « m'appelle » is not « M. ».
        tokens = reading.tokens
        while (taken := self._words.titles.at(tokens, i)) and tokens[i].whole:
            i += taken
        return i

    def _after_particles(self, reading: Reading, i: int) -> int:
        while reading.text(i) in self._words.particles and not reading.tokens[i].ends:
            i += 1
        return i

    def _is_first(self, reading: Reading, i: int) -> bool:
        return reading.text(i) in self._words.first

    def _belongs(self, reading: Reading, i: int) -> bool:
        """Tell whether a token looks like a part of a name."""
        known = self._is_first(reading, i) or self._classes.may_be_name(reading.tokens[i])
        return known and i not in reading.in_number

    def _may_be_surname(self, reading: Reading, i: int) -> bool:
        """Tell whether a token that is expected to be a name can be one: « Petit » can, « vous » cannot."""
        token = reading.tokens[i]
        return not token.is_label and token.text not in self._classes.stops and i not in reading.in_number

    def _spelled(self, reading: Reading, i: int) -> tuple[int, int]:
        """Return the letters of a name that is spelled out from ``i``, with the name that was said before them."""
        end, letters, likened = i, 0, 0
        while end < len(reading.tokens) and reading.tokens[end].is_letter:
            letters, end = letters + 1, end + 1
            like = self._words.like.at(reading.tokens, end)
            if like and reading.text(end + like) not in {*self._classes.stops, ""}:
                likened, end = likened + 1, end + like + 1
        named = i > 0 and self._belongs(reading, i - 1)
        led = self._words.spelled.before(reading.tokens, i) or self._words.leads.before(reading.tokens, i)
        if letters >= (FEWEST_LETTERS if led or named else FEWEST_UNLED) or likened > 1:
            return i - named, end
        return i, i
