"""What stood in one answer: what was acknowledged, the card, words to avoid. Words are looked at, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.call.text import safe
from calmdesk.cues.desk_ear import SAID
from calmdesk.cues.read_aloud import Sentence
from calmdesk.rehearsal.scenario import Tone
from calmdesk.rehearsal.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.wording import Defensive, WordingCheck
    from calmdesk.rehearsal.scenario import Turn
    from calmdesk.rehearsal.texts import Lists

LONGEST = 2_000
"""Characters of an answer that are looked at: two minutes of talk."""

FORGIVEN = frozenset({"apology", "jargon"})
"""Kinds of words to avoid that the look back tells of, and at which no client turns angry."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stood in an answer.

    ``acknowledged`` are words that tell the client of having been heard, ``choices`` words that offer a choice,
    ``helped`` those the scenario waits for at this point. ``card`` is the sentence of the family's card that was said,
    more or less; empty where none was.
    """

    text: str
    tone: Tone
    acknowledged: tuple[str, ...] = ()
    helped: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    named: bool = False
    card: str = ""
    avoided: tuple[Defensive, ...] = ()


class Judge:
    """Looks at answers in one scenario.

    Args:
        wording: the words to avoid.
        lists: the words of acknowledgement, and of a choice.
        animal: the animal's name; empty where there is none.
    """

    def __init__(self, wording: WordingCheck, lists: Lists, animal: str = "") -> None:
        self._wording = wording
        self._language = wording.language
        self._acknowledge = Words(lists.acknowledge, self._language, lists.denied)
        self._choices = Words(lists.choices, self._language)
        self._name = self._language.words(animal)

    def look(self, text: str, turn: Turn, cards: Iterable[str] = ()) -> Answer:
        """Return what stands in an answer to a turn; ``cards`` are the sentences that would have fitted."""
        text = safe(text[:LONGEST])
        acknowledged = self._acknowledge.find(text)
        helped = Words(turn.helps, self._language).find(text)
        choices = self._choices.find(text)
        named = self._names(text)
        card = next((card for card in cards if _is_said(card, text)), "")
        avoided = tuple(self._wording.find_defensive(text, turn.family))
        signs = sum(map(bool, (acknowledged, helped, choices, card)))
        hardening = sum(found.kind not in FORGIVEN for found in avoided)
        tone = _tone(signs + named if signs else 0, hardening)
        return Answer(text, tone, acknowledged, helped, choices, named, card, avoided)

    def _names(self, text: str) -> bool:
        """Tell whether the animal is called by its name."""
        words, name = self._language.words(text), self._name
        return bool(name) and any(words[i : i + len(name)] == name for i in range(len(words)))


def _tone(calming: int, hardening: int) -> Tone:
    """Weigh an answer: a client hears the « mais » behind « je comprends »."""
    if hardening and hardening >= calming:
        return Tone.HARD
    return Tone.CALM if calming else Tone.NEUTRAL


def _is_said(card: str, text: str) -> bool:
    sentence = Sentence(card)
    words = frozenset[int]().union(
        *(passage.words for passage in sentence.passages(text.split()) if len(passage.words) > 1)
    )
    return sentence.share(words) >= SAID
