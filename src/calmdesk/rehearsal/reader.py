"""Reads scenario files, ``rehearsals/<name>.toml`` of a language's folder, with every problem at its line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from calmdesk.phrasebook.families import TOP_RUNG
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.pattern import TemplateError
from calmdesk.phrasebook.table import Table
from calmdesk.rehearsal.paths import check_paths
from calmdesk.rehearsal.scenario import MOST_TENSION, WRITTEN, Ending, Kind, Scenario, Turn
from calmdesk.rehearsal.words import wordings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.phrasebook.folders import Source
    from calmdesk.phrasebook.language import Language

FOLDER = "rehearsals"
FILE_KEYS = frozenset({"title", "family", "animal", "client", "situation", "presses", "turns", "ends"})
TURN_KEYS = frozenset({"id", "says", "family", "rung", "tension", "helps", "calm", "neutral", "hard"})
END_KEYS = frozenset({"id", "kind", "says"})

LONGEST = 300
"""Characters of what is said at once: a voice needs half a minute for them."""

MOST_TURNS = 50
_LONGEST_SITUATION = 2_000

Part = TypeVar("Part", Turn, Ending)


def scenario_files(source: Source) -> dict[str, Path]:
    """Return the scenarios of a language by name; the clinic's own stand in for shipped ones of the same name."""
    paths = [path for folder in source.folders for path in sorted((folder / FOLDER).glob("*.toml"))]
    return dict(sorted({path.stem: path for path in paths}.items()))


def read_scenario(path: Path, families: Iterable[str], language: Language) -> Scenario:
    """Read one scenario.

    Raises:
        PhrasebookError: all that is wrong with it.
    """
    problems = Problems()
    scenario, _ = read_placed(path, families, language, problems)
    problems.raise_if_any()
    return scenario


def read_placed(
    path: Path, families: Iterable[str], language: Language, problems: Problems
) -> tuple[Scenario, dict[str, Table]]:
    """Read as ``read_scenario`` does, with the place of each turn and end; leave it to the caller to raise."""
    own = Problems()  # a file that cannot be read lacks nothing else
    file = TomlFile(path, own)
    problems.extend(own.found)
    if own.found:
        return Scenario(path.stem, "", "", ""), {}
    return _Reader(Table(file, problems), frozenset(families), language).scenario(path.stem)


class _Reader:
    """Reads one file."""

    def __init__(self, table: Table, families: frozenset[str], language: Language) -> None:
        self._table = table
        self._families = families
        self._language = language
        self._family = ""

    def scenario(self, name: str) -> tuple[Scenario, dict[str, Table]]:
        table = self._table
        table.refuse_unknown(FILE_KEYS)
        self._family = self._known_family(table, "")
        turns = self._unique("turns", [(self._turn(each), each) for each in table.tables("turns")[:MOST_TURNS]])
        ends = self._unique("ends", [(_ending(each), each) for each in table.tables("ends")[:MOST_TURNS]])
        scenario = Scenario(
            name=name,
            title=needed(table, "title"),
            situation=needed(table, "situation", _LONGEST_SITUATION),
            presses=needed(table, "presses"),
            animal=needed(table, "animal") if "animal" in table.data else "",
            client=needed(table, "client") if "client" in table.data else "",
            turns={turn.id: turn for turn, _ in turns},
            ends={end.id: end for end, _ in ends},
        )
        self._check_size()
        places = {turn.id: each for turn, each in turns} | {end.id: each for end, each in ends}
        if self._check_targets(scenario, turns):
            check_paths(scenario, places)
        return scenario, places

    def _turn(self, table: Table) -> Turn:
        table.refuse_unknown(TURN_KEYS)
        helps = tuple(text.text for text in table.texts("helps") if self._is_template(text.text, table))
        return Turn(
            id=needed(table, "id"),
            says=needed(table, "says"),
            family=self._known_family(table, self._family),
            tension=table.whole("tension", 2, 0, MOST_TENSION),
            calm=needed(table, "calm"),
            hard=needed(table, "hard"),
            neutral=table.text("neutral"),
            rung=table.whole("rung", 0, 0, TOP_RUNG),
            helps=helps,
        )

    def _known_family(self, table: Table, default: str) -> str:
        family = table.text("family", default)
        if family and family not in self._families:
            near = get_close_matches(family, self._families, n=1)
            mend = "did you mean « {near} »?" if near else "families.toml names them all"
            table.wrong("family", "unknown family « {family} »", mend, family=family, near=near[0] if near else "")
            return ""
        return family

    def _is_template(self, template: str, table: Table) -> bool:
        try:
            wordings_of(template, self._language)
        except TemplateError as error:
            table.wrong("helps", "« {template} »: {reason}", template=template, reason=error.reason)
            return False
        return True

    def _unique(self, key: str, parts: list[tuple[Part, Table]]) -> list[tuple[Part, Table]]:
        if not parts:
            self._table.wrong(key, "« {key} » is missing", "write at least one: [[{key}]]")
        found: dict[str, tuple[Part, Table]] = {}
        for part, table in parts:
            if part.id in found:
                table.wrong("id", "« {name} » is there twice", "give each its own name", name=part.id)
            found.setdefault(part.id, (part, table))
        return list(found.values())

    def _check_size(self) -> None:
        for key in ("turns", "ends"):
            if len(self._table.tables(key)) > MOST_TURNS:
                says = "there are more than {most} of « {key} »"
                self._table.wrong(key, says, "split the scenario", most=MOST_TURNS)

    def _check_targets(self, scenario: Scenario, turns: list[tuple[Turn, Table]]) -> bool:
        """Tell whether every branch leads somewhere, and there is something to follow."""
        names = [*scenario.turns, *scenario.ends]
        fine = bool(scenario.turns and scenario.ends)
        for name in scenario.turns.keys() & scenario.ends.keys():
            self._table.wrong("ends", "« {name} » is a turn and an end", "give each its own name", name=name)
            fine = False
        for turn, table in turns:
            for key, name in turn.leads_to:
                if name not in names:
                    near = get_close_matches(name, names, n=1)
                    mend = "did you mean « {near} »?" if near else "write a turn or an end of this name"
                    says = "« {key} » leads to « {name} », which is neither a turn nor an end"
                    table.wrong(key, says, mend, name=name, near=near[0] if near else "")
                    fine = False
            fine = fine and bool(turn.calm and turn.hard)
        return fine


def _ending(table: Table) -> Ending:
    table.refuse_unknown(END_KEYS)
    kind = table.text("kind")
    if kind not in WRITTEN:
        table.wrong("kind", "« {kind} » is no kind of end", "known are: {known}", kind=kind, known=", ".join(WRITTEN))
        kind = Kind.HUNG_UP
    return Ending(needed(table, "id"), Kind(kind), needed(table, "says"))


def needed(table: Table, key: str, most: int = LONGEST) -> str:
    """Return a text that must be there, and be one that can be said or read at once."""
    text = table.text(key)
    if key not in table.data or (isinstance(table.data[key], str) and not text.strip()):
        table.wrong(key, "« {key} » is missing")
    if len(text) > most:
        table.wrong(key, "« {key} » is longer than {most} characters", "say it in fewer words", most=most)
    return text
