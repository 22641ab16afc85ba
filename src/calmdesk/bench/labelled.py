"""Sentences whose cues are known: the material a phrasebook is proved with.

They come from JSON lines (``{"id", "text", "labels"}``) and from the ``cases`` of a phrasebook; call scripts and
recordings are read elsewhere (``scripts``, ``material``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.bench.json_files import labels_field, parse_object, read_text, text_field
from calmdesk.errors import HeardFileError
from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the families it holds; no family: it is harmless.

    An empty text stands for a stretch of a call in which the client says nothing.
    """

    id: str
    text: str
    labels: frozenset[str]

    @property
    def harmless(self) -> bool:
        """Tell whether somebody speaks here and no cue is in it."""
        return bool(self.text) and not self.labels


def read_lines(path: Path) -> list[Labelled]:
    """Read labelled JSON lines; a line without ``id`` is called by its number.

    Raises:
        HeardFileError: the file cannot be read, or a line is not ``{"id", "text", "labels"}``.
    """
    lines = enumerate(read_text(path).splitlines(), 1)
    return [_row(parse_object(line, path, number), path, number) for number, line in lines if line.strip()]


def _row(table: dict[str, Any], path: Path, number: int) -> Labelled:
    name = str(table.get("id", number))
    return Labelled(name, text_field(table, "text", path, number), labels_field(table, path, number))


def read_cases(folder: Path) -> list[Labelled]:
    """Read the cases of a phrasebook's folder: what must match, what must not.

    Raises:
        PhrasebookError: a file of cases cannot be read, or a case in it has no text.
    """
    problems = Problems()
    rows: list[Labelled] = []
    for path in sorted((folder / "cases").glob("*.toml")):
        rows.extend(_cases(TomlFile(path, problems), problems))
    problems.raise_if_any()
    return rows


def _cases(file: TomlFile, problems: Problems) -> Iterator[Labelled]:
    family = str(file.data.get("family", file.path.stem))
    for key, own in (("match", {family}), ("no_match", set[str]())):
        entries = file.data.get(key, [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [None], 1):
            case = {"text": entry} if isinstance(entry, str) else entry
            if not isinstance(case, dict) or not isinstance(case.get("text"), str):
                problems.add(file.where(key), f"{key}, number {number}: a case is a text, or a table with `text`")
                continue
            labels = own.union(map(str, case.get("also", ())), map(str, case.get("labels", ())))
            yield Labelled(f"{family}.{key}.{number}", case["text"], frozenset(labels))


def check_families(rows: Iterable[Labelled], known: Collection[str], name: object) -> None:
    """Refuse labels that no family has: a typing mistake would count as a missed cue for ever.

    Raises:
        HeardFileError: names the strange labels of the material ``name``.
    """
    strange = sorted({label for row in rows for label in row.labels}.difference(known))
    if strange:
        raise HeardFileError(
            "{name}: no such family: {families}",
            hint="the families are: {known}",
            name=name,
            families=", ".join(strange),
            known=", ".join(sorted(known)),
        )
