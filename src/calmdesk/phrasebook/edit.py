"""Writes into a clinic's own phrase files and keeps what stands there: comments, layout, order."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

import tomlkit

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.lines import find_values
from calmdesk.toml_text import BrokenTomlError, parse_toml
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def with_phrase(text: str, family: str, entry: Mapping[str, Any]) -> str:
    """Return the text of a phrase file with one more phrase at the end of its list.

    Args:
        text: the file as it is; may be empty.
        family: of the file.
        entry: the phrase's keys; one that has only ``say`` is written as a plain text.

    Raises:
        PhrasebookError: the text is no phrase file.
    """
    data = _parse(text, family)
    item = written(entry["say"] if entry.keys() == {"say"} else entry)
    if "phrases" not in data:
        # Behind the other keys: a phrase file has no tables in which it could end up.
        return f"{_with_family(text, data, family)}\nphrases = [\n  {item},\n]\n"
    if not isinstance(data["phrases"], list):
        raise PhrasebookError("« phrases » is no list in the file of {family}", family=family)
    return _with_entry(text, len(data["phrases"]), item)


def with_card(text: str, family: str, card: Mapping[str, Any]) -> str:
    """Return the text of a card file with one more card at its end; raises as ``with_phrase``."""
    data = _parse(text, family)
    lines = _pairs({key: value for key, value in card.items() if value})
    changed = f"{_with_family(text, data, family)}\n[[cards]]\n{lines}"
    _parse(changed, family)
    return changed


def _parse(text: str, family: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except BrokenTomlError as error:
        raise PhrasebookError("the file of {family} is not valid TOML: {reason}", family=family, reason=error) from None


def _with_family(text: str, data: Mapping[str, Any], family: str) -> str:
    """Return the text, ended by a line break, with its family named."""
    if text and not text.endswith("\n"):
        text += "\n"
    return text if "family" in data else f"family = {written(family)}\n{text}"


def _with_entry(text: str, count: int, item: str) -> str:
    """Put an item behind the ``count`` entries of « phrases »: on a line of its own where the list has lines."""
    values = find_values(text)
    start, end = values["phrases",]
    last = values["phrases", count - 1][1] if count else start + 1
    between = text[last : end - 1]
    comma = "," if count and not _has_comma(between) else ""
    if "\n" not in text[start:end]:
        return f"{text[:last]}{', ' if count else ''}{item}{text[end - 1 :]}"
    head = text[:last] + comma + between.rstrip(" \t")
    return f"{head}{'' if head.endswith(chr(10)) else chr(10)}  {item},\n{text[end - 1 :]}"


def _has_comma(between: str) -> bool:
    """Tell whether a comma stands outside of the comments behind an entry."""
    return any("," in line.partition("#")[0] for line in between.splitlines())


def written(value: object) -> str:
    """Return a value as TOML, in one line."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return "{ " + tomlkit.item(table).as_string()[1:-1] + " }"
    return tomlkit.item(value).as_string()


def own_file(folder: Path, part: str, family: str) -> Path:
    """Return the file of a clinic's folder that holds a family's ``phrases``, ``cards`` or ``cases``.

    Raises:
        PhrasebookError: several do, so that one cannot tell where to write.
    """
    found = [path for path in sorted((folder / part).glob("*.toml")) if _family_of(path) == family]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise PhrasebookError(
            "{family} stands in several files: {names}", hint="put it into one", family=family, names=names
        )
    return found[0] if found else folder / part / f"{family}.toml"


def _family_of(path: Path) -> object:
    return TomlFile(path, Problems()).data.get("family", path.stem)


def own_text(
    old: str,
    family: str,
    kept: Mapping[str, Any],
    lists: Mapping[str, Sequence[Any]],
    tables: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Return the text of a clinic's file written anew; the comments at its head stay.

    Args:
        old: the file as it is.
        family: of the file.
        kept: keys that are written as they are.
        lists: keys that hold a list, an entry a line; empty ones are left out.
        tables: cards.
    """
    head = list(takewhile(lambda line: line.startswith("#") or not line.strip(), old.splitlines(keepends=True)))
    parts = [
        "".join(head),
        f"family = {written(family)}\n",
        *(f"{key} = {written(value)}\n" for key, value in kept.items()),
    ]
    for key, entries in lists.items():
        if entries:
            lines = "".join(f"  {written(entry)},\n" for entry in entries)
            parts.append(f"\n{key} = [\n{lines}]\n")
    parts.extend("\n[[cards]]\n" + _pairs(table) for table in tables)
    return "".join(parts)


def _pairs(table: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {written(value)}\n" for key, value in table.items())


def read_own(path: Path) -> str:
    """Return the text of a clinic's file; empty when there is none.

    Raises:
        PhrasebookError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise PhrasebookError("cannot read {path}: {reason}", path=path, reason=error) from None


def write_own(path: Path, text: str) -> None:
    """Write a file so that it is either as it was or whole, whatever happens; folders are made.

    Raises:
        PhrasebookError: it cannot be written.
    """
    try:
        write_whole(path, text.encode(), new_folder=True)
    except OSError as error:
        raise PhrasebookError("cannot write {path}: {reason}", path=path, reason=error) from None
