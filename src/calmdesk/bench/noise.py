"""Recogniser noise at a chosen word error rate, seeded: the same sentence is spoilt in the same way every time.

Recognisers lose short words, write other words that sound alike, and hear fillers that nobody said. The shares of the
three kinds follow what Vosk did to 1,192 words of telephone speech (72, 23 and 5 %), with some more insertions, which
are commoner in live speech than in read speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from calmdesk.bench.sound_alikes import SoundAlikes
    from calmdesk.phrasebook.language import Language

SHARES = {"substitute": 0.65, "delete": 0.25, "insert": 0.10}

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*'?")
_LONGEST_INSERTED = 4
"""Letters of a word that is heard though nobody said it."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A text as a recogniser might have written it: ``wrong`` of the ``words`` that were said are wrong."""

    text: str
    wrong: int
    words: int


class Noise:
    """Spoils texts of one language.

    Args:
        alikes: the recogniser's vocabulary.
        language: tells short grammar words from words that carry sense.
        seed: another seed, other errors.
    """

    def __init__(self, alikes: SoundAlikes, language: Language, seed: int = 0) -> None:
        self._alikes = alikes
        self._language = language
        self._seed = seed
        heard_from_nothing = {word for word in language.fillers | language.light if len(word) <= _LONGEST_INSERTED}
        self._ghosts = sorted(word for word in heard_from_nothing if word.isalpha())
        self._weight = lru_cache(maxsize=65_536)(self._sense)

    def spoil(self, text: str, rate: float) -> Spoilt:
        """Return ``text`` with ``rate`` of its words wrong on average (0 to 1).

        A share of a word is rounded up or down by chance, so that the average over many sentences is exact.
        """
        said = spoken_words(text)
        random = Random(f"{self._seed} {rate} {text}")  # noqa: S311  # noise, not a secret
        wanted = min(len(said), int(len(said) * rate + random.random()))
        slots = [[word] for word in said]
        untouched = set(range(len(said)))
        heard = said
        wrong = 0
        while wrong < wanted and untouched:
            # A word lost next to a word gained is one error, not two: count what really became of the text.
            for _ in range(wanted - wrong):
                self._hurt(slots, untouched, random)
            heard = [word for slot in slots for word in slot]
            wrong = Levenshtein.distance(said, heard)
        return Spoilt(" ".join(heard) if wanted else text, wrong, len(said))

    def _hurt(self, slots: list[list[str]], untouched: set[int], random: Random) -> None:
        """Make one word wrong."""
        if not untouched:
            return
        places = sorted(untouched)
        kind = random.choices(list(SHARES), list(SHARES.values()))[0]
        if kind == "insert" and self._ghosts:
            place = random.choice(places)
            slots[place].append(random.choice(self._ghosts))
        elif kind == "delete" and sum(map(len, slots)) > 1:
            place = random.choices(places, [self._loses(slots[place][0]) for place in places])[0]
            slots[place].clear()
        else:
            place = random.choice(places)
            other = self._alikes.pick(slots[place][0], random)
            if other is not None:
                slots[place][0] = other
        untouched.discard(place)

    def _loses(self, word: str) -> float:
        """Return how readily a word is lost: short words and grammar words first."""
        return 1.0 / (self._weight(word) * len(word))

    def _sense(self, word: str) -> float:
        return max(map(self._language.weight, self._language.words(word)), default=0.1)


def spoken_words(text: str) -> list[str]:
    """Return the words of a text as a recogniser writes them: lower case, no punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))
