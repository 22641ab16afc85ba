"""The notice that calls are listened to: a short one to say, one to post; ``privacy.toml`` of each language."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "privacy.toml"
SLOT: Final = "{clinic}"


@dataclass(frozen=True, slots=True)
class Notice:
    """The texts: ``spoken`` at the beginning of a call, ``posted`` at the desk or on a site, a remark for the clinic.

    ``clinic`` stands for a clinic whose name is not known.
    """

    clinic: str = ""
    spoken: str = ""
    posted: str = ""
    adviser: str = ""

    def named(self, clinic: str) -> Notice:
        """Return the texts with the clinic's name in them."""
        name = clinic or self.clinic
        spoken, posted = (text.replace(SLOT, name) for text in (self.spoken, self.posted))
        return Notice(name, _capital(spoken), _capital(posted), self.adviser)


KEYS: Final = frozenset(each.name for each in fields(Notice))


def read_notice(lang: str) -> Notice:
    """Read a language's notice, the clinic's own before the shipped one.

    Raises:
        PhrasebookError: there is no such language, it has no notice, or the notice cannot be used.
    """
    path = folders.find(lang).newest(FILE)
    if path is None:
        raise PhrasebookError(
            "there is no notice in {language!r}", hint="write one after the fr one: {name}", language=lang, name=FILE
        )
    problems = Problems()
    notice = read_all_notice(path, problems)
    problems.raise_if_any()
    return notice


def read_all_notice(path: Path, problems: Problems) -> Notice:
    """Read a file, noting all that is wrong with it; one that is not there is no problem."""
    table = Table(TomlFile(path, problems, needed=False), problems)
    table.refuse_unknown(KEYS)
    for key in sorted(KEYS) if table.data else ():
        if not table.text(key).strip():
            table.wrong(key, "« {key} » is missing")
    return Notice(**{key: table.text(key).strip() for key in KEYS})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
