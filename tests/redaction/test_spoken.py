"""What redaction promises, in figures: marked sentences as they are spoken, the phrasebook's own as harmless ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from calmdesk.bench.redaction import HARMLESS_GOAL, RECALL_GOAL, Marked, measure, read_marked
from calmdesk.bench.scripts import read_script
from calmdesk.errors import HeardFileError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.cases import read_cases
from calmdesk.phrasebook.families import read_families
from calmdesk.places import shipped
from calmdesk.redaction.reading import Kind
from calmdesk.redaction.redactor import Redactor

SPOKEN = Path(__file__).parent / "spoken"
LANGUAGES = sorted(path.stem for path in SPOKEN.glob("??.txt"))


def spoken(lang: str, part: str = "") -> list[Marked]:
    """Return a language's marked sentences: those the rules were tuned on, or the part held out."""
    return read_marked(SPOKEN / f"{lang}{part}.txt")


def cases(lang: str) -> list[Marked]:
    """Return the phrasebook's sentences, as if nothing in them were personal (a few things are)."""
    source = folders.find(lang, shipped_only=True)
    return [Marked(case.text, {}) for case in read_cases(source.folders, read_families(source.families))]


def test_every_language_with_rules_is_measured() -> None:
    """A language that hides what is spoken has sentences that show how well."""
    assert {path.parent.name for path in shipped("phrasebooks").glob("*/redaction.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["", "-held-out"])
def test_what_is_personal_is_hidden(lang: str, part: str) -> None:
    """Of the words that tell who somebody is, 95 in 100 do not reach the file, and nine in ten of each kind.

    What is said around them stays.
    """
    tally = measure(Redactor.of(lang), spoken(lang, part))
    assert tally.recall >= RECALL_GOAL, tally.missed
    assert tally.harm <= HARMLESS_GOAL, tally.wronged
    assert {kind for kind, count in tally.personal.items() if tally.hidden[kind] < 0.9 * count} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_harmless_stays(lang: str) -> None:
    """Prices, dates, hours, ages, weights and everything clients say of their animals can still be read."""
    redactor = Redactor.of(lang)
    for sentences in (spoken(lang, "-harmless"), spoken(lang, "-harmless-held-out"), cases(lang)):
        tally = measure(redactor, sentences)
        assert tally.harm <= HARMLESS_GOAL, tally.wronged


def test_the_lists_are_long_enough_to_tell() -> None:
    """Hundreds of sentences of every kind of data, a thousand words and more of what is harmless."""
    counts = {lang: len(spoken(lang)) + len(spoken(lang, "-held-out")) for lang in LANGUAGES}
    assert counts["fr"] >= 300
    assert all(count >= 120 for count in counts.values())
    held = {kind for lang in LANGUAGES for sentence in spoken(lang, "-held-out") for kind in sentence.personal.values()}
    assert held == set(Kind) - {Kind.NUMBER}
    assert all(sum(len(each.text.split()) for each in spoken(lang, "-harmless")) > 1_000 for lang in LANGUAGES)


def test_the_shipped_calls_keep_their_sense() -> None:
    """In a whole call only the names go; the animals, hours and insults stay."""
    redactor = Redactor.of("fr")
    for path in shipped("calls").glob("*.json"):
        turns = read_script(path).turns
        gone = [turn.text.split()[i] for turn in turns for i in _hidden(redactor, turn.text)]
        assert {word.strip(",.!?") for word in gone} <= {"Inès", "Sophie", "Monique", "Renard", "Maes"}


def _hidden(redactor: Redactor, text: str) -> list[int]:
    return [i for found in redactor.find(text) for i in range(found.first, found.last + 1)]


def test_a_mark_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    """Whoever writes sentences of his own learns the kinds, and on which line the slip is."""
    path = tmp_path / "mine.txt"
    path.write_text("# mine\nbonjour [nom: jean]\nbonjour [nam: jean]\n".replace("nom:", "name:"), encoding="utf-8")
    with pytest.raises(HeardFileError, match=r"mine\.txt, line 3: « nam » is no kind"):
        read_marked(path)
    with pytest.raises(HeardFileError, match="cannot read"):
        read_marked(tmp_path / "nowhere.txt")
