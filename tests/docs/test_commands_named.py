"""Every command that README and docs tell to type is one the program knows, with those options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from calmdesk.cli import calmdesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_INLINE = re.compile(r"`(calmdesk [^`]+)`")
_LINE = re.compile(r"^(?:    |\$ |.*\| )?(calmdesk .+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```\w*[^\n]*\n(.*?)^```$|((?:^    \S[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(?<!\S)(--?[a-z][a-z-]*)")
_END = re.compile(r"\s[#|;]|[»,;:]\s|→")


def told(page: str) -> Iterator[str]:
    """Yield the commands a page names, in its sentences and in its blocks, without what follows them."""
    inline = _INLINE.findall(page)
    blocks = [whole or indented for whole, indented in _BLOCK.findall(page)]
    for command in (*inline, *(line for block in blocks for line in _LINE.findall(block))):
        yield _END.split(command, maxsplit=1)[0]


def wrong(command: str) -> str:
    """Return what the program would not understand of a command line; empty when it understands all of it."""
    words = command.replace("…", "").split()[1:]
    at: click.Command = calmdesk
    context = click.Context(at)
    while isinstance(at, click.Group) and words and not words[0].startswith("-"):
        inner = at.get_command(context, words[0].rstrip(".:,"))
        if inner is None:
            return "" if words[0].isupper() else words[0]
        at, words = inner, words[1:]
    known = {name for option in at.get_params(context) for name in (*option.opts, *option.secondary_opts)} | {"-h"}
    return next((option for option in _OPTION.findall(" ".join(words)) if option not in known), "")


def test_what_the_pages_tell_to_type_exists(repository: Path) -> None:
    """Nobody types a line from the documentation and is told that there is no such command or option."""
    pages = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    commands = {(page.name, each) for page in pages for each in told(page.read_text(encoding="utf-8"))}
    assert len(commands) > 100
    assert {(page, each, missing) for page, each in commands if (missing := wrong(each))} == set()


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("calmdesk lissten", "lissten"),
        ("calmdesk listen --devise x", "--devise"),
        ("calmdesk models install fr --again", ""),
    ],
)
def test_the_check_itself(command: str, missing: str) -> None:
    """A misspelled command or option is noticed, a right one is not."""
    assert wrong(command) == missing
