from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.made_up import BLAME, CASES, INSULT, WAITING
from books import write_book
from calmdesk.bench.book import Book

if TYPE_CHECKING:
    from pathlib import Path


def write_tiny(root: Path) -> Path:
    """Write a phrasebook of three families with two cases each."""
    folder = write_book(root, {"insult": INSULT, "blame": BLAME, "waiting": WAITING})
    (folder / "cases").mkdir()
    for family, (match, no_match) in CASES.items():
        text = f'family = "{family}"\nmatch = ["{match}"]\nno_match = ["{no_match}"]\n'
        (folder / "cases" / f"{family}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a phrasebook of three families; not to be changed."""
    return write_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def book(tiny: Path) -> Book:
    """Return that phrasebook, under test."""
    return Book.of(tiny)


@pytest.fixture
def own_book(tmp_path: Path) -> Book:
    """Return the same phrasebook in a folder of its own, to be changed."""
    return Book.of(write_tiny(tmp_path))
