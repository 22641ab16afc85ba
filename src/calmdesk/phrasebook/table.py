"""Reads the values of TOML tables with their types checked: what does not fit is a problem at its line.

Every method returns a value that can be worked with, so that reading goes on and finds what else is wrong.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from calmdesk.phrasebook.files import Problems, Where
    from calmdesk.phrasebook.lines import At


class Text(NamedTuple):
    """A text of a file with its place."""

    text: str
    where: Where


class Places(Protocol):
    """Tells where the values of a file stand: ``TomlFile``, or a row of a spreadsheet."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The values."""
        ...

    def where(self, *at: str | int) -> Where:
        """Return the place of a value."""
        ...


class Table:
    """A table of a file.

    Args:
        file: the file it stands in.
        problems: where what is wrong is noted.
        at: the way to the table in the file; the whole file when left out.
        data: its values; the file's when left out.
    """

    def __init__(self, file: Places, problems: Problems, at: At = (), data: Mapping[str, Any] | None = None) -> None:
        self.file = file
        self.problems = problems
        self.at = at
        self.data: Mapping[str, Any] = file.data if data is None else data

    def where(self, *keys: str | int) -> Where:
        """Return the place of a value of this table, or of the table itself."""
        return self.file.where(*self.at, *keys)

    def wrong(self, key: str, says: str, mend: str = "", **details: object) -> None:
        """Note a problem with the value of ``key``; ``says`` may name it as {key}."""
        self.problems.add(self.where(key), says, mend, key=key, **details)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Note every key that is not among the known ones."""
        for key in self.data.keys() - set(known):
            near = get_close_matches(key, known, n=1)
            if near:
                self.wrong(key, "the key « {key} » is not known here", "did you mean « {near} »?", near=near[0])
            else:
                names = ", ".join(sorted(known))
                self.wrong(key, "the key « {key} » is not known here", "known are: {known}", known=names)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self.data.get(key, default)
        if isinstance(value, str):
            return value
        self.wrong(key, "« {key} » must be a text", 'write it in quotation marks: {key} = "…"')
        return default

    def texts(self, key: str) -> list[Text]:
        """Return a list of texts, each with its place; empty texts are left out."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "« {key} » must be a list of texts", 'write it in square brackets: {key} = ["…", "…"]')
            return []
        return [text for number, entry in enumerate(value) for text in self._entry(key, number, entry)]

    def _entry(self, key: str, number: int, entry: object) -> Iterator[Text]:
        where = self.where(key, number)
        if not isinstance(entry, str):
            self.problems.add(where, "every entry of « {key} » must be a text in quotation marks", key=key)
        elif not entry.strip():
            self.problems.add(where, "an entry of « {key} » is empty", key=key)
        else:
            yield Text(entry, where)

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """Return a number between two bounds, both included."""
        value = self.data.get(key, default)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self._not_a_number(key, "« {key} » must be a number from {least} to {most}", least, most)
        return default

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number between two bounds, both included."""
        value = self.data.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._not_a_number(key, "« {key} » must be a whole number from {least} to {most}", least, most)
        return default

    def _not_a_number(self, key: str, says: str, least: float, most: float) -> None:
        mend = "write it without quotation marks" if isinstance(self.data.get(key), str) else ""
        self.wrong(key, says, mend, least=f"{least:g}", most=f"{most:g}")

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is absent."""
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        self.wrong(key, "« {key} » must be true or false", "write it without quotation marks")
        return False

    def table(self, key: str) -> Table:
        """Return a table of this table; an absent one is empty."""
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, "« {key} » must be a table", "write it as [{key}]")
            value = {}
        return Table(self.file, self.problems, (*self.at, key), value)

    def tables(self, key: str) -> list[Table]:
        """Return the tables written as [[key]]."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "« {key} » must be a list of tables", "write each as [[{key}]]")
            return []
        for number, entry in enumerate(value):
            if not isinstance(entry, dict):
                where = self.where(key, number)
                self.problems.add(where, "every entry of « {key} » must be a table", "write each as [[{key}]]", key=key)
        return [
            Table(self.file, self.problems, (*self.at, key, number), entry)
            for number, entry in enumerate(value)
            if isinstance(entry, dict)
        ]
