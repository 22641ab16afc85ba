"""What is written around incidents, in the reader's language: on screen, on pages, in spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from calmdesk.errors import PhrasebookError
from calmdesk.messages import say
from calmdesk.overlay.labels import shipped_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

RUNGS: Final = (
    "none",
    "no answer to the remark",
    "an indirect remark",
    "a direct request",
    "a warning",
    "the call was ended",
)
"""What each rung of the ladder means, by its number."""


@dataclass(frozen=True)
class Texts:
    """The texts of one language; one that is missing is English."""

    lang: str

    def say(self, template: str, **details: object) -> str:
        """Return a template in the language, filled."""
        return say(template, details, self.lang)

    def title(self, family: str) -> str:
        """Return a family's title, or its name in words where it has none."""
        return self._titles.get(family) or family.replace("_", " ")

    def titles(self, families: Iterable[str]) -> str:
        """Return the titles of several families in one line."""
        return ", ".join(self.title(family) for family in families)

    def day(self, day: date) -> str:
        """Return a date as it is written in Belgium, in all its languages."""
        return day.strftime("%d/%m/%Y")

    def moment(self, at: datetime) -> str:
        """Return a date with its time."""
        return at.strftime("%d/%m/%Y %H:%M")

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        try:
            return shipped_labels(self.lang).families
        except PhrasebookError:
            # A language that only the errors speak, or none: names will do.
            return {}
