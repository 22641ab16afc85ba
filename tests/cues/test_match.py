from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import matcher_for
from calmdesk.call.events import Word
from calmdesk.cues.compiled import compile_book, digest_of, load
from calmdesk.cues.match import Matcher
from calmdesk.phrasebook.read import read_phrasebook

INSULT = """
phrases = [
  "<vous_etes> [vraiment] [des] {qualite}",
  "bande de {qualite}",
  { say = "ferme la", strict = 1.0 },
]
not = ["bande de bon à rien sympathique"]
"""
BLAME = """
phrases = [
  "c'est [de] votre faute",
  "vous avez ... mal (opéré|soigné)",
  { say = "on devait ... rappelé", requires_negation = true },
]
"""
WAITING = 'phrases = ["ça fait ... que j\'attends"]'


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """Return the matcher of a phrasebook with three families."""
    return matcher_for(tmp_path_factory.mktemp("book"), insult=INSULT, blame=BLAME, waiting=WAITING)


def families(matcher: Matcher, text: str) -> list[str]:
    """Return the families of the cues in a text."""
    return [hit.family for hit in matcher.cues(text)]


@pytest.mark.parametrize(
    "said",
    [
        "vous êtes des incapables",
        "vous êtes euh vraiment des incapables",
        "Vous n'êtes, madame, que des incapables !",
        "t'es nulle",
        "bande d'incapable",
        "bonjour madame je vous appelle parce que vous êtes tellement nul",
    ],
)
def test_an_insult_is_found_however_it_is_said(matcher: Matcher, said: str) -> None:
    """Fillers, dropped « ne », endings that are not heard and words in between do not hide a cue."""
    assert families(matcher, said) == ["insult"]


@pytest.mark.parametrize(
    "said",
    [
        "vous",
        "vous êtes ouverts demain",
        "je voudrais annuler mon rendez-vous",
        "mon chien est nul",
        "c'est pas votre faute",
        "ce n'est vraiment pas de votre faute",
        "je ne dis pas que vous êtes des incapables",
        "mon voisin dit que son dentiste et sa bande d'incapables l'ont raté",
        "c'est ma faute",
    ],
)
def test_harmless_words_bring_nothing(matcher: Matcher, said: str) -> None:
    """Half a phrase, a negated one, a report about others and the client's own fault are no cues."""
    assert families(matcher, said) == []


def test_what_stopped_a_near_miss_is_named(matcher: Matcher) -> None:
    """Whoever tunes a phrasebook sees which guard kept a sentence back."""
    (near,) = matcher.examine("c'est pas votre faute")
    assert (near.family, near.stopped_by) == ("blame", "negation")


def test_a_cue_names_its_phrase_words_and_guards(matcher: Matcher) -> None:
    """The card can say which words brought it, and where they stand."""
    (hit,) = matcher.cues("alors là vous êtes nuls hein")
    assert hit.phrase == "<vous_etes> [vraiment] [des] {qualite}"
    assert (hit.words, hit.first, hit.last) == (("vous", "êtes", "nuls"), 2, 4)
    assert "reported" in hit.guards_passed


def test_two_cues_in_one_breath_are_both_found(matcher: Matcher) -> None:
    """« Une heure que j'attends, bande d'incapables » waits and insults."""
    assert families(matcher, "ça fait une heure que j'attends bande d'incapables") == ["waiting", "insult"]


def test_a_gap_holds_up_to_four_free_words(matcher: Matcher) -> None:
    """« Vous avez [mon pauvre petit chat] mal opéré » fits, five words do not."""
    assert families(matcher, "vous avez mon pauvre petit chat mal opéré") == ["blame"]
    assert families(matcher, "vous avez hier matin ce cheval brun mal opéré") == []


def test_a_phrase_that_needs_a_negation_wants_one(matcher: Matcher) -> None:
    """« On devait me rappeler » alone is a fact; that nobody did is the cue."""
    assert families(matcher, "on devait me rappeler mardi") == []
    assert families(matcher, "on devait me rappeler pas de nouvelles") == ["blame"]


def test_a_do_not_trigger_phrase_silences_its_family(matcher: Matcher) -> None:
    """A clinic can switch a wording off without touching the phrase."""
    assert families(matcher, "bande de bon à rien sympathiques") == []


def test_a_homophone_is_enough_in_a_longer_phrase_only(matcher: Matcher) -> None:
    """« Votre fote » is the recogniser's spelling; a strict phrase wants its own words."""
    assert families(matcher, "c'est de votre fote") == ["blame"]
    assert families(matcher, "fermez là") == []


def test_doubtful_words_of_the_recogniser_count_less(matcher: Matcher) -> None:
    """A final whose words the recogniser hardly believes brings no card on a loose fit."""
    text = "ça fait une heure je j'attends"
    words = [Word(word, i, i + 1, 0.05) for i, word in enumerate(text.split())]
    assert [hit.family for hit in matcher.cues(text, words)] == []
    assert families(matcher, text) == ["waiting"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_matcher(matcher: Matcher, text: str) -> None:
    """Whatever a recogniser, a file or a caller brings, the answer is a list whose words lie in the text."""
    raw = text.split()
    for hit in matcher.examine(text):
        assert tuple(raw[hit.first : hit.last + 1]) == hit.words
        assert 0 <= hit.score <= 1


HARMLESS = ["bonjour", "le chat de ma tante", "demain à dix heures", "il mange bien", "merci pour le rendez-vous"]


@given(st.lists(st.sampled_from(HARMLESS), max_size=3), st.lists(st.sampled_from(HARMLESS), max_size=3))
def test_harmless_words_around_a_cue_keep_it(matcher: Matcher, before: list[str], after: list[str]) -> None:
    """A cue does not vanish in a long turn."""
    assert "insult" in families(matcher, " ".join([*before, "vous êtes des incapables", *after]))


WORDS = ("vous êtes", "nul", "incapable", "c'est", "votre faute", "pas", "mon voisin", "dit que", "ça fait")


@given(st.lists(st.sampled_from(WORDS)))
def test_matching_is_deterministic(matcher: Matcher, words: list[str]) -> None:
    """The same words bring the same cues, whatever was heard in between."""
    text = " ".join(words)
    first = matcher.examine(text)
    matcher.examine("autre chose")
    assert matcher.examine(text) == first


def test_a_compiled_phrasebook_finds_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The table made at build time and the phrases read from their files agree; a changed file is noticed."""
    root = tmp_path_factory.mktemp("compiled")
    first = matcher_for(root, insult=INSULT, blame=BLAME)
    folder = root / "phrasebooks" / "fr"
    book = read_phrasebook(folder)
    kept = root / "fr.json"
    kept.write_text(json.dumps(compile_book(book, digest_of([folder]))), encoding="utf-8")
    compiled = load(kept, digest_of([folder]))
    assert compiled is not None
    again = Matcher(compiled, book.language, book.families)
    for text in ("vous êtes des incapables", "c'est pas votre faute", "bande de nuls c'est votre faute"):
        assert again.examine(text) == first.examine(text)
    (folder / "phrases" / "blame.toml").write_text('family = "blame"\nphrases = ["tout autre chose"]\n')
    assert load(kept, digest_of([folder])) is None
