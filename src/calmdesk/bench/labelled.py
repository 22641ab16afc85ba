"""Sentences and calls whose cues are known: the material a phrasebook is proved with.

Three kinds of file are read: JSON lines (``{"id", "text", "labels"}``), call scripts (``{"turns": [{"speaker", "text",
"labels"}]}``) and the ``cases`` of a phrasebook.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.errors import HeardFileError
from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the families it holds; no family: it is harmless."""

    id: str
    text: str
    labels: frozenset[str]


def read_lines(path: Path) -> list[Labelled]:
    """Read labelled JSON lines.

    Raises:
        HeardFileError: the file cannot be read, or a line is not ``{"id", "text", "labels"}``.
    """
    rows = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            table = _json(line, path, number)
            if not isinstance(table.get("text"), str) or not isinstance(table.get("labels"), list):
                raise _wrong(path, number, 'each line needs "text" and "labels"')
            rows.append(Labelled(str(table.get("id", number)), table["text"], frozenset(table["labels"])))
    return rows


def read_script(path: Path) -> list[Labelled]:
    """Read the client's turns of a call script, in order."""
    turns = _json(_text(path), path, 1).get("turns")
    if not isinstance(turns, list):
        raise _wrong(path, 1, 'a call script needs "turns"')
    return [
        Labelled(f"{path.stem}:{number}", str(turn["text"]), frozenset(turn.get("labels", ())))
        for number, turn in enumerate(turns, 1)
        if turn.get("speaker") == "client"
    ]


def read_cases(folder: Path) -> list[Labelled]:
    """Read the cases of a phrasebook's folder: what must match, what must not.

    Raises:
        PhrasebookError: a file of cases cannot be read.
    """
    problems = Problems()
    rows: list[Labelled] = []
    for path in sorted((folder / "cases").glob("*.toml")):
        rows.extend(_cases(TomlFile(path, problems)))
    problems.raise_if_any()
    return rows


def _cases(file: TomlFile) -> Iterator[Labelled]:
    family = file.data.get("family", file.path.stem)
    for key, own in (("match", {family}), ("no_match", set())):
        for number, entry in enumerate(file.data.get(key, ()), 1):
            case = {"text": entry} if isinstance(entry, str) else entry
            labels = own | set(case.get("also", ())) | set(case.get("labels", ()))
            yield Labelled(f"{family}.{key}.{number}", case["text"], frozenset(labels))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HeardFileError("cannot read {path}: {error}", path=path, error=error) from None


def _json(text: str, path: Path, number: int) -> dict[str, Any]:
    try:
        table = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _wrong(path, number, f"not JSON: {error}") from None
    if not isinstance(table, dict):
        raise _wrong(path, number, "not a JSON object")
    return table


def _wrong(path: Path, number: int, problem: str) -> HeardFileError:
    return HeardFileError("{path}:{number}: {what}", path=path, number=number, what=problem)
