"""What a model can hear: a word outside its vocabulary is never recognised, however clearly it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.speech.vosk_types import Model

_SYMBOLS = ("<", "[", "#", "!")
"""First characters of a model's own symbols, such as ``<eps>`` or ``[unk]``."""


def knows(model: Model, word: str) -> bool:
    """Whether ``model`` can hear ``word``, spelt as the model spells it (lower case)."""
    # Printable, because C reads a string up to its first NUL, and half characters cannot be handed over at all.
    if not word.isprintable() or word.startswith(_SYMBOLS):
        return False
    return model.vosk_model_find_word(word) >= 0


def missing(model: Model, words: Iterable[str]) -> list[str]:
    """Return the words that ``model`` can never hear, each once, in the order given."""
    return [word for word in dict.fromkeys(words) if not knows(model, word)]
