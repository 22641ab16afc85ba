"""The cue families every language must cover, from ``families.toml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOP_RUNG = 5
"""The last step of the ladder: the end of the call."""

LOWEST_TIER = 4
LONGEST_COOLDOWN = 3_600
"""Seconds."""

STEPS = ("welcome", "name", "clarify", "offer", "confirm")
"""The skeleton of an answer: *Accueillir → Nommer → Préciser → Proposer deux choix → Confirmer*."""

KNOWN_KEYS = frozenset({"tier", "ladder", "rung", "guards", "cooldown", "max_per_call", "step", "may_miss", "may_fire"})
OWN_KEYS = frozenset({"cooldown", "max_per_call"})
"""What a clinic may change of a family, in its own ``phrases/<family>.toml``."""


@dataclass(frozen=True, slots=True)
class Family:
    """A cue family, the same for every language (``families.toml``).

    ``tier`` is its urgency, 0 the highest; ``rung`` the lowest rung of the ladder one cue stands for, 0 without a
    ladder. ``cooldown`` is in seconds of call time; ``max_per_call`` 0 means no limit. ``may_miss`` and ``may_fire``
    are the shares of must-match cases missed, and of must-not-match cases fired, up to which a check passes. ``step``
    is the step of ``STEPS`` its cards belong to, empty where the skeleton does not help.
    """

    id: str
    tier: int
    cooldown: float
    guards: frozenset[str] = frozenset()
    rung: int = 0
    max_per_call: int = 0
    step: str = ""
    may_miss: float = 0.5
    may_fire: float = 0.1

    @property
    def ladder(self) -> bool:
        """Tell whether repetition climbs the ladder for inappropriate behaviour."""
        return self.rung > 0


def read_families(path: Path, own: Path | None = None) -> dict[str, Family]:
    """Read ``families.toml``.

    Args:
        path: the file.
        own: the clinic's folder for a language, whose ``phrases`` may change cooldown and maximum.

    Raises:
        PhrasebookError: all that is wrong with it.
    """
    problems = Problems()
    families = read_all_families(path, problems, own)
    problems.raise_if_any()
    return families


def read_all_families(path: Path, problems: Problems, own: Path | None = None) -> dict[str, Family]:
    """Read as ``read_families`` does, and leave it to the caller to raise."""
    table = Table(TomlFile(path, problems), problems)
    families = {name: _family(name, table.table(name)) for name in table.data}
    return _changed(families, own, problems) if own else families


def _family(name: str, table: Table) -> Family:
    table.refuse_unknown(KNOWN_KEYS)
    rung = table.whole("rung", 1, 1, TOP_RUNG)
    step = table.text("step")
    if step and step not in STEPS:
        table.wrong("step", "unknown step « {step} »", "known are: {known}", step=step, known=", ".join(STEPS))
    return Family(
        id=name,
        tier=table.whole("tier", 3, 0, LOWEST_TIER),
        guards=frozenset(text.text for text in table.texts("guards")),
        rung=rung if table.flag("ladder") else 0,
        may_miss=table.number("may_miss", 0.5, 0, 1),
        may_fire=table.number("may_fire", 0.1, 0, 1),
        cooldown=_cooldown(table, 20),
        max_per_call=_maximum(table, 0),
        step=step,
    )


def _cooldown(table: Table, default: float) -> float:
    return table.number("cooldown", default, 0, LONGEST_COOLDOWN)


def _maximum(table: Table, default: int) -> int:
    return table.whole("max_per_call", default, 0, 1_000)


def _changed(families: Mapping[str, Family], own: Path, problems: Problems) -> dict[str, Family]:
    """Return the families with what the clinic's own phrase files change; those are checked where phrases are read."""
    changed = dict(families)
    unnoted = Problems()
    for path in sorted((own / "phrases").glob("*.toml")):
        table = Table(TomlFile(path, unnoted), problems)
        family = changed.get(str(table.data.get("family", path.stem)))
        if family:
            cooldown, maximum = _cooldown(table, family.cooldown), _maximum(table, family.max_per_call)
            changed[family.id] = replace(family, cooldown=cooldown, max_per_call=maximum)
    return changed
