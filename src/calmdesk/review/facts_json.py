"""The facts of a call as JSON, for other programs; ``docs/review.md`` describes the fields.

The same call gives the same text, byte for byte. A field may come with a later version; none goes without ``VERSION``
going up.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from calmdesk.review.facts import ReviewFacts

FORMAT: Final = "calmdesk-review"
VERSION: Final = 1

_MILLISECONDS: Final = 3
"""Digits after the point of a time in seconds."""


def as_json(facts: ReviewFacts) -> dict[str, Any]:
    """Return the facts as a JSON object: the fields of ``ReviewFacts``, after ``format`` and ``version``."""
    table: dict[str, Any] = _rounded(asdict(facts))
    return {"format": FORMAT, "version": VERSION, **table}


def to_text(facts: ReviewFacts) -> str:
    """Return the facts as a JSON document that can be read by eye, too."""
    return json.dumps(as_json(facts), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _rounded(value: object) -> Any:  # noqa: ANN401  # JSON is what it is
    if isinstance(value, float):
        return round(value, _MILLISECONDS)
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, (list, tuple)) else value
