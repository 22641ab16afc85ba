"""The tools are scripts beside the program, not a part of it: tests import them from their folder."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def repository() -> Path:
    """Return the checkout's folder."""
    return REPOSITORY


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that imports a module of ``tools/demo_fr``."""
    monkeypatch.setattr(sys, "path", [str(REPOSITORY / "tools"), *sys.path])
    return lambda name: importlib.import_module(f"demo_fr.{name}")
