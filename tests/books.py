"""Small phrasebooks written for a test: real folders, read by the real reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.cues.match import Matcher
from calmdesk.phrasebook.read import read_phrasebook
from calmdesk.places import shipped

if TYPE_CHECKING:
    from pathlib import Path

FAMILIES = """
[insult]
tier = 1
ladder = true
rung = 1
guards = ["negation", "denied", "reported"]
cooldown = 10

[blame]
tier = 2
guards = ["negation", "reported"]
cooldown = 15

[waiting]
tier = 3
guards = []
cooldown = 25
"""

LISTS = """
[lists]
qualite = ["nul", "incapable", "bon à rien"]
tiers = ["mon voisin", "ma voisine"]

[rules]
vous_etes = "(vous êtes|t'es)"
"""


def write_book(root: Path, phrases: dict[str, str], *, lists: str = LISTS) -> Path:
    """Write a French phrasebook with the given phrase files (family to TOML) and return its folder."""
    folder = root / "phrasebooks" / "fr"
    (folder / "phrases").mkdir(parents=True)
    (folder.parent / "families.toml").write_text(FAMILIES, encoding="utf-8")
    for name in ("language.toml", "sounds.toml"):
        text = (shipped("phrasebooks") / "fr" / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("{bete}", "chien"), encoding="utf-8")
    (folder / "lists.toml").write_text(lists, encoding="utf-8")
    for family, text in phrases.items():
        (folder / "phrases" / f"{family}.toml").write_text(f'family = "{family}"\n{text}', encoding="utf-8")
    return folder


def matcher_for(root: Path, **phrases: str) -> Matcher:
    """Return the matcher of a phrasebook with these phrase files."""
    return Matcher.of(read_phrasebook(write_book(root, phrases)))
