"""Gather the sentences the model learns from, one a line as a recogniser writes them.

Sources: the phrasebook's cases (``phrasebooks/fr/cases``), the scripts of the shipped calls (``calls``) and our own
everyday sentences and templates (``data/phrases.toml``). Every fifteenth case is held out, for measuring.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPOSITORY: Final = Path(__file__).resolve().parents[2]
PHRASES: Final = Path(__file__).with_name("data") / "phrases.toml"
HELD_OUT_EACH: Final = 15

_HYPHENATED: Final = {
    "rendez vous": "rendez-vous",
    "peut être": "peut-être",
    "après midi": "après-midi",
    "week end": "week-end",
    "au dessus": "au-dessus",
    "au dessous": "au-dessous",
    "là bas": "là-bas",
    "sous sol": "sous-sol",
}
_HYPHENATED_PAIR: Final = re.compile(r"\b(" + "|".join(_HYPHENATED) + r")\b")
_LETTERS: Final = "[a-zàâäçéèêëîïôöùûüÿœæ]+"
_WORD: Final = re.compile(rf"{_LETTERS}('{_LETTERS})*'?")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^]]*\]|<[^>]*>")
_PUNCTUATION: Final = re.compile(r"[,;:«»\"“”–—/*-]+")
_LOOSE_APOSTROPHE: Final = re.compile(r"\s+'|'\s+")


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence and where it comes from: ``case``, ``call`` or ``own``."""

    source: str
    text: str


def normalise(text: str) -> list[str]:
    """Return a text's sentences as a recogniser writes them; those that hold digits or symbols are left out.

    Lower case, words apart by one blank. Elided words stay joined (« c'est »), hyphens become blanks except in a few
    words (« rendez-vous »).
    """
    text = _ASIDE.sub(" ", text.lower().replace("’", "'").replace("…", "."))
    return [words for part in re.split(r"[.!?]+", text) if (words := _clean(part)) and _speakable(words)]


def _clean(part: str) -> str:
    part = _LOOSE_APOSTROPHE.sub(" ", f" {_PUNCTUATION.sub(' ', part)} ")
    return _HYPHENATED_PAIR.sub(lambda pair: _HYPHENATED[pair.group(1)], " ".join(part.split()))


def _speakable(words: str) -> bool:
    return all(_WORD.fullmatch(word.replace("-", "")) for word in words.split())


def case_texts(folder: Path) -> Iterator[str]:
    """Yield the sentences of a phrasebook's cases: strings, or tables whose ``text`` is the sentence."""
    for path in sorted(folder.glob("*.toml")):
        cases = tomllib.loads(path.read_text(encoding="utf8"))
        for case in [*cases.get("match", []), *cases.get("no_match", [])]:
            yield case if isinstance(case, str) else case["text"]


def call_texts(folder: Path) -> Iterator[str]:
    """Yield what both sides say in the shipped calls' scripts."""
    for path in sorted(folder.glob("*.json")):
        script: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
        yield from (turn["text"] for turn in script.get("turns", []))


def own_texts(templates: int, seed: int) -> Iterator[str]:
    """Yield our fixed sentences, then that many sentences made from the templates at random."""
    phrases = tomllib.loads(PHRASES.read_text(encoding="utf8"))
    yield from phrases["fixed"]
    rng = np.random.default_rng(seed)
    lists: dict[str, list[str]] = phrases["lists"]
    for _ in range(templates):
        template = str(rng.choice(phrases["templates"]))
        yield re.sub(r"\{(\w+)\}", lambda slot: str(rng.choice(lists[slot.group(1)])), template)


def gather(cases: Path, calls: Path, templates: int, seed: int = 1) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences to learn and those held out."""
    learned: list[Sentence] = []
    held_out: list[Sentence] = []
    for number, sentence in enumerate(_tagged("case", case_texts(cases))):
        (held_out if number % HELD_OUT_EACH == HELD_OUT_EACH // 2 else learned).append(sentence)
    learned += _tagged("call", call_texts(calls))
    learned += _tagged("own", own_texts(templates, seed))
    return learned, held_out


def _tagged(source: str, texts: Iterable[str]) -> list[Sentence]:
    return [Sentence(source, sentence) for text in texts for sentence in normalise(text)]


def spread(sentences: list[Sentence], limit: int | None) -> list[Sentence]:
    """Return at most ``limit`` sentences of four words or more, evenly spaced; all of them without a limit."""
    if limit is None:
        return sentences
    long_enough = [sentence for sentence in sentences if sentence.text.count(" ") > 2]  # noqa: PLR2004 - four words
    step = max(1, len(long_enough) // limit)
    return long_enough[::step][:limit]


def write(path: Path, sentences: list[Sentence]) -> None:
    """Write one sentence a line: source, tab, words."""
    path.write_text("".join(f"{s.source}\t{s.text}\n" for s in sentences), encoding="utf8")


def read(path: Path) -> list[Sentence]:
    """Read what ``write`` wrote."""
    return [Sentence(*line.split("\t")) for line in path.read_text(encoding="utf8").splitlines()]


def vocabulary(sentences: Iterable[Sentence]) -> list[str]:
    """Return the sentences' words, the most frequent first."""
    return [word for word, _ in collections.Counter(w for s in sentences for w in s.text.split()).most_common()]


def main() -> None:
    """Write OUT/learned.tsv and OUT/held-out.tsv."""
    parser = argparse.ArgumentParser(prog="demo_fr.texts", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cases", type=Path, default=REPOSITORY / "phrasebooks" / "fr" / "cases")
    parser.add_argument("--calls", type=Path, default=REPOSITORY / "calls")
    parser.add_argument("--templates", type=int, default=4000, help="how many sentences to make from the templates")
    parser.add_argument("--limit", type=int, help="keep only about this many sentences")
    options = parser.parse_args()
    learned, held_out = gather(options.cases, options.calls, options.templates)
    learned, held_out = spread(learned, options.limit), spread(held_out, options.limit)
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / "learned.tsv", learned)
    write(options.out / "held-out.tsv", held_out)
    sources = collections.Counter(sentence.source for sentence in learned)
    print(f"{len(learned)} sentences {dict(sources)}, {len(vocabulary(learned))} words; {len(held_out)} held out")


if __name__ == "__main__":
    main()
