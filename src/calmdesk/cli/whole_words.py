"""Help pages whose lines never end inside a word: an option, a path or a command can be copied as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

_STANDS_FOR_HYPHEN = "\ue000"
"""A private character that no text holds; lines are broken at hyphens, and not at this."""

_INSIDE = re.compile(r"(?<=\S)-(?=\w)")


class WholeWords(click.HelpFormatter):
    """Breaks lines between words alone."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_kept(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, and beside each what it means."""
        super().write_dl([(name, _kept(told)) for name, told in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """Return the page."""
        return super().getvalue().replace(_STANDS_FOR_HYPHEN, "-")


class PageContext(click.Context):
    """A command's run; its help page is laid out with whole words."""

    formatter_class = WholeWords


def _kept(text: str) -> str:
    return _INSIDE.sub(_STANDS_FOR_HYPHEN, text)
