"""E-mail addresses, typed or spelled out: « jean point dupont arobase gmail point com »."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from calmdesk.redaction.reading import Kind, Span
from calmdesk.redaction.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.redaction.reading import Reading, WordClasses

MOST_WORDS: Final = 12
"""Words before the sign; a name that is spelled out has as many as letters."""
MOST_HOST_WORDS: Final = 5

_TYPED = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class EmailWords:
    """How an address is said.

    ``at``: words that are nothing else than the sign; ``at_unsure``: words that are common ones too, believed only
    before a host that ends in a ``domain``. ``dot``; ``separators``: other signs inside (« tiret »). ``providers``
    are hosts that a sign may be missing before.
    """

    at: Phrases = field(default_factory=Phrases)
    at_unsure: Phrases = field(default_factory=Phrases)
    dot: Phrases = field(default_factory=Phrases)
    separators: Phrases = field(default_factory=Phrases)
    domains: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()


def is_typed_address(word: str) -> bool:
    """Tell whether a word is an address as one types it."""
    return bool(_TYPED.fullmatch(word))


class EmailFinder:
    """Finds addresses that are spelled out."""

    def __init__(self, words: EmailWords, classes: WordClasses) -> None:
        self._words = words
        self._classes = classes

    def find(self, reading: Reading) -> Iterator[Span]:
        """Yield the addresses to hide."""
        for i in range(len(reading.tokens)):
            sign = self._words.at.at(reading.tokens, i)
            host = i + (sign or self._words.at_unsure.at(reading.tokens, i))
            end = self._host_end(reading, host, sure=sign > 0) if host > i or self._is_known_host(reading, i) else None
            first = self._first(reading, i)
            if first == i and sign:
                first = self._first_before_remark(reading, i)
            if end is not None and first < i:
                yield Span(Kind.EMAIL, first, end - 1)

    def _is_known_host(self, reading: Reading, i: int) -> bool:
        """Tell whether a host begins at ``i`` that nothing but an address is said with: the sign was not heard."""
        return reading.text(i) in self._words.providers and not self._sign_before(reading, i)

    def _sign_before(self, reading: Reading, i: int) -> int:
        return self._words.at.before(reading.tokens, i) or self._words.at_unsure.before(reading.tokens, i)

    def _host_end(self, reading: Reading, host: int, *, sure: bool) -> int | None:
        """Return the place after the host that begins at ``host``; None where there is no host.

        Args:
            reading: the text.
            host: where it would begin.
            sure: a sign that can be nothing else stands before it: any word is then a host.
        """
        i = host
        while i < len(reading.tokens) and i - host < MOST_HOST_WORDS and not self._words.dot.at(reading.tokens, i):
            if self._is_break(reading, i) and reading.text(i) not in self._words.providers:
                break
            i += 1
        end = None
        while i > host and (dot := self._words.dot.at(reading.tokens, i)) and i + dot < len(reading.tokens):
            i += dot + 1
            end = i
        if end is None and sure:
            end = min(host + 1, len(reading.tokens))
            return end + (reading.text(end) in self._words.domains)  # the dot was not heard
        return end if sure or (end and reading.text(end - 1) in self._words.domains) else None

    def _first(self, reading: Reading, sign: int) -> int:
        """Return where the part before the sign begins: words held together by signs, or unlike a sentence's."""
        first = sign
        while first and sign - first < MOST_WORDS:
            joined = self._joined_before(reading, first)
            if joined and first > joined:
                first -= joined + 1
            elif self._is_spelled(reading, first - 1) or not self._is_break(reading, first - 1):
                first -= 1
            else:
                break
        return first

    def _first_before_remark(self, reading: Reading, sign: int) -> int:
        """Return where « kris punt willems » begins, of « kris punt willems met een k en dan apenstaartje … »."""
        for i in range(sign - 1, max(0, sign - MOST_WORDS), -1):
            if self._joined_before(reading, i):
                return self._first(reading, i + 1)
        return sign

    def _joined_before(self, reading: Reading, i: int) -> int:
        return self._words.dot.before(reading.tokens, i) or self._words.separators.before(reading.tokens, i)

    def _is_spelled(self, reading: Reading, i: int) -> bool:
        """Tell whether the token at ``i`` is a letter beside another letter or a sign: « j point … »."""
        if not reading.tokens[i].is_letter:
            return False
        beside = reading.tokens[i + 1 : i + 2]
        joined = self._is_joined(reading, i + 1) or self._joined_before(reading, i)
        return bool(joined) or any(token.is_letter for token in beside)

    def _is_joined(self, reading: Reading, i: int) -> bool:
        return bool(self._words.dot.at(reading.tokens, i) or self._words.separators.at(reading.tokens, i))

    def _is_break(self, reading: Reading, i: int) -> bool:
        """Tell whether the token at ``i`` belongs to the sentence around an address."""
        return reading.text(i) in self._classes.stops and i not in reading.in_number
