"""What to say: the cards of one language, from ``cards/<family>.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from calmdesk.phrasebook.families import TOP_RUNG
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.language import read_language
from calmdesk.phrasebook.table import Table
from calmdesk.phrasebook.wording import KINDS, WordingCheck, read_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from calmdesk.phrasebook.files import Where

SLOTS = frozenset({"animal", "client", "vet", "clinic", "callback", "payment_options", "emergency_number"})
"""What a card may leave open: filled from the clinic's settings and from the call."""

_SLOT = re.compile(r"\{([^{}]*)\}")


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


TEXT_KEYS = tuple(field.name for field in fields(CardText) if field.type == "str" and field.name != "id")
CARD_KEYS = frozenset({*TEXT_KEYS, "rung"})
OWN_CARD_KEYS = CARD_KEYS | {"instead_of"}
FILE_KEYS = frozenset({"family", "cards"})
OWN_FILE_KEYS = FILE_KEYS | {"off"}
_NEEDED = ("say", "why", "avoid")
_SPOKEN = ("say", "without", "ask")
_WEIGHED = ("say", "without", "why", "next", "ask", "relay")
"""The texts whose wording is checked: « avoid » quotes what one should not say."""


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its place; ``instead_of`` is the id or the words of the shipped card it stands in for."""

    card: CardText
    where: Where
    instead_of: str = ""


def read_cards(folder: Path, families: Iterable[str], own: Path | None = None) -> dict[str, tuple[CardText, ...]]:
    """Read the cards of a language's folder, by family, the clinic's own laid over them.

    Raises:
        PhrasebookError: every problem found: a family without cards, a card without its parts, an unknown slot, words
            that sound defensive.
    """
    problems = Problems()
    decks = read_decks(folder, families, problems, own)
    problems.raise_if_any()
    return {family: tuple(placed.card for placed in deck) for family, deck in decks.items()}


def read_decks(
    folder: Path, families: Iterable[str], problems: Problems, own: Path | None = None
) -> dict[str, list[PlacedCard]]:
    """Read as ``read_cards`` does, with places, and leave it to the caller to raise."""
    wording = wording_of(folder, problems, own)
    decks: dict[str, list[PlacedCard]] = {}
    for family in families:
        file = TomlFile(folder / "cards" / f"{family}.toml", problems, needed=False)
        deck = list(_CardReader(file, problems, family, wording).cards())
        path = own / "cards" / f"{family}.toml" if own else None
        if path and path.exists():
            deck = _overlaid(deck, _CardReader(TomlFile(path, problems), problems, family, wording, own=True))
        if not deck and (file.data or not file.path.exists()):
            problems.add(file.path, "the family « {family} » has no card", "write one: [[cards]]", family=family)
        decks[family] = deck
    return decks


def wording_of(folder: Path, problems: Problems, own: Path | None = None) -> WordingCheck:
    """Return a language's wording check; what is wrong with the language itself is told elsewhere."""
    return read_wording([folder, own] if own else [folder], read_language(folder, Problems()), problems)


class _CardReader:
    """Reads one file of cards."""

    def __init__(
        self, file: TomlFile, problems: Problems, family: str, wording: WordingCheck, *, own: bool = False
    ) -> None:
        self.table = Table(file, problems)
        self.problems = problems
        self.family = family
        self._wording = wording
        self._own = own

    def cards(self) -> Iterator[PlacedCard]:
        """Yield the cards of the file, checked."""
        self.table.refuse_unknown(OWN_FILE_KEYS if self._own else FILE_KEYS)
        if self.table.text("family", self.family) != self.family:
            self.table.wrong("family", "this file's name says « {family} »", family=self.family)
        for number, table in enumerate(self.table.tables("cards"), 1):
            name = f"{self.family}.own.{number}" if self._own else f"{self.family}.{number}"
            table.refuse_unknown(OWN_CARD_KEYS if self._own else CARD_KEYS)
            instead_of = table.text("instead_of") if self._own else ""
            yield PlacedCard(read_card(name, table, self._wording, self.family), table.where(), instead_of)


def read_card(name: str, table: Table, wording: WordingCheck, family: str = "") -> CardText:
    """Return one card of a file; what is wrong with it is noted in the table's problems."""
    texts = {key: table.text(key) for key in TEXT_KEYS}
    for key in _NEEDED:
        if not texts[key].strip():
            table.wrong(key, "card '{card}': « {key} » is missing", card=name)
    _check_slots(name, table, texts)
    for key in _WEIGHED:
        _check_wording(name, table, key, wording, family)
    return CardText(id=name, rung=table.whole("rung", 0, 0, TOP_RUNG), **texts)


def _check_slots(name: str, table: Table, texts: dict[str, str]) -> None:
    say = texts["say"]
    for slot in sorted(slots_of(say) - SLOTS):
        known = ", ".join(sorted(SLOTS))
        table.wrong(
            "say", "card '{card}': unknown slot « {slot} »", "known are: {known}", card=name, slot=slot, known=known
        )
    if slots_of(say) and not texts["without"].strip():
        mend = "add « without », the words for when the slot is unknown"
        table.wrong("say", "card '{card}': it names a slot", mend, card=name)
    for key, text in texts.items():
        rest = _SLOT.sub("", text) if key == "say" else text
        if "{" in rest or "}" in rest:
            table.wrong(key, "card '{card}': braces stand for slots, and only « say » has slots", card=name)


def _check_wording(name: str, table: Table, key: str, wording: WordingCheck, family: str) -> None:
    text = table.data.get(key, "")
    if not isinstance(text, str):
        return
    for found in wording.find_defensive(text, family):
        table.wrong(
            key,
            KINDS[found.kind],
            "try {suggest}",
            card=name,
            words=" ".join(found.words).strip(".,;:!?… "),
            suggest=found.suggest,
        )
    count = len([word for word in text.split() if any(letter.isalnum() for letter in word)])
    if key in _SPOKEN and count > wording.longest:
        says = "card '{card}': « {key} » has {count} words; one breath holds {most}"
        table.wrong(
            key, says, "make two sentences of it and keep the first", card=name, count=count, most=wording.longest
        )


def _overlaid(deck: list[PlacedCard], own: _CardReader) -> list[PlacedCard]:
    """Return a family's cards with the clinic's own file laid over them; shipped ones are named by id or words."""
    added = list(own.cards())
    off = own.table.texts("off")
    instead = {placed.instead_of: placed for placed in added if placed.instead_of}
    names = {name for placed in deck for name in _names(placed)}
    gone = [(text.text, text.where) for text in off] + [(name, placed.where) for name, placed in instead.items()]
    for name, where in gone:
        if name not in names:
            own.problems.warn(
                where, "« {card} » is not among the shipped cards of {family}", card=name, family=own.family
            )
    result: list[PlacedCard] = []
    for placed in deck:
        replacing = [instead.pop(name) for name in _names(placed) if name in instead]
        if replacing:
            result.append(replacing[0])
        elif not any(text.text in _names(placed) for text in off):
            result.append(placed)
    return [*result, *instead.values(), *(placed for placed in added if not placed.instead_of)]


def _names(placed: PlacedCard) -> tuple[str, str]:
    return placed.card.id, placed.card.say
