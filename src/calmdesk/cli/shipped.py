"""The recorded calls that ship, for commands that can do without one of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.errors import UsageError
from calmdesk.places import shipped

if TYPE_CHECKING:
    from pathlib import Path


def shipped_calls(lang: str) -> list[Path]:
    """Return the calls in a language, at least one.

    Raises:
        UsageError: none ships.
    """
    if lang != "fr":
        raise UsageError("no call in {language!r} ships", hint="give recorded calls with their scripts", language=lang)
    return sorted(shipped("calls").glob("*.wav"))
