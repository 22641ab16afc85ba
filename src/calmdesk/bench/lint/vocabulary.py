"""Words of the phrases that a speech model can never hear."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import tomli

from calmdesk.phrasebook.lists import list_files
from calmdesk.speech.vocabulary import knows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from calmdesk.bench.lint.material import Checked
    from calmdesk.speech.vosk_types import Model

_REFERENCE = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_PIECE = re.compile(r"[^\W_]+['’]?")


def unheard_words(checked: Checked, model: Model) -> tuple[Counter[str], int]:
    """Return the words that a model does not know, with how often each is written, and the number of all words.

    A word with an apostrophe or hyphen is known when it is known as a whole or in its pieces, as models differ.
    """
    count = Counter(word for text in _templates(checked) for word in _words(text))
    unknown = {word: n for word, n in count.items() if not _known(word, lambda piece: knows(model, piece))}
    return Counter(unknown), len(count)


def _templates(checked: Checked) -> Iterator[str]:
    yield from (phrase.text for phrase in checked.book.phrases)
    for folder in checked.source.folders:
        for path in list_files(folder):
            yield from _listed(path)


def _listed(path: Path) -> Iterator[str]:
    """Yield the entries of a file of lists and rules that has been read without problems before."""
    data = tomli.loads(path.read_bytes().decode("utf-8-sig"))
    yield from (entry for entries in data.get("lists", {}).values() for entry in entries)
    yield from data.get("rules", {}).values()


def _words(template: str) -> Iterator[str]:
    yield from _WORD.findall(_REFERENCE.sub(" ", template).lower().replace("’", "'"))


def _known(word: str, knows_piece: Callable[[str], bool]) -> bool:
    pieces = _PIECE.findall(word)
    return knows_piece(word) or all(knows_piece(piece) or knows_piece(piece.rstrip("'")) for piece in pieces)
