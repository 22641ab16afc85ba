"""Who watches an installation is told how far it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    """The parts of an installation that take their time."""

    DOWNLOAD = "download"
    UNPACK = "unpack"
    CHECK = "check"
    TRY = "try"


class Watch(Protocol):
    """A progress bar, or nobody."""

    def begin(self, step: Step, total: int | None, done: int = 0) -> None:
        """A step begins: ``total`` bytes where known, of which ``done`` are there from an earlier time."""
        ...

    def advance(self, count: int) -> None:
        """So many bytes more."""
        ...


class Nobody:
    """Watches nothing."""

    def begin(self, step: Step, total: int | None, done: int = 0) -> None:
        """Let it pass."""

    def advance(self, count: int) -> None:
        """Let it pass."""
