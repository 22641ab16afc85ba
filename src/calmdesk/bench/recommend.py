"""Writes recommended thresholds into a language's ``language.toml``; comments and layout stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tomlkit import TOMLDocument, dumps, parse, table
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.thresholds import KNOWN_KEYS
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.thresholds import Thresholds

_TABLE = "thresholds"


def write_thresholds(path: Path, thresholds: Thresholds) -> None:
    """Set every value of ``[thresholds]``; the table, and the file, are made where they are missing.

    Raises:
        PhrasebookError: the file cannot be read or written.
    """
    document = _read(path)
    if _TABLE not in document:
        document.add(_TABLE, table())
    ours = document[_TABLE]
    if not isinstance(ours, Table):
        raise PhrasebookError("{path}: `{name}` must be a table", path=path, name=_TABLE)
    for key in sorted(KNOWN_KEYS):
        ours[key] = getattr(thresholds, key)
    _write(path, dumps(document))


def _read(path: Path) -> TOMLDocument:
    try:
        return parse(path.read_bytes() if path.exists() else b"")
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise PhrasebookError("{path} cannot be read: {reason}", path=path, reason=error) from None


def _write(path: Path, text: str) -> None:
    """Replace the file in one go: whoever reads it meanwhile sees the old or the new one."""
    try:
        write_whole(path, text.encode(), new_folder=True)
    except OSError as error:
        raise PhrasebookError("{path} cannot be written: {reason}", path=path, reason=error) from None
