"""docs/phrasebooks.md, run as its reader would: its files are written, its commands typed, their output compared."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cli.conftest import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = (ROOT / "docs" / "phrasebooks.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language, the file it stands for, its text."""

    language: str
    file: str
    text: str


def blocks() -> Iterator[Block]:
    """Yield the blocks of the page in order."""
    for language, file, text in _FENCE.findall(PAGE):
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
    """Return what an output must look like: « … » stands for anything, alone on a line for any lines."""
    lines = ["(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in output.splitlines()]
    return re.compile("".join(lines))


@pytest.mark.slow
def test_the_page_tells_the_truth(calmdesk: Run, tmp_path: Path) -> None:
    """Whoever types along sees what the page shows."""
    for block in blocks():
        if block.language == "toml":
            path = tmp_path / "data" / "calmdesk" / "phrasebooks" / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.file:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
        else:
            for args, output in commands(block.text):
                done = calmdesk(*args)
                said = done.stdout + done.stderr
                assert pattern(output).fullmatch(said), f"$ calmdesk {shlex.join(args)}\n{said}"


@pytest.mark.slow
def test_the_files_of_the_page_are_in_order(calmdesk: Run, tmp_path: Path) -> None:
    """No error and no warning comes from a file that the page shows."""
    for block in blocks():
        if block.language == "toml":
            path = tmp_path / "data" / "calmdesk" / "phrasebooks" / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    told = calmdesk("phrasebook", "check", "fr", "-v").stdout
    assert not [line for line in told.splitlines() if "data/calmdesk" in line]


def test_every_command_of_the_group_is_on_the_page(calmdesk: Run) -> None:
    """A command that the page does not name is one that a clinic does not find."""
    listed = calmdesk("phrasebook", "--help").stdout.partition("Commands:")[2]
    names = {line.split()[0] for line in listed.strip().splitlines()}
    page = PAGE + (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
    assert {name for name in names if f"phrasebook {name}" not in page and f"`{name}`" not in page} == set()
