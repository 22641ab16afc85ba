"""Words that sound defensive or blaming at the desk, each with something better to say (``wording.toml``).

Words are compared exactly, not by sound: « mais » is one, « mes » is not. Fillers and « ne » are read over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.phrasebook.branch import Slot, slot_choices
from calmdesk.phrasebook.files import TomlFile
from calmdesk.phrasebook.pattern import MAX_WORDINGS, TemplateError, Templates
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from calmdesk.phrasebook.branch import Branch, Wording
    from calmdesk.phrasebook.files import Problems
    from calmdesk.phrasebook.language import Language

ALL = "all"
"""The scope of words that are avoided whatever the client has said."""

KINDS = {
    "defensive": "card '{card}' says « {words} », which sounds defensive",
    "blaming": "card '{card}' says « {words} », which sounds blaming",
    "promise": "card '{card}' says « {words} », which promises too much",
    "jargon": "card '{card}' says « {words} », which is jargon",
    "apology": "card '{card}' says « {words} »: one person's apology, not the clinic's",
    "finances": "card '{card}' says « {words} », which speaks of the client's money",
    "reassurance": "card '{card}' says « {words} », which reassures too soon",
    "diagnosis": "card '{card}' says « {words} », which is a diagnosis",
}
"""The kinds of words to avoid, and what is said of a card that has some."""
WORD_KEYS = frozenset({"say", "suggest", "why", "scope", "kind", "opening"})
FILE_KEYS = frozenset({"limits", "words"})
OWN_FILE_KEYS = FILE_KEYS | {"off"}
LONGEST_SAY = 25
"""Words: what one can say in one breath, where ``wording.toml`` sets no limit."""

_SENTENCE_END = re.compile(r"[.!?…]+[»\")]*$")


@dataclass(frozen=True, slots=True)
class Avoided:
    """An entry of ``wording.toml``: its wordings, what to say instead and why."""

    say: str
    wordings: tuple[Wording, ...]
    suggest: str
    why: str
    kind: str
    scope: frozenset[str]
    opening: bool = False

    def concerns(self, family: str) -> bool:
        """Tell whether the words are avoided in an answer to this family."""
        return ALL in self.scope or family in self.scope


@dataclass(frozen=True, slots=True)
class Defensive:
    """Words found in a text. ``first`` and ``last`` are places in the text split at blanks, inclusive."""

    words: tuple[str, ...]
    first: int
    last: int
    suggest: str
    kind: str
    why: str


@dataclass(frozen=True)
class WordingCheck:
    """The words to avoid in one language; ``longest`` is the greatest number of words one should say at once."""

    language: Language
    avoided: tuple[Avoided, ...] = ()
    longest: int = LONGEST_SAY
    _by_first: Mapping[str, list[tuple[Wording, Avoided]]] = field(default_factory=dict, repr=False)

    def find_defensive(self, text: str, family: str = "") -> list[Defensive]:
        """Return the words of a text that sound wrong, in the order of the text; the longest where they overlap.

        Args:
            text: what is said; punctuation divides sentences, so words are not joined across it.
            family: what the client's words were about; some words are wrong only there.
        """
        found: list[Defensive] = []
        raw = text.split()
        for start, end in _sentences(raw):
            found.extend(self._in_sentence(raw[start:end], start, family))
        return found

    def _in_sentence(self, raw: list[str], offset: int, family: str) -> Iterator[Defensive]:
        reading = self.language.read(" ".join(raw))
        free = 0
        for i, word in enumerate(reading.words):
            fits = [
                (len(wording), avoided)
                for wording, avoided in self._by_first.get(word, ())
                if i >= free and reading.words[i : i + len(wording)] == wording and avoided.concerns(family)
                if not (avoided.opening and i)
            ]
            if fits:
                length, avoided = max(fits, key=lambda fit: fit[0])
                first, last = reading.places[i], reading.places[i + length - 1]
                words = tuple(raw[first : last + 1])
                yield Defensive(words, first + offset, last + offset, avoided.suggest, avoided.kind, avoided.why)
                free = i + length


def _sentences(raw: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for i, word in enumerate(raw, 1):
        if _SENTENCE_END.search(word) or i == len(raw):
            yield start, i
            start = i


def read_wording(folders: Iterable[Path], language: Language, problems: Problems) -> WordingCheck:
    """Read ``wording.toml`` of a language's folder and of the clinic's own, which may add words and switch some off."""
    avoided: list[Avoided] = []
    longest = LONGEST_SAY
    for number, folder in enumerate(folders):
        table = Table(TomlFile(folder / "wording.toml", problems, needed=False), problems)
        table.refuse_unknown(OWN_FILE_KEYS if number else FILE_KEYS)
        limits = table.table("limits")
        limits.refuse_unknown({"words"})
        longest = limits.whole("words", longest, 5, 100)
        off = {text.text for text in table.texts("off")}
        avoided = [entry for entry in avoided if entry.say not in off]
        templates = Templates(language.words, {}, {})
        avoided.extend(entry for words in table.tables("words") for entry in _avoided(words, templates))
    return WordingCheck(language, tuple(avoided), longest, _index(avoided))


def _avoided(table: Table, templates: Templates) -> Iterator[Avoided]:
    table.refuse_unknown(WORD_KEYS)
    say = table.text("say")
    kind = table.text("kind", "defensive")
    if kind not in KINDS:
        table.wrong(
            "kind", "« {kind} » is no kind of wording", "known are: {known}", kind=kind, known=", ".join(sorted(KINDS))
        )
    for key in ("say", "suggest"):
        if not table.text(key).strip():
            table.wrong(key, "« {key} » is missing")
    try:
        branches = templates.compile(say) if say.strip() else []
        wordings = tuple(wording for branch in branches for wording in spelled_out(branch))
    except TemplateError as error:
        table.wrong("say", "« {template} »: {reason}", template=say, reason=error.reason)
        return
    scope = frozenset(text.text for text in table.texts("scope")) or frozenset({ALL})
    yield Avoided(say, wordings, table.text("suggest"), table.text("why"), kind, scope, table.flag("opening"))


def spelled_out(branch: Branch) -> Iterator[Wording]:
    """Yield every wording a branch stands for.

    Raises:
        TemplateError: it has a gap, or stands for too many.
    """
    rows: list[Wording] = [()]
    for part in branch:
        if not isinstance(part, Slot):
            raise TemplateError("a gap cannot be used here", "write the words out")
        rows = [(*row, *wording) for row in rows for wording in slot_choices(part)]
        if len(rows) > MAX_WORDINGS:
            raise TemplateError("more than {most} wordings stand in one place", "split the phrase", most=MAX_WORDINGS)
    yield from rows


def _index(avoided: Iterable[Avoided]) -> dict[str, list[tuple[Wording, Avoided]]]:
    index: dict[str, list[tuple[Wording, Avoided]]] = {}
    for entry in avoided:
        for wording in entry.wordings:
            index.setdefault(wording[0], []).append((wording, entry))
    return index
