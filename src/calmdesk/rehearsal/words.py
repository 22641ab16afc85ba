"""Finds words of a list in an answer: templates as in ``wording.toml``, compared exactly, fillers read over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook.pattern import TemplateError, Templates
from calmdesk.phrasebook.wording import spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.branch import Wording
    from calmdesk.phrasebook.language import Language


def wordings_of(template: str, language: Language) -> tuple[Wording, ...]:
    """Return the words a template stands for.

    Raises:
        TemplateError: it cannot be read, has a gap, or has only fillers to say.
    """
    branches = Templates(language.words, {}, {}).compile(template)
    wordings = [" ".join(wording) for branch in branches for wording in spelled_out(branch)]
    for wording in wordings:
        if not language.words(wording):
            raise TemplateError("« {words} » is read over, and never found", "take it out", words=wording)
    # Read once more, now that the words stand together: some are replaced, or fillers, only beside others.
    return tuple(language.words(wording) for wording in wordings)


class Words:
    """A list of words to look for.

    Args:
        templates: each can be read; what they say is what ``find`` looks for.
        language: how texts are read.
        denied: words that, right behind, turn the sense: « je comprends pas ».
    """

    def __init__(self, templates: Iterable[str], language: Language, denied: Iterable[str] = ()) -> None:
        self._language = language
        self._wordings = sorted({w for each in templates for w in wordings_of(each, language)}, key=len, reverse=True)
        self._denied = frozenset(word for each in denied for word in language.words(each))

    def find(self, text: str) -> tuple[str, ...]:
        """Return what was found, as it stands in the text, in its order, each once; the longest where they overlap."""
        reading = self._language.read(text)
        raw = text.split()
        found: dict[str, str] = {}
        free = 0
        for i in range(len(reading.words)):
            length = self._length_at(reading.words, i) if i >= free else 0
            if length:
                words = " ".join(raw[reading.places[i] : reading.places[i + length - 1] + 1]).strip(".,;:!?… ")
                found.setdefault(words.casefold(), words)
                free = i + length
        return tuple(found.values())

    def _length_at(self, words: tuple[str, ...], i: int) -> int:
        for wording in self._wordings:
            end = i + len(wording)
            if wording and words[i:end] == wording and words[end : end + 1] not in {(word,) for word in self._denied}:
                return len(wording)
        return 0
