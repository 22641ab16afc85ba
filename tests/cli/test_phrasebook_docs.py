"""docs/phrasebooks.md and docs/first-phrase.md, run as their reader would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.conftest import ROOT
from support.typed_pages import blocks, own_file, type_along

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

DOCS = ROOT / "docs"
PAGES = ["phrasebooks.md", "first-phrase.md"]


def page(name: str) -> str:
    """Return a page as it is written."""
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_page_tells_the_truth(name: str, calmdesk: Run, tmp_path: Path) -> None:
    """Whoever types along sees what the page shows."""
    type_along(page(name), calmdesk, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_files_of_the_page_are_in_order(name: str, calmdesk: Run, tmp_path: Path) -> None:
    """No error and no warning comes from a file that the page shows."""
    for block in blocks(page(name)):
        if block.language == "toml":
            own_file(tmp_path, block.file).write_text(block.text, encoding="utf-8")
    told = calmdesk("phrasebook", "check", "fr", "-v").stdout
    assert not [line for line in told.splitlines() if "data/calmdesk" in line]


def test_every_command_of_the_group_is_on_the_page(calmdesk: Run) -> None:
    """A command that the page does not name is one that a clinic does not find."""
    listed = calmdesk("phrasebook", "--help").stdout.partition("Commands:")[2]
    names = {line.split()[0] for line in listed.strip().splitlines()}
    pages = page("phrasebooks.md") + page("bench.md")
    assert {name for name in names if f"phrasebook {name}" not in pages and f"`{name}`" not in pages} == set()
