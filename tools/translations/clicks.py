"""click's own words: those the installed click says, those translated, and the compiled file Python reads."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from babel.messages import mofile, pofile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from babel.messages import Catalog

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same words always make the same file."""

_PROGRAMMERS = {
    "Arguments take exactly one parameter declaration, got",
    "Boolean option {decl!r}",
    "Could not determine name",
    "DeprecationWarning",
    "Invalid start character",
    "Name '{name}' defined twice",
    "No options defined but a name was passed",
    "Unknown colo",
    "Unknown standard stream",
}
"""How sentences begin that only a programmer's mistake brings."""


def source_of(folder: Path) -> Path:
    """Return where a language's translation of click's words is written."""
    return folder / "LC_MESSAGES" / "messages.po"


def compiled_of(folder: Path) -> Path:
    """Return what Python reads of it."""
    return folder / "LC_MESSAGES" / "messages.mo"


def untranslated(folder: Path) -> list[str]:
    """Return what the installed click says and the language of a folder does not."""
    written = {
        message.id[0] if isinstance(message.id, tuple) else message.id for message in _read(folder) if message.string
    }
    return sorted(text for text in set(_said_by_click()) - written if not text.startswith(tuple(_PROGRAMMERS)))


def compile_words(folder: Path) -> None:
    """Write what Python reads of a language's translation."""
    with compiled_of(folder).open("wb") as file:
        mofile.write_mo(file, _read(folder))


def compiled(folder: Path) -> bool:
    """Tell whether what Python reads says what the translation says."""
    if not compiled_of(folder).is_file():
        return False
    with compiled_of(folder).open("rb") as file:
        return _sentences(mofile.read_mo(file)) == _sentences(_read(folder))


def _sentences(catalog: Catalog) -> list[str]:
    """Return the translations of a file, for comparison: Babel reads pairs of plurals as lists or tuples."""
    return sorted(
        f"{_every(message.id)}: {_every(message.string)}" for message in catalog if message.id and message.string
    )


def _every(text: str | Sequence[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _read(folder: Path) -> Catalog:
    with source_of(folder).open("rb") as file:
        read = pofile.read_po(file, locale=folder.name)
    read.creation_date = read.revision_date = _NO_DATE
    return read


def _said_by_click() -> Iterator[str]:
    """Yield the texts that click hands to gettext."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_" | "ngettext"), args=[ast.Constant(value=str(text)), *_]):
                    yield text
