"""A settings file to begin with: every table and key explained, nothing set."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from calmdesk.messages import say
from calmdesk.settings.rules import about
from calmdesk.settings.tables import SAYS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from dataclasses import Field
    from typing import Any


def template(language: str) -> str:
    """Return the text of a settings file that sets nothing, its comments in ``language``.

    Where the # at the beginning of a line is taken away, the line holds.
    """
    return "\n".join(_lines(language))


def as_toml(value: object) -> str:
    """Return a value of the settings as it is written in the file."""
    # Imported late: only commands that write settings need it.
    import tomlkit  # noqa: PLC0415

    return tomlkit.item(value).as_string()


def _lines(language: str) -> Iterator[str]:
    yield f"# {say('The settings of calmdesk. All of them are optional.', {}, language)}"
    yield f"# {say('Take the # at the beginning of a line away, and change what stands behind =', {}, language)}"
    for table, kind in TABLES.items():
        yield ""
        yield f"[{table}]  # {say(SAYS[table], {}, language)}"
        for key in fields(kind):
            yield from _entry(key, language)
    yield ""


def _entry(key: Field[Any], language: str) -> Iterator[str]:
    known = about(key)
    yield f"# {say(known.says, {}, language)}"
    yield f"#{key.name} = {as_toml(known.example or key.default)}"
