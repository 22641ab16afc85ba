"""What is known of a call once it is over, apart from any page: frozen, in call time, no score of a person.

``gather`` makes the facts of a call; ``facts_json`` writes them down. Places (``utterance``, ``card``) are positions in
the facts' own tuples, counted from 0. Every text is safe to show.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calmdesk.call.events import Side
from calmdesk.messages import Tenths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.call.events import Word


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one side said in one go, from ``start`` to ``end``; ``words`` are those of its text, each with its times."""

    side: Side
    start: float
    end: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an utterance: ``first`` to ``last`` (inclusive) of those of ``utterances[utterance]``."""

    utterance: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class CueFact:
    """A cue: noticed at ``at``, its words said from ``start`` on.

    ``passage`` is None where the settled utterance does not hold the words any more. ``outcome`` says what became of
    it (``advice.decision.Outcome``, empty where that is not known); ``card`` is the place of the card it brought.
    """

    at: float
    start: float
    family: str
    phrase: str
    words: tuple[str, ...]
    score: float
    side: Side
    passage: Passage | None = None
    outcome: str = ""
    card: int | None = None


@dataclass(frozen=True, slots=True)
class CardFact:
    """A card as it was shown, and what became of it.

    ``because`` are the client's words that called for it. ``said`` is when the desk had said its sentence, None where
    it did not. ``instead`` are the desk's next words, empty where the desk is not heard on a channel of its own or
    said nothing soon; they begin at ``answered``.
    """

    at: float
    family: str
    card: str
    tier: int
    rung: int
    say: str
    why: str
    avoid: str
    next: str = ""
    ask: str = ""
    relay: str = ""
    step: str = ""
    because: tuple[str, ...] = ()
    said: float | None = None
    answered: float | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class WordingFact:
    """Words of the desk that may sound defensive, said from ``start`` on, with what could be said instead."""

    at: float
    start: float
    words: tuple[str, ...]
    suggest: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class RungFact:
    """From ``at`` on the ladder for inappropriate behaviour stood at ``rung``; 0: nothing happened, 5: the end."""

    at: float
    rung: int


@dataclass(frozen=True, slots=True)
class Talk:
    """Seconds of the call in which the client, the desk, both at once, or nobody was heard to speak.

    ``client`` and ``desk`` hold ``both``; pauses shorter than ``talk.BREATH`` belong to what is said around them.
    """

    client: float = 0.0
    desk: float = 0.0
    both: float = 0.0
    silence: float = 0.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """How loud one side was: the highest level of every ``step`` seconds, in percent of full scale."""

    side: Side
    step: float
    peaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """Something about the recording or the machine: a template and its details, as in ``call.events.Notice``."""

    at: float
    message: str
    details: Mapping[str, str | Tenths] = field(default_factory=dict)
    topic: str = ""

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> NoticeFact:
        """Return a notice from plain values, as ``asdict`` gives them."""
        details = {
            name: Tenths(value) if isinstance(value, float) else value for name, value in table["details"].items()
        }
        return cls(**{**table, "details": details})


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A call: its name (the file's), the language it was heard in, its length in seconds, and all that happened.

    ``redacted``: names and numbers were hidden before anything else was done with the words.
    """

    name: str
    lang: str
    seconds: float
    redacted: bool
    talk: Talk
    utterances: tuple[Utterance, ...] = ()
    cues: tuple[CueFact, ...] = ()
    cards: tuple[CardFact, ...] = ()
    wordings: tuple[WordingFact, ...] = ()
    ladder: tuple[RungFact, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    notices: tuple[NoticeFact, ...] = ()

    @property
    def families(self) -> tuple[tuple[str, int], ...]:
        """The cues' families with their counts, the most frequent first."""
        return tuple(Counter(cue.family for cue in self.cues).most_common())

    @property
    def highest_rung(self) -> int:
        """The highest step the ladder reached."""
        return max((step.rung for step in self.ladder), default=0)

    @property
    def said(self) -> tuple[CardFact, ...]:
        """The cards whose sentence the desk said."""
        return tuple(card for card in self.cards if card.said is not None)

    @property
    def heard_desk(self) -> bool:
        """Tell whether the desk was heard on a channel of its own."""
        return any(utterance.side is Side.DESK for utterance in self.utterances)
