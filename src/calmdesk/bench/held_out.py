"""A part of the sentences held back while phrases are written, so that one can see what they do on unseen ones."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.bench.labelled import Labelled

_SHAPE = re.compile(r"(?P<other>not-)?(?P<part>\d{1,4})/(?P<parts>[1-9]\d{0,3})")
_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """``0/5``: the rows whose number leaves 0 when divided by 5; ``not-0/5``: all the others."""

    part: int
    parts: int
    others: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``N/K`` or ``not-N/K``.

        Raises:
            UsageError: it is neither, or N is not below K.
        """
        match = _SHAPE.fullmatch(text)
        if match is None or int(match["part"]) >= int(match["parts"]):
            raise UsageError(
                "--held-out does not understand {text}",
                hint="0/5 measures every fifth sentence, not-0/5 all the others",
                text=text,
            )
        return cls(int(match["part"]), int(match["parts"]), others=bool(match["other"]))

    def __str__(self) -> str:
        return f"{'not-' if self.others else ''}{self.part}/{self.parts}"

    def of(self, rows: Iterable[Labelled]) -> list[Labelled]:
        """Return the rows to measure."""
        return [row for row in rows if (number_of(row.id) % self.parts == self.part) is not self.others]


def number_of(name: str) -> int:
    """Return the number at the end of an id; an id without one gets a number from its letters."""
    match = _NUMBER.search(name)
    return int(match[0]) if match else zlib.crc32(name.encode())
