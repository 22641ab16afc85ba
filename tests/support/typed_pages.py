"""A page of the documentation, typed along as its reader would: its files are written, its commands run and compared.

A block ``toml`` is a file of the reader's own phrasebooks, named in its first line; a block with a name behind its
language is that file; in ``console`` blocks « … » stands for anything, alone on a line for any lines.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language, the file it stands for, its text."""

    language: str
    file: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page in order."""
    for language, file, text in _FENCE.findall(page):
        if language == "toml":
            yield Block(language, text.partition("\n")[0].removeprefix("# "), text)
        else:
            yield Block(language, file, text)


def commands(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the arguments of each command of a block, and the output that the page shows."""
    for shown in re.split(r"^\$ calmdesk ", text, flags=re.MULTILINE)[1:]:
        command, _, output = shown.partition("\n")
        yield shlex.split(command), output


def pattern(output: str) -> re.Pattern[str]:
    """Return what an output must look like."""
    lines = ["(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in output.splitlines()]
    return re.compile("".join(lines))


def own_file(home: Path, file: str) -> Path:
    """Return a file of the phrasebooks that belong to the user whose home this is; its folder is made."""
    path = home / "data" / "calmdesk" / "phrasebooks" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def type_along(page: str, calmdesk: Callable[..., subprocess.CompletedProcess[str]], home: Path) -> None:
    """Do all that a page says, in the home of the fixture ``calmdesk``; fail where the output is another."""
    for block in blocks(page):
        if block.language == "toml":
            own_file(home, block.file).write_text(block.text, encoding="utf-8")
        elif block.file:
            (home / block.file).write_text(block.text, encoding="utf-8")
        else:
            for args, output in commands(block.text):
                done = calmdesk(*args)
                said = done.stdout + done.stderr
                assert pattern(output).fullmatch(said), f"$ calmdesk {shlex.join(args)}\n{said}"
