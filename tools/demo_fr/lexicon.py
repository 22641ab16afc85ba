"""How every word is said: by espeak-ng, alone and inside the sentences (liaisons, elisions), with weights.

``lexicon.tsv`` holds one pronunciation a line: word, probability (the word's best has 1), phones.
"""

from __future__ import annotations

import argparse
import collections
from pathlib import Path
from typing import Final

from demo_fr import phones, texts
from demo_fr.espeak import Voice, speak

Pronunciation = tuple[str, ...]

_FAST: Final = Voice(rate=300)
_MOST_VARIANTS: Final = 6
_RARE: Final = 0.04
_OFTEN: Final = 5
_BEFORE_A_SWALLOWED_R: Final = frozenset("ptkbdgfv")
# Said without their schwa, these words have no vowel at all; everybody says them so (« j'te », « c'que »).
_LOSE_THEIR_VOWEL: Final = frozenset({"je", "de", "le", "me", "te", "se", "ce", "que", "ne", "j'ne", "c'que", "j'le"})


def pronounce(text: str) -> list[tuple[str, Pronunciation]]:
    """Return each word of a text with its phones there; nothing when a phoneme is not French."""
    spoken = speak(text, _FAST)
    found: list[list[str]] = [[] for _ in spoken.words]
    for phoneme in spoken.phonemes:
        phone = phones.from_ipa(phoneme.ipa)
        if phone is None:
            return []
        if phone and phoneme.word >= 0:
            found[phoneme.word].append(phone)
    return [(word, tuple(phone)) for word, phone in zip(spoken.words, found, strict=True)]


def without_a_schwa(pronunciation: Pronunciation, word: str) -> set[Pronunciation]:
    """Return what remains of a pronunciation when one of its schwas is dropped, for each that can be."""
    variants = set()
    for i, phone in enumerate(pronunciation):
        rest = pronunciation[:i] + pronunciation[i + 1 :]
        if phone != "@" or not rest:
            continue
        has_vowel = not phones.VOWELS.isdisjoint(rest)
        if (has_vowel or word in _LOSE_THEIR_VOWEL) and not _three_consonants_meet(pronunciation, i):
            variants.add(rest)
    return variants


def _three_consonants_meet(pronunciation: Pronunciation, schwa: int) -> bool:
    """Tell whether dropping this schwa makes a cluster no one says, as in « vendredi »."""
    before = pronunciation[max(0, schwa - 2) : schwa]
    after = pronunciation[schwa + 1 : schwa + 2]
    around = before + after
    return len(before) == 2 and bool(after) and phones.VOWELS.isdisjoint(around)  # noqa: PLR2004 - two consonants


def variants(word: str, heard: collections.Counter[Pronunciation]) -> dict[Pronunciation, float]:
    """Return a word's pronunciations and their weights, the best first, its best having 1.

    Args:
        word: the word.
        heard: how often it was said how inside the sentences.
    """
    total = heard.total()
    weights = {p: n / total for p, n in heard.items() if n >= _RARE * total or n >= _OFTEN}
    alone = [pronunciation for _, pronunciation in pronounce(word)]
    if alone and alone[0]:
        weights[alone[0]] = max(weights.get(alone[0], 0), 0.3)
    if not weights:
        return {}
    best = max(weights.values())
    weights = {p: max(weight / best, 0.02) for p, weight in weights.items()}
    for p, weight in list(weights.items()):
        for shorter in without_a_schwa(p, word):
            weights.setdefault(shorter, 0.25 * weight)
        if _ends_like_quatre(p):
            weights.setdefault(p[:-1], 0.1 * weight)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:_MOST_VARIANTS])


def _ends_like_quatre(pronunciation: Pronunciation) -> bool:
    """Tell whether the word ends in a consonant and R, which people swallow (« quat' »)."""
    match pronunciation:
        case (_, *_, consonant, "R"):
            return consonant in _BEFORE_A_SWALLOWED_R
    return False


def build(sentences: list[texts.Sentence]) -> dict[str, dict[Pronunciation, float]]:
    """Return the pronunciations of every word of the sentences that espeak-ng can say in French."""
    heard: dict[str, collections.Counter[Pronunciation]] = collections.defaultdict(collections.Counter)
    for text in sorted({sentence.text for sentence in sentences}):
        for word, pronunciation in pronounce(text):
            if pronunciation:
                heard[word][pronunciation] += 1
    found = {word: variants(word, heard[word]) for word in texts.vocabulary(sentences)}
    return {word: weights for word, weights in found.items() if weights}


def read(path: Path) -> list[tuple[str, float, Pronunciation]]:
    """Read a lexicon: word, probability, phones."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf8").splitlines())
    return [(word, float(probability), tuple(spoken.split())) for word, probability, spoken in rows]


def main() -> None:
    """Write TEXTS/lexicon.tsv for TEXTS/learned.tsv."""
    parser = argparse.ArgumentParser(prog="demo_fr.lexicon", description=__doc__)
    parser.add_argument("texts", type=Path)
    folder: Path = parser.parse_args().texts
    found = build(texts.read(folder / "learned.tsv"))
    rows = (f"{w}\t{p:.4f}\t{' '.join(said)}\n" for w, weights in found.items() for said, p in weights.items())
    (folder / "lexicon.tsv").write_text("".join(rows), encoding="utf8")
    print(f"{len(found)} words with a pronunciation")


if __name__ == "__main__":
    main()
