"""A scenario written for a test, with the real phrasebook around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook import folders
from calmdesk.phrasebook.files import Problems
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.rehearsal.reader import read_placed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from calmdesk.rehearsal.scenario import Scenario

SCENARIO = """
title = "L'attente"
family = "waiting"
animal = "Nala"
situation = "Elle attend."
presses = "Et alors ?"

[[turns]]
id = "opening"
says = "Ça fait une heure que j'attends !"
calm = "merci"
hard = "fache"
helps = ["un quart d'heure"]

[[turns]]
id = "fache"
says = "Vous êtes nuls !"
family = "insult"
tension = 3
calm = "merci"
hard = "coupe"

[[ends]]
id = "merci"
kind = "resolved"
says = "Merci."

[[ends]]
id = "coupe"
kind = "hung_up"
says = "Au revoir !"
"""

FAMILIES = ("waiting", "insult")


def read(folder: Path, text: str, families: Sequence[str] = FAMILIES) -> tuple[Scenario, list[str]]:
    """Return what the reader makes of a scenario, and its problems as ``line: text``."""
    path = folder / "made_up.toml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    scenario, _ = read_placed(path, families, read_whole_language(folders.find("fr").folder), problems)
    return scenario, [str(problem).removeprefix(f"{path}:") for problem in problems.unique]
