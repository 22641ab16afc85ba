"""The phone set: espeak-ng's IPA symbols for French, our phones, their Kaldi names and their pdfs.

The acoustic model knows each phone by two pdfs: one for its first frame, one for the frames after it.
"""

from __future__ import annotations

from typing import Final

_FROM_IPA: Final = {
    "ɑ̃": "an", "ɛ̃": "in", "œ̃": "in", "ɔ̃": "on",
    "i": "i", "ɪ": "i", "e": "e", "ɛ": "E", "a": "a", "ɑ": "a", "æ": "a", "ɔ": "O", "ɒ": "O", "o": "o",
    "u": "u", "ʊ": "u", "y": "y", "ø": "2", "œ": "9", "ʌ": "9", "ə": "@",
    "w": "w", "ɥ": "H", "j": "j",
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g",
    "f": "f", "v": "v", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z",
    "m": "m", "n": "n", "ɲ": "J", "ŋ": "N", "l": "l", "ʁ": "R", "r": "R",
    # espeak-ng says borrowed words (« stress », « planning ») the English way: the French phone people say there.
    "ɹ": "R", "θ": "t", "ð": "z", "dʒ": "Z", "tʃ": "S", "əl": "l", "ɐ": "a", "ɜ": "9",
    "eɪ": "E", "eə": "E", "əʊ": "o", "aɪ": "a", "iə": "i", "ʊə": "u",
}  # fmt: skip
# Stress, length, syllable and palatalisation marks, the hyphen and blanks: they do not change the phone.
_MARKS: Final = dict.fromkeys(map(ord, "-ˈˌːˑ'ʲ ̩"))

SILENCE: Final = 0
"""Number of the silence in ``PHONES``."""
PHONES: Final = ("SIL", *sorted(set(_FROM_IPA.values())))
"""Our phones; the network's outputs are in this order."""
NUMBER: Final = {phone: number for number, phone in enumerate(PHONES)}
PDFS: Final = 2 * len(PHONES)
"""Outputs of the network: pdf 2n is the first frame of phone n, pdf 2n+1 its other frames."""
VOWELS: Final = frozenset({"an", "in", "on", "i", "e", "E", "a", "O", "o", "u", "y", "2", "9", "@"})
PLOSIVES: Final = frozenset({"p", "t", "k", "b", "d", "g"})

POSITIONS: Final = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
"""Where a phone stands in its word: Kaldi's suffix, and the name ``word_boundary.int`` gives it."""
KALDI_NAMES: Final = ("SIL", *(f"{phone}_{position}" for phone in PHONES[1:] for position in POSITIONS))
KALDI_ID: Final = {name: number for number, name in enumerate(KALDI_NAMES, 1)}
"""Kaldi's ids start at 1, since 0 is the empty label."""


def from_ipa(symbol: str) -> str | None:
    """Return our phone for a phoneme as espeak-ng names it: "" for a pause, None when it is not French."""
    bare = symbol.translate(_MARKS)
    return _FROM_IPA.get(bare) if bare else ""


def pdfs_of(kaldi_name: str) -> tuple[int, int]:
    """Return the pdfs of a phone's first frame and of its other frames; its position in the word does not matter."""
    number = NUMBER[kaldi_name.partition("_")[0]]
    return 2 * number, 2 * number + 1


def positioned(pronunciation: tuple[str, ...]) -> tuple[int, ...]:
    """Return the Kaldi ids of a word's phones, each with its position in the word."""
    if len(pronunciation) == 1:
        return (KALDI_ID[f"{pronunciation[0]}_S"],)
    last = len(pronunciation) - 1
    places = ("B" if i == 0 else "E" if i == last else "I" for i in range(last + 1))
    return tuple(KALDI_ID[f"{phone}_{place}"] for phone, place in zip(pronunciation, places, strict=True))
