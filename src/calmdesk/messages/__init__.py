"""What calmdesk says when something is wrong, in the user's language.

The English template is the key: the flat tables in ``messages/<language>/*.toml`` hold
``"English template" = "translation"`` with the same ``{placeholders}``. A template without translation is shown in
English rather than hidden.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import tomli

from calmdesk.call.text import safe
from calmdesk.messages.toml_reasons import PLACED, reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.errors import CalmdeskError

_LONGEST_PATH = 4_096
_DECIMAL_SIGN = "decimal sign"
_CODE = re.compile(r"[a-zA-Z-]{2,16}")
"""What the code of a language may look like: it comes from the command line, and becomes the name of a folder."""

FOLDER: Final = Path(__file__).resolve().parent
"""A folder for each language that calmdesk speaks beside English."""


@runtime_checkable
class InWords(Protocol):
    """A detail that is put into words only when it is shown: a list of problems, for example."""

    def told(self, language: str) -> str:
        """Return the detail in a language."""
        ...


class Tenths(float):
    """A number shown with one digit behind the sign that the language has there."""

    __slots__ = ()

    def told(self, language: str) -> str:
        """Return the number in a language."""
        return f"{self:.1f}".replace(".", catalogue(language).get(_DECIMAL_SIGN, "."))


class NotToml:
    """Why a text is not TOML, without its place; the error itself, as a detail, tells its place too."""

    def __init__(self, error: tomli.TOMLDecodeError) -> None:
        self._message = error.msg

    def told(self, language: str) -> str:
        """Return the reason in a language."""
        return say(*reason_of(self._message), language)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages calmdesk speaks."""
    return ("en", *sorted(path.name for path in FOLDER.iterdir() if _CODE.fullmatch(path.name) and path.is_dir()))


SYSTEM: Final = (
    "Address already in use",
    "Bad file descriptor",
    "Broken pipe",
    "Cannot assign requested address",
    "Connection refused",
    "Connection reset by peer",
    "Device or resource busy",
    "Directory not empty",
    "Disk quota exceeded",
    "File exists",
    "File name too long",
    "File too large",
    "Input/output error",
    "Invalid argument",
    "Invalid cross-device link",
    "Is a directory",
    "Network is unreachable",
    "No space left on device",
    "No such device",
    "No such device or address",
    "No such file or directory",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Too many levels of symbolic links",
    "Too many open files",
)
"""What systems refuse with, as Python gives it (``OSError.strerror``): translated like our own templates."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all translations of a language; empty for one that has none."""
    table: dict[str, str] = {}
    if not _CODE.fullmatch(language):
        return table
    for path in sorted((FOLDER / language).glob("*.toml")):
        table |= tomli.loads(path.read_text(encoding="utf-8"))
    return table


def say(template: str, details: Mapping[str, object], language: str = "en") -> str:
    """Return a template in ``language``, filled; details come from outside and are made harmless for a terminal."""
    harmless = {name: _harmless(_in_words(value, language)) for name, value in details.items()}
    return catalogue(language).get(template, template).format(**harmless)


def explain(error: CalmdeskError, language: str = "en") -> tuple[str, str]:
    """Return the two lines of an error: what is wrong, and how to mend it (empty when there is nothing to do)."""
    return say(error.problem, error.details, language), say(error.hint, error.details, language)


def _in_words(value: object, language: str) -> str:
    """Return a detail as text; one that has words of its own is asked for them in the language."""
    if isinstance(value, str):  # nearly all are, and asking for the protocol is slow
        return value
    if isinstance(value, OSError) and value.strerror:  # without its number and the path, which the template names
        return catalogue(language).get(value.strerror, value.strerror)
    if isinstance(value, tomli.TOMLDecodeError):
        place = {"reason": NotToml(value), "line": value.lineno, "column": value.colno}
        return say(PLACED, place, language)
    return value.told(language) if isinstance(value, InWords) else str(value)


def _harmless(value: str) -> str:
    """Return a detail with its line breaks; paths are long words that must stay whole."""
    return "\n".join(safe(line, longest_word=_LONGEST_PATH) for line in value.splitlines())
