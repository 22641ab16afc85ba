"""The one package that knows every station by name, and puts them together.

``books`` reads a language's data, ``desk`` lines its stations up, ``ears`` hears, ``heard_again`` hears what was saved
before, ``whispering`` speaks. The stations themselves are imported where they are used: naming them here costs nothing.
"""

from calmdesk.wiring.books import matcher, phrasebook
from calmdesk.wiring.desk import Desk, clinic_desk
from calmdesk.wiring.ears import BLOCK_SECONDS, Ears
from calmdesk.wiring.heard_again import replay_heard, with_time
from calmdesk.wiring.whispering import whispering

__all__ = [
    "BLOCK_SECONDS",
    "Desk",
    "Ears",
    "clinic_desk",
    "matcher",
    "phrasebook",
    "replay_heard",
    "whispering",
    "with_time",
]
