"""Where phrasebooks lie: those that ship, and the clinic's own in the user's data folder, laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk import places
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from pathlib import Path

OPINION = "opinion.npz"
"""Name of the file that holds a language's second opinion."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one language's phrasebook lies.

    ``folder`` holds all of it; ``own`` the clinic's additions, None where it has none. A language that ``only_own`` has
    lies in ``folder``, and nothing is laid over it.
    """

    lang: str
    folder: Path
    families: Path
    own: Path | None = None
    only_own: bool = False

    @property
    def folders(self) -> list[Path]:
        """The folders to read, the later laid over the earlier."""
        return [self.folder, self.own] if self.own else [self.folder]

    @property
    def phrase_folders(self) -> list[Path]:
        """The folders that say which phrases there are: the clinic's own only where it changes some."""
        return self.folders if self.own and changes_phrases(self.own) else [self.folder]

    def newest(self, name: str) -> Path | None:
        """Return a file of the language, the clinic's own before the shipped one; None when there is neither."""
        return next((path for folder in reversed(self.folders) if (path := folder / name).is_file()), None)


def changes_phrases(own: Path) -> bool:
    """Tell whether a clinic's folder holds phrases or lists, and not just examples that are commented out."""
    unnoted = Problems()
    paths = [*own.glob("phrases/*.toml"), *own.glob("lists/*.toml"), own / "lists.toml"]
    files = [TomlFile(path, unnoted, needed=False) for path in paths]
    # A file that cannot be read must be told about, so it counts.
    return bool(unnoted.found) or any(value for file in files for key, value in file.data.items() if key != "family")


def own_root() -> Path:
    """Return the folder of the clinic's own phrasebooks, one folder a language; it may not exist."""
    return places.user_data() / "phrasebooks"


def shipped_root() -> Path:
    """Return the folder of the phrasebooks that ship."""
    return places.shipped("phrasebooks")


def languages() -> list[str]:
    """Return the codes of the languages that have a phrasebook: shipped, or the clinic's own."""
    found = [*shipped_root().glob("*/language.toml"), *own_root().glob("*/language.toml")]
    return sorted({path.parent.name for path in found})


def find(lang: str, *, shipped_only: bool = False) -> Source:
    """Return where a language's phrasebook lies.

    Args:
        lang: its code.
        shipped_only: leave the clinic's own folder out.

    Raises:
        PhrasebookError: there is none; names those there are.
    """
    if lang not in languages():
        raise PhrasebookError(
            "no phrasebook for {language!r}",
            hint="there are: {languages}",
            language=lang,
            languages=", ".join(languages()),
        )
    own = own_root() / lang
    families = shipped_root() / "families.toml"
    shipped = shipped_root() / lang
    if not (shipped / "language.toml").is_file():
        return Source(lang, own, families, only_own=True)
    return Source(lang, shipped, families, own if own.is_dir() and not shipped_only else None)
