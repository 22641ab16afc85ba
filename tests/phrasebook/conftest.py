"""A small phrasebook for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from phrasebook.small_book import SmallBook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """Return a phrasebook that can be read, to be changed by the test."""
    return SmallBook(tmp_path)
