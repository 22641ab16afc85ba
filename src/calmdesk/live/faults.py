"""An expected mistake in the middle of a call: a notice, where before the call it would have been the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.call.events import Notice
from calmdesk.messages import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.errors import CalmdeskError


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A template with its details, put into words when it is shown: ``messages.InWords``."""

    template: str
    details: Mapping[str, object]

    def told(self, language: str) -> str:
        """Return the sentence in a language."""
        return say(self.template, self.details, language)

    def __str__(self) -> str:
        return self.told("en")


def fault(error: CalmdeskError, at: float = 0.0) -> Notice:
    """Return an error as one notice at call time ``at``: what is wrong and how to mend it."""
    if not error.hint:
        return Notice(at, error.problem, dict(error.details))
    problem, hint = (_Sentence(text, error.details) for text in (error.problem, error.hint))
    return Notice(at, "{problem}. To mend it: {hint}", {"problem": problem, "hint": hint})
