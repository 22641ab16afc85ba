"""The part of Vosk that calmdesk uses, with the types Vosk itself does not give."""
# ruff: noqa: N802 - the names are Vosk's

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOWNLOADS: Final = "requests"


class Model(Protocol):
    """A ``Model`` in memory; recognisers of several threads may share it."""

    def vosk_model_find_word(self, word: str) -> int:
        """Return the word's number, negative where the vocabulary lacks it."""
        ...


class Decoder(Protocol):
    """A ``KaldiRecognizer``: decodes one stream of sound. Results are JSON."""

    def SetWords(self, enable_words: bool) -> None:  # noqa: FBT001 - Vosk's signature
        """Give words their times and confidences in results."""
        ...

    def SetMaxAlternatives(self, max_alternatives: int) -> None:
        """Give so many readings in results; with any, words have no confidence."""
        ...

    def AcceptWaveform(self, data: bytes) -> int:
        """Decode 16-bit samples; 1 when the utterance has ended."""
        ...

    def Result(self) -> str:
        """Return the utterance that has ended: ``text`` and, if anything, ``result`` with the words."""
        ...

    def PartialResult(self) -> str:
        """Return the running utterance so far: ``partial``."""
        ...

    def FinalResult(self) -> str:
        """End the running utterance and return it as ``Result`` does."""
        ...


class TellableDecoder(Decoder, Protocol):
    """A decoder of Vosk 0.3.50 or newer."""

    def SetEndpointerDelays(self, t_start_max: float, t_end: float, t_max: float) -> None:
        """Set when an utterance ends; seconds (Vosk's own comment says milliseconds)."""
        ...


_Model: TypeAlias = Model  # within the class below, Model is how to make one


class Vosk(Protocol):
    """The package. Only ever give ``Model`` a path: anything else makes it go to the network."""

    Model: Callable[[str], _Model]
    KaldiRecognizer: Callable[[_Model, float], Decoder]
    SetLogLevel: Callable[[int], None]


def vosk() -> Vosk:
    """Import Vosk, late, and without what only its downloads need."""
    with _no_downloads():
        import vosk as package  # noqa: PLC0415  # heavy

    return cast("Vosk", package)


@contextmanager
def _no_downloads() -> Iterator[None]:
    """Keep Vosk from loading ``requests``, which opens a socket when it is imported, and takes most of the time.

    A name stands in for it while Vosk is imported; others who import it later get the real one.
    """
    if "vosk" in sys.modules or _DOWNLOADS in sys.modules:
        yield
        return
    sys.modules[_DOWNLOADS] = ModuleType(_DOWNLOADS)
    try:
        yield
    finally:
        del sys.modules[_DOWNLOADS]
