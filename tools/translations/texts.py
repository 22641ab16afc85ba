"""All texts calmdesk shows that are written in the source: sentences of commands and stations, and help pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli

from translations import helps, said
from translations.rules import has_words

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Texts:
    """What has to be translated, by English text, each with where it stands; and what may be."""

    sentences: dict[str, str]
    """Said by the program: the text, and ``module.py:line``; or the file of another language that translates it."""

    pages: tuple[helps.Page, ...]

    written: frozenset[str]
    """Every text that stands in a module: a translation of none of these is left over."""

    html: str
    """The templates of pages, which ask for texts, too."""

    @property
    def words(self) -> dict[str, str]:
        """Return what stands on help pages, each with the first command that shows it."""
        return {text: page.name for page in reversed(self.pages) for text in page.words}

    def used(self, text: str) -> bool:
        """Tell whether anything can ask for a translation of a text."""
        return text in self.written or text in self.words or text in self.html


def read(package: Path, folders: list[Path]) -> Texts:
    """Read all of a package; what one language translates, the others have to translate, too."""
    modules = said.modules(package)
    found = [each for module in modules for each in (*said.said_in(module), *said.templates(module))]
    written = frozenset(text for module in modules for text in said.constants(module))
    places = {text: name for text, name in _translated(folders).items() if text in written}
    places |= {each.text: f"{each.path.relative_to(package)}:{each.line}" for each in reversed(found)}
    return Texts(
        {text: place for text, place in places.items() if has_words(text)},
        tuple(helps.pages()),
        written,
        "".join(path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.html*"))),
    )


def _translated(folders: list[Path]) -> dict[str, str]:
    """Return what any language translates, with the name of the file."""
    files = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    return {text: path.name for path in files for text in tomli.loads(path.read_text(encoding="utf-8"))}
