"""The values that travel along the road, frozen, each stamped with call time.

Call time is in seconds since the call began: position in the recording, or audio captured so far at the desk. It is
never the wall clock, so a replayed call is the same call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hz. Every block on the road has this rate: Vosk's models expect it."""


class Side(StrEnum):
    """Who is speaking."""

    CLIENT = "client"
    DESK = "desk"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A stretch of sound from one side: mono int16 samples at 16 kHz; ``at`` is the call time of its first sample.

    ``levels`` are those of its frames (``call.loudness``) in dBFS, where whoever cut it has measured many at once.
    """

    at: float
    samples: NDArray[np.int16]
    side: Side = Side.CLIENT
    levels: tuple[float, ...] = ()

    @property
    def end(self) -> float:
        """Call time just after the last sample."""
        return self.at + len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a final result: call times in seconds, ``confidence`` from 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Partial:
    """What the recogniser believes so far of the running utterance; may still change. ``at``: audio heard so far."""

    at: float
    text: str
    utterance: int
    side: Side = Side.CLIENT


@dataclass(frozen=True, slots=True)
class Final:
    """An utterance the recogniser has settled, with its word times. ``at``: audio heard when it was settled."""

    at: float
    text: str
    utterance: int
    words: tuple[Word, ...] = ()
    side: Side = Side.CLIENT


Heard = Partial | Final
"""What the recogniser says."""


@dataclass(frozen=True, slots=True)
class Listened:
    """Up to ``at`` there was nothing new on one side: time passes, a cue may settle.

    The recogniser says so of a block that brought no word, and a live source while it has no sound at all.
    """

    at: float
    side: Side = Side.CLIENT


@dataclass(frozen=True, slots=True)
class Cue:
    """Something the client said that calls for a calm answer.

    ``words`` are the words as heard; ``first`` and ``last`` are their places in the utterance (inclusive), so that the
    screen can mark them. ``score`` runs from 0 to 1. ``phrase`` is the template that matched, as its author wrote it.
    """

    at: float
    family: str
    phrase: str
    words: tuple[str, ...]
    score: float
    utterance: int = 0
    first: int = 0
    last: int = 0
    side: Side = Side.CLIENT


@dataclass(frozen=True, slots=True)
class Card:
    """What the receptionist may say next.

    ``tier`` is the urgency (0 = most urgent). ``rung`` is the step of the ladder for inappropriate behaviour, 0 where
    no ladder applies. ``because`` are the client's words that called for it. ``step`` names the place of the sentence
    in the skeleton of an answer (``welcome``, ``name``, ``clarify``, ``offer``, ``confirm``), empty outside it.
    """

    at: float
    family: str
    card: str
    say: str
    why: str
    avoid: str
    tier: int = 3
    rung: int = 0
    next: str = ""
    ask: str = ""
    relay: str = ""
    because: tuple[str, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The desk has said a card's sentence, more or less in its words; ``card`` is the card's name."""

    at: float
    family: str
    card: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the desk that may sound defensive, for a look back after the call; never a score of a person.

    ``words`` as heard; ``first`` and ``last`` are their places in the utterance (inclusive). ``suggest`` tells what to
    say instead.
    """

    at: float
    words: tuple[str, ...]
    suggest: str
    utterance: int = 0
    first: int = 0
    last: int = 0
    side: Side = Side.DESK


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The receptionist has dealt with the standing card: it goes away, and an alarm lets other cards come."""

    at: float
    family: str
    card: str


RECORDING = "recording"
"""Topic of notices that tell what is wrong with a recording itself."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know that is not about the client: lost audio, a file that ends early.

    ``message`` is a template and the key of its translation, as in ``errors``. A ``lasting`` notice holds until the
    next one on the same ``topic``: « no sound from … » until « sound from … is back ». Others are news, read once.
    """

    at: float
    message: str
    details: dict[str, object] = field(default_factory=dict)
    lasting: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over; ``at`` is its length."""

    at: float


@dataclass(frozen=True, slots=True)
class Began:
    """A call begins at the desk: call time starts again, and what was known of the call before is forgotten."""

    at: float = 0.0


@dataclass(frozen=True, slots=True)
class LookBack:
    """What a call at the desk was like, once it is over: no word of the client, no score of a person.

    ``at`` is the call's length. ``families`` are the cues' families with their counts, most frequent first. ``rung``
    is the highest step the ladder reached, ``shown`` and ``said`` count the cards. ``breathe`` is a sentence for the
    receptionist after a hard call, else empty.
    """

    at: float
    families: tuple[tuple[str, int], ...] = ()
    rung: int = 0
    shown: int = 0
    said: int = 0
    breathe: str = ""


Sent = Block | Listened | Notice | Ended
"""What a source yields."""

FromSpeech = Partial | Final | Listened | Notice | Ended
"""What the speech station yields."""

Event = Partial | Final | Listened | Cue | Card | Said | Wording | Dismissed | Notice | Ended | Began | LookBack
"""Everything a view may be shown."""
