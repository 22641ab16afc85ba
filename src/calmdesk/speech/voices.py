r"""The voices of this machine, and which of them speaks a language.

Every system names them in its own way: ``roa/fr-be`` (eSpeak NG), ``HKEY_LOCAL_MACHINE\…\TTS_MS_FR-FR_HORTENSE_11.0``
(Windows), ``com.apple.voice.compact.fr-FR.Thomas`` (macOS).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
_TAG_IN_ID: Final = re.compile(r"(?<![a-z])[a-z]{2}-[a-z]{2}(?![a-z])")

_WORSE: Final = ("eloquence", "speech.synthesis.voice", "mb/")
"""Parts of ids: macOS' robots and jokes; MBROLA, whose files pyttsx3 writes with a wrong sample rate."""

_BETTER: Final = ("premium", "enhanced")


@dataclass(frozen=True, slots=True)
class FoundVoice:
    """A voice as pyttsx3 lists it; ``languages`` as the system writes them, empty where it does not tell."""

    id: str
    name: str
    languages: tuple[str, ...] = ()

    @property
    def tags(self) -> list[str]:
        """Its languages as lower-case tags (``fr``, ``fr-be``); taken from the id where nothing else tells."""
        told = [_plain(language) for language in self.languages]
        return [tag for tag in told if _TAG.fullmatch(tag)] or _TAG_IN_ID.findall(self.id.casefold())


def choose_voice(language: str, voices: Sequence[FoundVoice]) -> FoundVoice | None:
    """Return the voice for ``language``, None when no voice speaks it.

    Args:
        language: ``fr``, or with the country that is preferred: ``fr-BE``, ``fr_BE``. Any country's will do.
        voices: all there are, in the system's order.
    """
    wanted = _plain(language)
    speaking = [voice for voice in voices if any(_base(tag) == _base(wanted) for tag in voice.tags)]
    return min(speaking, key=lambda voice: _rank(voice, wanted), default=None)


def _rank(voice: FoundVoice, wanted: str) -> tuple[bool, int, bool, int]:
    """Return what orders the voices of a language: no robot, the wanted country, a better quality, a shorter tag."""
    base = _base(wanted)
    usual = [wanted, base, f"{base}-{base}"]
    tag = min((tag for tag in voice.tags if _base(tag) == base), key=lambda tag: (tag != wanted, len(tag)))
    worse, better = (any(part in voice.id for part in parts) for parts in (_WORSE, _BETTER))
    return worse, usual.index(tag) if tag in usual else len(usual), not better, len(tag)


def _base(tag: str) -> str:
    return tag.partition("-")[0]


def _plain(language: str) -> str:
    return language.casefold().replace("_", "-")
