"""The signs the overlay is drawn with, and what stands for them where the console's encoding lacks them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs. Each is one cell wide but ``ellipsis``, which ends what was cut; ``cut`` begins it.

    ``frame`` and ``alarm_frame`` hold six signs: left top, across, right top, down, left bottom, right bottom.
    """

    ellipsis: str
    cut: str
    dot: str
    times: str
    tick: str
    climbed: str
    ahead: str
    bar: str
    alarm_bar: str
    frame: str
    alarm_frame: str


UNICODE: Final = Glyphs("…", "…", "·", "×", "✓", "●", "○", "▌", "█", "╭─╮│╰╯", "┏━┓┃┗┛")
ASCII: Final = Glyphs("...", "<", "-", "x", "v", "*", ".", "|", "!", "+-+|++", "#=#!##")

# « French quotes » with the spaces inside them.
_QUOTES: Final = re.compile(r"«\s?|\s?»")
_STANDS_FOR: Final = str.maketrans(
    {
        "…": "...",
        "·": "-",
        "•": "*",
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "€": "EUR",
        "→": "->",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{REPLACEMENT CHARACTER}": "?",
    }
)


def glyphs_for(encoding: str) -> Glyphs:
    """Return the finest set the console's ``encoding`` can write."""
    wanted = "".join(getattr(UNICODE, field.name) for field in fields(UNICODE))
    return UNICODE if encodable(wanted, encoding) == wanted else ASCII


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` as ``encoding`` can write it: accents go before letters do, and « ? » is the last resort.

    An encoding Python does not know counts as ASCII.
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text if _fits("«", encoding) else _QUOTES.sub('"', text)
        return "".join(_written(letter, encoding) for letter in text)
    except LookupError:
        return encodable(text, "ascii")
    return text


def _written(letter: str, encoding: str) -> str:
    for form in (letter, letter.translate(_STANDS_FOR), _bare(letter)):
        if form and _fits(form, encoding):
            return form
    return "?"


def _bare(letter: str) -> str:
    """Return the letter without its accents."""
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
