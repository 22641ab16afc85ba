"""What may stand behind a key of the settings: each rule returns what is wrong with a value, empty when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from calmdesk.messages import languages

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[object], str]

LONGEST: Final = 80
"""Characters of a text that stands inside a sentence to say, or of a device's name."""

LONGEST_SILENCE: Final = 3_600
"""Seconds."""

MOST_YEARS: Final = 100

MOST_DAYS: Final = 3_650

LIMITS: Final = {
    "most": LONGEST,
    "seconds": LONGEST_SILENCE,
    "years": MOST_YEARS,
    "days": MOST_DAYS,
    "languages": ", ".join(languages()),
}
"""The details that the templates name."""

_RULE: Final = "rule"


def flag(value: object) -> str:
    """Ask for true or false."""
    return "" if isinstance(value, bool) else "{key} is true or false"


def free_text(value: object) -> str:
    """Ask for a text of any length."""
    return "" if isinstance(value, str) else '{key} is a text: write it in quotes, {key} = "…"'


def short_text(value: object) -> str:
    """Ask for a text of ``LONGEST`` characters at most."""
    too_long = isinstance(value, str) and len(value) > LONGEST
    return "{key} is longer than {most} characters" if too_long else free_text(value)


def seconds(value: object) -> str:
    """Ask for a number of seconds."""
    # true is an int to Python, and no number to anybody else.
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= LONGEST_SILENCE
    return "" if fits else "{key} is a number of seconds from 0 to {seconds}"


def years(value: object) -> str:
    """Ask for a number of years."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_YEARS
    return "" if fits else "{key} is a whole number from 1 to {years}"


def days(value: object) -> str:
    """Ask for a number of days."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS
    return "" if fits else "{key} is a whole number of days from 1 to {days}"


def spoken(value: object) -> str:
    """Ask for a language calmdesk speaks, or an empty text."""
    return "" if value in ("", *languages()) else "{key} is one of {languages}, in quotes"


def under(rule: Rule) -> dict[str, Any]:
    """Return the metadata of a field whose values keep to a rule."""
    return {_RULE: rule}


def wrong(metadata: Any, value: object) -> str:  # noqa: ANN401  # a dataclass field's own mapping
    """Return what is wrong with a value of a field with this metadata."""
    rule: Rule = metadata[_RULE]
    return rule(value)
