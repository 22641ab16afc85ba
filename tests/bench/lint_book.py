"""A small phrasebook in which a check finds nothing wrong, to be spoilt by a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from books import LISTS, write_book
from calmdesk.bench.lint.check import Report, Wish, check_source
from calmdesk.bench.lint.twins import Inventory, drifted, take_inventory
from calmdesk.phrasebook.folders import Source
from calmdesk.phrasebook.problems import Level, Problems
from calmdesk.places import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PHRASES = {
    "insult": 'phrases = ["<vous_etes> [vraiment] [des] {qualite}", "bande de {qualite}"]',
    "blame": 'phrases = ["c\'est [de] votre faute", "vous avez ... mal (opéré|soigné)"]',
    "waiting": 'phrases = ["(ça fait) ... que j\'attends [depuis]"]',
}
SAID = {
    "insult": ("vous êtes vraiment des incapables numéro {}", "vous êtes ouverts le {}"),
    "blame": ("c'est de votre faute s'il boite depuis {} jours", "c'est ma faute je sais {}"),
    "waiting": ("ça fait {} heures que j'attends", "je viens dans {} heures"),
}
CARDS = ("Je vous écoute.", "Dites-moi ce qui s'est passé.", "Voyons cela ensemble.", "Bien reçu.", "Je note.")
RUNGS = {"insult": (1, 2, 3, 4, 5)}


class LintBook:
    """A folder of three families with cards and sentences enough."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = write_book(root, PHRASES, lists=LISTS)
        self.source = Source("fr", self.folder, self.folder.parent / "families.toml")
        for name in ("screen.toml", "flow.toml", "wording.toml"):
            self.write(name, (shipped("phrasebooks") / "fr" / name).read_text(encoding="utf-8"))
        for family, (match, no_match) in SAID.items():
            self.write_cases(family, [match.format(n) for n in range(15)], [no_match.format(n) for n in range(10)])
            self.write_cards(family, CARDS)

    def write(self, name: str, text: str) -> None:
        """Write a file of the folder anew."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text in a file of the folder."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def write_cases(self, family: str, match: Iterable[str], no_match: Iterable[str]) -> None:
        """Write a family's sentences."""
        lists = {"match": list(match), "no_match": list(no_match)}
        lines = (f"{key} = {json.dumps(said, ensure_ascii=False)}\n" for key, said in lists.items())
        self.write(f"cases/{family}.toml", f'family = "{family}"\n' + "".join(lines))

    def write_cards(self, family: str, says: Iterable[str]) -> None:
        """Write a family's cards, on its ladder where it has one."""
        rungs = RUNGS.get(family, (0,) * len(CARDS))
        cards = (
            f'[[cards]]\nsay = "{say}"\nwhy = "Il attend."\navoid = "Rien."\nrung = {rung}\n'
            for say, rung in zip(says, rungs, strict=False)
        )
        self.write(f"cards/{family}.toml", f'family = "{family}"\n' + "\n".join(cards))

    def check(self, *, everything: bool = True) -> Report:
        """Check it."""
        return check_source(self.source, [], Wish(everything=everything))

    def told(self, level: Level) -> list[str]:
        """Return what a check says of one level, the folder left out of the paths; the speech model is not its own."""
        found = (str(problem) for problem in self.check().of(level))
        return [line.replace(f"{self.folder}/", "") for line in found if "speech model" not in line]

    @property
    def errors(self) -> list[str]:
        """What makes it unusable."""
        return self.told(Level.ERROR)

    @property
    def warnings(self) -> list[str]:
        """What is worth a look."""
        return self.told(Level.WARNING)

    def drifted_from(self, counts: dict[tuple[str, str], int], keys: dict[str, frozenset[str]]) -> list[str]:
        """Return what it lacks beside a richer twin."""
        problems = Problems()
        mine = take_inventory(self.source)
        twin = Inventory("nl", self.folder, counts=counts, keys=dict(mine.keys) | keys)
        drifted(mine, [twin], SAID, problems)
        return [str(problem).replace(f"{self.folder}/", "") for problem in problems.unique]
