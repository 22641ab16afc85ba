"""Outcomes, calls and labelled files written for a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calmdesk.bench.labelled import Labelled
from calmdesk.bench.scores import Outcome
from calmdesk.call.events import Card

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.call.events import Cue, Heard, Listened, Said

INSULT = """
phrases = [
  "<vous_etes> [vraiment] [des] {qualite}",
  { say = "ferme la", strict = 1.0 },
]
"""
BLAME = 'phrases = ["c\'est [de] votre faute", "vous avez ... mal (opéré|soigné)"]'
WAITING = 'phrases = ["ça fait ... que j\'attends"]'

CASES = {
    "insult": ("vous êtes vraiment des incapables", "vous êtes ouverts demain"),
    "blame": ("c'est de votre faute s'il boite", "c'est ma faute je sais"),
    "waiting": ("ça fait une heure que j'attends", "j'attends votre appel demain"),
}


def row(name: str, text: str = "bonjour madame", *labels: str) -> Labelled:
    """Return a labelled sentence."""
    return Labelled(name, text, frozenset(labels))


class PlainAdviser:
    """An adviser without a memory: every moment's most urgent cue brings a card."""

    def __init__(self, families: Iterable[str]) -> None:
        self._families = list(families)

    def advise(self, cues: list[Cue], at: float) -> Card | None:
        """Return the card of the first family in order."""
        first = min(cues, key=lambda cue: self._families.index(cue.family))
        return Card(at, first.family, f"{first.family}.1", "Oui.", "", "", because=first.words)

    def heard(self, _event: Heard | Listened | Said) -> Card | None:
        """Bring no card of the flow."""
        return None

    def echoed(self, _cues: list[Cue], _at: float) -> None:
        """Do nothing: nobody reads aloud."""


def outcome(name: str, labels: str, found: str, *, seconds: float = 3.0) -> Outcome:
    """Return an outcome; families are given as words: ``outcome("1", "insult blame", "insult")``."""
    cards = tuple(found.split())[:1]
    return Outcome(row(name, f"phrase {name}", *labels.split()), frozenset(found.split()), cards, seconds)


def write_lines(path: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    """Write JSON lines; a text goes in as it is."""
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_script(path: Path, *turns: tuple[Any, ...], timed: bool = False) -> Path:
    """Write a call script; a turn is (speaker, text, labels), five seconds each when ``timed``."""
    table = [
        {"speaker": speaker, "text": text, "labels": labels.split()}
        | ({"start": 5.0 * number, "end": 5.0 * number + 4.0} if timed else {})
        for number, (speaker, text, labels) in enumerate(turns)
    ]
    path.write_text(json.dumps({"id": path.stem, "title": "un appel", "turns": table}), encoding="utf-8")
    return path
