"""A phrasebook of three families in a made-up language, small enough to be read at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook.problems import Level, Problems
from calmdesk.phrasebook.read import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrasebook

FAMILIES = """
[insult]
tier = 1
ladder = true
rung = 4
guards = ["negation"]
cooldown = 10

[blame]
tier = 2
guards = ["negation"]
cooldown = 15

[waiting]
tier = 3
cooldown = 25
"""

LANGUAGE = """
name = "xx"
fillers = ["euh"]
light = ["le", "la", "de", "des", "ce", "est"]
half = ["vous", "êtes", "pas", "je"]
[guards.negation]
before = ["pas"]
"""

LISTS = """
[lists]
mots = ["nul", "incapable"]
[rules]
vous_etes = "(vous êtes|t'es)"
"""

PHRASES = """
family = "insult"
phrases = [
  "<vous_etes> [des] {mots}",
  "bande de {mots}",
]
"""

CARD = """
[[cards]]
say = "Je vous écoute."
why = "On entend."
avoid = "« Calmez-vous. »"
"""


class SmallBook:
    """A folder that ships and one of a clinic's own, both to be written into."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "phrasebooks" / "xx"
        self.own_folder = root / "own" / "xx"
        self.write("../families.toml", FAMILIES)
        self.write("language.toml", LANGUAGE)
        self.write("lists.toml", LISTS)
        self.write("phrases/insult.toml", PHRASES)
        for family in ("insult", "blame", "waiting"):
            self.write(f"cards/{family}.toml", f'family = "{family}"\n{CARD}')

    def write(self, name: str, text: str) -> Path:
        """Write a file of the shipped folder."""
        return _write(self.folder / name, text)

    def own(self, name: str, text: str) -> Path:
        """Write a file of the clinic's own."""
        return _write(self.own_folder / name, text)

    def read(self) -> tuple[Phrasebook, Problems]:
        """Read the phrases."""
        problems = Problems()
        return read_book(self.folder, problems, self.own_folder), problems

    def told(self, level: Level = Level.ERROR) -> list[str]:
        """Return what is wrong with the phrases, the folders left out of the paths."""
        return short(self, self.read()[1], level)

    def templates(self, family: str = "insult") -> list[str]:
        """Return a family's templates, as they count."""
        return [phrase.text for phrase in self.read()[0].phrases if phrase.family == family]


def short(book: SmallBook, problems: Problems, level: Level = Level.ERROR) -> list[str]:
    """Return problems as lines, the folders left out of the paths."""
    told = [str(problem) for problem in problems.unique if problem.level is level]
    return [line.replace(f"{book.folder}/", "").replace(f"{book.own_folder}/", "own/") for line in told]


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
