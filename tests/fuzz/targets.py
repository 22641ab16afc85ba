"""Every kind of file, and of message, that may come from outside; a new reader gets a line in one of the two tables."""

from __future__ import annotations

from typing import Final

from fuzz import books, calls

TARGETS: Final = {**books.TARGETS, **calls.TARGETS}
"""By name."""
