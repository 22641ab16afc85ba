"""Rehearsals: their texts, their scenarios, and whether the client's lines are found as what they claim to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.rehearsal.reader import read_placed, scenario_files
from calmdesk.rehearsal.texts import NAME, read_texts

if TYPE_CHECKING:
    from calmdesk.bench.lint.material import Checked
    from calmdesk.phrasebook.problems import Problems
    from calmdesk.phrasebook.table import Table
    from calmdesk.rehearsal.scenario import Turn


def check_rehearsals(checked: Checked, problems: Problems) -> None:
    """Note what is wrong with a language's rehearsals; it need not have any."""
    language = checked.book.language
    for folder in checked.source.folders:
        if (folder / NAME).is_file():
            read_texts(folder / NAME, language, problems)
    for path in scenario_files(checked.source).values():
        scenario, places = read_placed(path, checked.families, language, problems)
        for turn in scenario.turns.values() if checked.phrases_read else ():
            _check_line(checked, turn, places[turn.id], problems)


def _check_line(checked: Checked, turn: Turn, place: Table, problems: Problems) -> None:
    """Note a line that would not bring the card its author thinks of."""
    found = {hit.family for hit in checked.shipped_matcher.cues(turn.says)}
    if turn.family and turn.family not in found:
        problems.add(
            place.where("says"),
            "the client's line is not found as « {family} », but as: {found}",
            "use words of a phrase of that family, or name another family",
            family=turn.family,
            found=", ".join(sorted(found)) or "—",
        )
