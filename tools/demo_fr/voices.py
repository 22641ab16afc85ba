"""Which espeak-ng voices speak the training sentences, and which are kept for measuring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from demo_fr.augment import chance
from demo_fr.espeak import Voice

if TYPE_CHECKING:
    import numpy as np

_ACCENTS: Final = ("fr", "fr", "fr-be", "fr-ch")
HELD_OUT: Final = ("fr+f5", "fr+m6")
"""Voices that no training sentence is spoken with."""
# fmt: off
_VARIANTS: Final = (
    "m1", "m2", "m3", "m4", "m5", "m7", "m8", "f1", "f2", "f3", "f4", "Alex", "Alicia", "Andrea", "Andy", "Annie",
    "Denis", "Diogo", "Gene", "Gene2", "Henrique", "Hugo", "Jacky", "Lee", "Marco", "Mario", "Michael", "Mike", "Mr",
    "adam", "anika", "antonio", "aunty", "belinda", "benjamin", "boris", "caleb", "david", "ed", "edward", "grandma",
    "grandpa", "gustave", "iven", "iven2", "iven3", "iven4", "john", "kaukovalta", "klatt", "klatt2", "klatt3",
    "klatt4", "klatt5", "klatt6", "linda", "max", "michel", "miguel", "norbert", "pablo", "paul", "pedro", "quincy",
    "rob", "robert", "sandro", "shelby", "steph", "steph2", "travis", "victor", "zac",
)
# fmt: on
"""Throats other than the usual: the files of espeak-ng's folder voices/!v that speak clearly."""


def training_voice(rng: np.random.Generator) -> Voice:
    """Return a random voice: a French, Belgian or Swiss accent, nearly always with another throat than the usual."""
    name = str(rng.choice(_ACCENTS))
    if chance(rng, 0.95):
        name += f"+{rng.choice(_VARIANTS)}"
    return Voice(name, rng.uniform(130, 230), rng.uniform(20, 80), rng.uniform(25, 85))
