"""French speech from libespeak-ng, with the sample at which every word and every phoneme starts.

The library's programs do not tell these times; its C interface does. The library and its voices come with the
package ``espeakng-loader``, so that every machine speaks alike.
"""

from __future__ import annotations

import ctypes
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import espeakng_loader
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_SYNCHRONOUS: Final = 2
_IPA_PHONEME_EVENTS: Final = 1 | 2
_WORD_EVENT: Final = 1
_PHONEME_EVENT: Final = 7
_UTF8: Final = 1
# Marks like "(en)" and "(fr)" around a borrowed word, and its h, which French people leave out.
_UNHEARD: Final = re.compile(r"\(.*\)|h")
_RATE, _PITCH, _PITCH_RANGE = 1, 3, 4


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Voice:
    """How to speak: an espeak-ng voice ("fr", "fr-be+f3"), words per minute, pitch and its range (0 to 99)."""

    name: str = "fr"
    rate: float = 170
    pitch: float = 50
    pitch_range: float = 50


@dataclass(frozen=True, slots=True)
class Phoneme:
    """A phoneme of a spoken text: its first sample, its IPA symbol, the number of its word (-1 before the first)."""

    at: int
    ipa: str
    word: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken text: int16 samples, samples per second, its words, their first samples, its phonemes."""

    samples: npt.NDArray[np.int16]
    rate: int
    words: tuple[str, ...]
    word_starts: dict[int, int]
    phonemes: tuple[Phoneme, ...]


class _Synthesizer:
    """The library, started once in a process; it keeps the voice and hands audio and events to a callback."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _IPA_PHONEME_EVENTS)
        self._library.espeak_ng_SetRandSeed(1)  # else its flutter and breath follow the clock
        self._audio: list[npt.NDArray[np.int16]] = []
        self._events: list[tuple[int, int, int, str]] = []
        self._callback = _Callback(self._receive)  # kept: the library holds only a bare pointer to it
        self._library.espeak_SetSynthCallback(self._callback)
        self._voice = ""

    # ctypes' pointer types cannot be written as annotations at run time.
    def _receive(self, wav: Any, count: int, events: Any) -> int:  # noqa: ANN401
        if count > 0 and wav:
            self._audio.append(np.ctypeslib.as_array(wav, (count,)).copy())
        for event in events:
            if event.type == 0:
                break
            ipa = bytes(event.id.string).decode("utf8", "replace") if event.type == _PHONEME_EVENT else ""
            self._events.append((event.type, event.sample, event.text_position - 1, ipa))
        return 0

    def speak(self, text: str, voice: Voice) -> Spoken:
        if voice.name != self._voice and self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            message = f"espeak-ng has no voice {voice.name!r}"
            raise ValueError(message)
        self._voice = voice.name
        for parameter, value in ((_RATE, voice.rate), (_PITCH, voice.pitch), (_PITCH_RANGE, voice.pitch_range)):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        self._audio.clear()
        self._events.clear()
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        return self._gather(text)

    def _gather(self, text: str) -> Spoken:
        words = list(re.finditer(r"\S+", text))
        starts: dict[int, int] = {}
        phonemes = []
        here = -1
        for kind, sample, position, ipa in self._events:
            if kind == _WORD_EVENT:
                here = next((i for i, word in enumerate(words) if word.start() <= position < word.end()), here)
                starts.setdefault(here, sample)
            elif kind == _PHONEME_EVENT and not _UNHEARD.fullmatch(ipa):
                phonemes.append(Phoneme(sample, ipa, here))
        samples = np.concatenate(self._audio) if self._audio else np.zeros(0, np.int16)
        starts.pop(-1, None)
        return Spoken(samples, self._rate, tuple(word.group() for word in words), starts, tuple(phonemes))


_synthesizer = functools.cache(_Synthesizer)


def speak(text: str, voice: Voice = Voice()) -> Spoken:
    """Speak a text.

    Raises:
        ValueError: espeak-ng has no such voice.
    """
    return _synthesizer().speak(text, voice)
