"""An adviser with the cards that ship, and what a client may do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.advice.adviser import CallAdviser, Manner
from calmdesk.call.events import Card, Cue, Final, Listened, Partial, Side, Word
from calmdesk.phrasebook.cards import read_cards
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.flow import read_flow
from calmdesk.places import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = shipped("phrasebooks")
FAMILIES = read_families(FOLDER / "families.toml")
FLOW = read_flow(FOLDER / "fr")
CARDS = read_cards(FOLDER / "fr", FAMILIES) | FLOW
LADDER = sorted(name for name, family in FAMILIES.items() if family.ladder)
ALARMS = sorted(name for name, family in FAMILIES.items() if family.tier == 0)


def adviser(manner: Manner | None = None, slots: Mapping[str, str] | None = None) -> CallAdviser:
    """Return an adviser at the beginning of a call; unless told otherwise, as at the desk: alarms stay."""
    return CallAdviser(FAMILIES, CARDS, slots, manner)


def cue(family: str, at: float, score: float = 1.0) -> Cue:
    """Return a cue of a family."""
    return Cue(at, family, "…", ("…",), score)


def advise(desk: CallAdviser, family: str, at: float) -> Card | None:
    """Tell the adviser one cue."""
    return desk.advise([cue(family, at)], at)


def shown(desk: CallAdviser, family: str, at: float) -> Card:
    """Tell the adviser one cue that must bring a card."""
    card = advise(desk, family, at)
    assert card is not None, desk.decisions[-1]
    return card


def last(desk: CallAdviser) -> str:
    """Return what became of the last cue."""
    return desk.decisions[-1].outcome.value


def speak(desk: CallAdviser, start: float, end: float, side: Side = Side.CLIENT, number: int = 0) -> list[Card]:
    """Let one side talk from ``start`` to ``end``, two words a second, and return the cards that come of it."""
    times = [start + step / 2 for step in range(int((end - start) * 2))]
    words = tuple(Word("mot", at, at + 0.4) for at in times)
    cards = [
        desk.heard(Partial(word.end, " ".join(["mot"] * count), number, side)) for count, word in enumerate(words, 1)
    ]
    cards.append(desk.heard(Final(end + 0.5, " ".join(["mot"] * len(words)), number, words, side)))
    return [card for card in cards if card]


def keep_quiet(desk: CallAdviser, start: float, end: float, side: Side = Side.CLIENT) -> list[Card]:
    """Let time pass without a word, and return the cards that come of it."""
    times = [start + step / 2 for step in range(int((end - start) * 2) + 1)]
    return [card for at in times if (card := desk.heard(Listened(at, side)))]
