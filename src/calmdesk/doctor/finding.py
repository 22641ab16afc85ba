"""What a check has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from calmdesk.messages import explain, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.errors import CalmdeskError


class Level(StrEnum):
    """How bad it is: with a problem no call can be heard or advised, a warning costs comfort."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, and the one thing that mends it; templates, as in ``errors``.

    Args:
        level: how bad it is.
        says: what is so.
        hint: how to mend it; empty when there is nothing to do.
        details: the values the two templates name.
    """

    level: Level
    says: str
    hint: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, words: str) -> dict[str, Any]:
        """Return it for another process; a detail that has words of its own is put into those of the language."""
        told = {name: say("{value}", {"value": value}, words) for name, value in self.details.items()}
        return {"level": self.level.value, "says": self.says, "hint": self.hint, "details": told}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Finding:
        """Return what ``as_json`` made; a KeyError or ValueError where it did not."""
        return cls(Level(found["level"]), str(found["says"]), str(found["hint"]), dict(found["details"]))


@dataclass(frozen=True, slots=True)
class Mistake:
    """An error as a detail of a finding, told in the language that the finding is told in: ``messages.InWords``."""

    error: CalmdeskError

    def told(self, language: str) -> str:
        """Return what is wrong."""
        return explain(self.error, language)[0]
