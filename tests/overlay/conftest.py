from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.overlay.labels import shipped_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.overlay.labels import Labels

SCREENS = Path(__file__).parents[1] / "golden" / "screens"


@pytest.fixture(scope="session")
def labels() -> Labels:
    """Return the French texts."""
    return shipped_labels("fr")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with ``golden/screens/<name>.txt``; ``UPDATE_GOLDEN=1 pytest`` writes it: look at the diff."""

    def compare(name: str, text: str) -> None:
        path = SCREENS / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
