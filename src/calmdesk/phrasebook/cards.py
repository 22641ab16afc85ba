"""What to say: the cards of one language, from ``cards/<family>.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from calmdesk.phrasebook.files import Problems, TomlFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SLOTS = frozenset({"animal", "client", "vet", "clinic", "callback", "payment_options", "emergency_number"})
"""What a card may leave open: filled from the clinic's settings and from the call."""

TOP_RUNG = 5
LONGEST_SAY = 25
"""Words: what one can say in one breath."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_FILE_KEYS = {"family", "cards"}


@dataclass(frozen=True, slots=True)
class CardText:
    """One card as its author wrote it.

    ``say`` may name slots; ``without`` is the wording for when one of them is unknown. ``rung`` is the step of the
    ladder the card belongs to, 0 for any.
    """

    id: str
    say: str
    why: str
    avoid: str
    without: str = ""
    next: str = ""
    ask: str = ""
    relay: str = ""
    rung: int = 0

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots that ``say`` leaves open."""
        return slots_of(self.say)


def slots_of(text: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(_SLOT.findall(text))


_CARD_KEYS = {field.name for field in fields(CardText)} - {"id"}
_NEEDED = ("say", "why", "avoid")


def read_cards(folder: Path, families: Iterable[str]) -> dict[str, tuple[CardText, ...]]:
    """Read the cards of a language's folder, by family.

    Raises:
        PhrasebookError: every problem found: a family without cards, a card without its parts, an unknown slot.
    """
    problems = Problems()
    decks: dict[str, tuple[CardText, ...]] = {}
    for family in families:
        file = TomlFile(folder / "cards" / f"{family}.toml", problems)
        for key in file.data.keys() - _FILE_KEYS:
            problems.add(file.where(key), f"unknown key {key!r}; known are {', '.join(sorted(_FILE_KEYS))}")
        entries = file.data.get("cards", [])
        decks[family] = tuple(_card(f"{family}.{n}", entry, file, problems) for n, entry in enumerate(entries, 1))
        if not entries:
            problems.add(file.path, f"the family {family!r} has no card")
    problems.raise_if_any()
    return decks


def _card(name: str, entry: Mapping[str, Any], file: TomlFile, problems: Problems) -> CardText:
    where = file.where(str(entry.get("say", "")))
    for problem in _problems(name, entry):
        problems.add(where, problem)
    known = {key: value for key, value in entry.items() if key in _CARD_KEYS}
    return CardText(id=name, **{"say": "", "why": "", "avoid": ""} | known)


def _problems(name: str, entry: Mapping[str, Any]) -> Iterable[str]:
    for key in sorted(entry.keys() - _CARD_KEYS):
        yield f"card {name}: unknown key {key!r}; known are {', '.join(sorted(_CARD_KEYS))}"
    for key in _NEEDED:
        if not entry.get(key):
            yield f"card {name}: {key!r} is missing"
    say = str(entry.get("say", ""))
    for slot in sorted(slots_of(say) - SLOTS):
        yield f"card {name}: unknown slot {{{slot}}}; known are {', '.join(sorted(SLOTS))}"
    if slots_of(say) and not entry.get("without"):
        yield f"card {name}: it names a slot, so it needs « without », the wording for when the slot is unknown"
    if not 0 <= int(entry.get("rung", 0)) <= TOP_RUNG:
        yield f"card {name}: « rung » runs from 1 to {TOP_RUNG}"
