"""What may stand behind a key of the settings, and what is told about the key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from calmdesk.messages import languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

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

_ABOUT: Final = "about"

_DATABASES: Final = ("postgresql://", "postgresql+psycopg://", "sqlite:///")
"""How the address of a database begins; what is no address is the path of a file."""

_YES: Final = ("true", "yes", "on", "1")
_NO: Final = ("false", "no", "off", "0")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must be.

    Args:
        wrong: returns the template that says what is wrong with a value, empty when nothing is.
        read: returns the value that a text means, as environment variables are texts; one that means nothing stays a
            text, and ``wrong`` says so.
    """

    wrong: Callable[[object], str]
    read: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a key.

    Args:
        rule: what its value must be.
        says: what it is for, one line: a template, as in ``errors``.
        example: a value a clinic could write; empty: the default is one.
        option: the option that stands above it, ``--device``; empty where there is none.
        variable: its environment variable, where that is not called as those of all other keys are.
    """

    rule: Rule
    says: str
    example: str = ""
    option: str = ""
    variable: str = ""


def setting(rule: Rule, says: str, *, default: object = "", **known: str) -> Any:  # noqa: ANN401  # as dataclasses.field
    """Return a field of a table; the parameters are those of ``About``."""
    return field(default=default, metadata={_ABOUT: About(rule, says, **known)})


def about(key: Field[Any]) -> About:
    """Return what is known of a field that ``setting`` made."""
    known: About = key.metadata[_ABOUT]
    return known


def _flag(value: object) -> str:
    return "" if isinstance(value, bool) else "{key} is true or false"


def _text(value: object) -> str:
    return "" if isinstance(value, str) else '{key} is a text: write it in quotes, {key} = "…"'


def _short_text(value: object) -> str:
    too_long = isinstance(value, str) and len(value) > LONGEST
    return "{key} is longer than {most} characters" if too_long else _text(value)


def _seconds(value: object) -> str:
    # true is an int to Python, and no number to anybody else.
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= LONGEST_SILENCE
    return "" if fits else "{key} is a number of seconds from 0 to {seconds}"


def _years(value: object) -> str:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_YEARS
    return "" if fits else "{key} is a whole number from 1 to {years}"


def _days(value: object) -> str:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS
    return "" if fits else "{key} is a whole number of days from 1 to {days}"


def _language(value: object) -> str:
    return "" if value in {"", *languages()} else "{key} is one of {languages}, in quotes"


def _database(value: object) -> str:
    foreign = isinstance(value, str) and "://" in value and not value.startswith(_DATABASES)
    return "{key} is a file's path, or begins with postgresql:// or sqlite:///" if foreign else _text(value)


def _read_flag(text: str) -> object:
    known = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    return known.get(text.strip().lower(), text)


def _read_number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


FLAG: Final = Rule(_flag, _read_flag)
TEXT: Final = Rule(_text)
SHORT_TEXT: Final = Rule(_short_text)
SECONDS: Final = Rule(_seconds, _read_number)
YEARS: Final = Rule(_years, _read_number)
DAYS: Final = Rule(_days, _read_number)
DATABASE: Final = Rule(_database)
LANGUAGE: Final = Rule(_language, str.lower)
