"""JSON that people hand in: read with every surprise turned into a sentence that names file, line and field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from pathlib import Path


def read_text(path: Path) -> str:
    """Return a file's text (UTF-8, a byte order mark is taken off).

    Raises:
        HeardFileError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HeardFileError("cannot read {path}: {reason}", path=path, reason=error) from None
    except UnicodeDecodeError:
        raise HeardFileError("cannot read {path}: it is not text in UTF-8", path=path) from None


def parse_object(text: str, path: Path, line: int = 1) -> dict[str, Any]:
    """Return the JSON object in ``text``, which stands in ``path`` from ``line`` on.

    Raises:
        HeardFileError: it is none.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        raise HeardFileError("{path}, line {line}: this is not a JSON object", path=path, line=line)
    return table


def wrong_field(path: Path, line: int, field: str) -> HeardFileError:
    """Return the error of a field that is missing or not what it should be."""
    return HeardFileError(
        "{path}, line {line}: the field `{field}` is missing or wrong", path=path, line=line, field=field
    )


def text_field(table: dict[str, Any], field: str, path: Path, line: int) -> str:
    """Return a text that must be there and hold something."""
    value = table.get(field)
    if not isinstance(value, str) or not value.strip():
        raise wrong_field(path, line, field)
    return value


def labels_field(table: dict[str, Any], path: Path, line: int, *, needed: bool = True) -> frozenset[str]:
    """Return the families that a row names; an absent list is an error only where it is ``needed``."""
    value = table.get("labels", None if needed else [])
    if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
        raise wrong_field(path, line, "labels")
    return frozenset(value)
