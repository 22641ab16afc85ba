"""The cue families every language must cover, from ``families.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from pathlib import Path

_FAMILY_KEYS = {"tier", "ladder", "rung", "guards", "cooldown", "max_per_call"}


@dataclass(frozen=True, slots=True)
class Family:
    """A cue family, the same for every language (``families.toml``).

    ``tier`` is its urgency, 0 the highest; ``rung`` the lowest rung of the ladder one cue stands for, 0 without a
    ladder. ``cooldown`` is in seconds of call time; ``max_per_call`` 0 means no limit.
    """

    id: str
    tier: int
    cooldown: float
    guards: frozenset[str] = frozenset()
    rung: int = 0
    max_per_call: int = 0

    @property
    def ladder(self) -> bool:
        """Tell whether repetition climbs the ladder for inappropriate behaviour."""
        return self.rung > 0


def read_families(path: Path) -> dict[str, Family]:
    """Read ``families.toml``.

    Raises:
        PhrasebookError: all that is wrong with it.
    """
    problems = Problems()
    file = TomlFile(path, problems)
    families = {name: _family(name, table, file, problems) for name, table in file.data.items()}
    problems.raise_if_any()
    return families


def _family(name: str, table: dict[str, Any], file: TomlFile, problems: Problems) -> Family:
    for key in table.keys() - _FAMILY_KEYS:
        problems.add(file.where(f"[{name}]"), f"unknown key {key!r} in [{name}]")
    return Family(
        id=name,
        tier=int(table.get("tier", 3)),
        cooldown=float(table.get("cooldown", 20)),
        guards=frozenset(table.get("guards", ())),
        rung=int(table.get("rung", 1)) if table.get("ladder") else 0,
        max_per_call=int(table.get("max_per_call", 0)),
    )
