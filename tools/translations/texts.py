"""All texts calmdesk shows that are written in the source: sentences of commands and stations, and help pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from translations import helps, said
from translations.rules import has_words

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Texts:
    """What has to be translated, by English text, each with where it stands; and what may be."""

    sentences: dict[str, str]
    """Said by the program: the text, and ``module.py:line``."""

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


def read(package: Path) -> Texts:
    """Read all of a package."""
    modules = said.modules(package)
    found = [each for module in modules for each in (*said.said_in(module), *said.templates(module))]
    return Texts(
        {
            each.text: f"{each.path.relative_to(package)}:{each.line}"
            for each in reversed(found)
            if has_words(each.text)
        },
        tuple(helps.pages()),
        frozenset(text for module in modules for text in said.constants(module)),
        "".join(path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.html*"))),
    )
