"""Sentences whose cues are known: the material a phrasebook is proved with.

They come from JSON lines (``{"id", "text", "labels"}``) and from the ``cases`` of a phrasebook; call scripts and
recordings are read elsewhere (``scripts``, ``material``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.bench.json_files import labels_field, parse_object, read_text, text_field
from calmdesk.errors import HeardFileError
from calmdesk.phrasebook import cases

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
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


def read_cases(folders: Iterable[Path], families: Collection[str]) -> list[Labelled]:
    """Read the cases in the folders of a phrasebook: what must match, what must not.

    Raises:
        PhrasebookError: every problem found in them.
    """
    numbers: Counter[str] = Counter()
    rows = []
    for case in cases.read_cases(folders, families):
        kind = f"{case.family}.{'match' if case.must_match else 'no_match'}"
        numbers[kind] += 1
        rows.append(Labelled(f"{kind}.{numbers[kind]}", case.text, case.labels))
    return rows


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
