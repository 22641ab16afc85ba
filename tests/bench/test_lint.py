from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.lint_book import SAID, LintBook
from calmdesk.bench.lint.check import Wish, check_source
from calmdesk.bench.lint.sampling import spread
from calmdesk.bench.lint.trial import read_for_trial, try_out
from calmdesk.errors import ModelError, PhrasebookError
from calmdesk.phrasebook.book import Phrase
from calmdesk.phrasebook.problems import Where

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> LintBook:
    """Return a phrasebook in which nothing is wrong."""
    return LintBook(tmp_path)


def test_a_good_phrasebook_is_left_in_peace(book: LintBook) -> None:
    """No error, no warning, every sentence found."""
    assert book.errors == []
    assert book.warnings == []
    counts = book.check().counts
    assert (counts["phrases"], counts["cards"], counts["cases tried"]) == (5, 15, 75)
    assert (counts["missed"], counts["fired"], counts["harmless fired"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("phrases/blame.toml", "phrases =", "frases =", "blame.toml:2: the key « frases » is not known here"),
        ("phrases/blame.toml", "mal (opéré", "mal ((opéré", "blame.toml:2: « vous avez ... mal ((opéré|soigné) »: the"),
        ("phrases/waiting.toml", "(ça fait)", "(ça fait {heures})", "« {heures} » is not defined"),
        ("cards/blame.toml", "Je vous écoute.", "Calmez-vous.", "card 'blame.1' says « Calmez-vous »"),
        ("cards/blame.toml", 'why = "Il attend."', "", "card 'blame.1': « why » is missing"),
        ("cases/blame.toml", "no_match", "nomatch", "cases/blame.toml:3: the key « nomatch » is not known here"),
        ("screen.toml", 'paused = "En pause"', "", "screen.toml: "),
        ("flow.toml", "[[long_talk]]", "[[longtalk]]", "the key « longtalk » is not known here"),
        ("wording.toml", "\nsuggest =", "\nsugest =", "the key « sugest » is not known here"),
    ],
)
def test_what_cannot_be_used_is_an_error_with_its_place(
    book: LintBook, name: str, old: str, new: str, told: str
) -> None:
    """A typing mistake in any file is named with file and line before a call depends on it."""
    book.change(name, old, new)
    assert any(told in line for line in book.errors)


def test_a_family_without_cards_is_an_error(book: LintBook) -> None:
    """A cue that nobody has an answer for would leave the receptionist alone."""
    (book.folder / "cards" / "waiting.toml").unlink()
    assert book.errors == ["cards/waiting.toml: the family « waiting » has no card; write one: [[cards]]"]


def test_a_family_without_look_alikes_is_an_error(book: LintBook) -> None:
    """Sentences that must not match are the proof that calmdesk promises."""
    book.write_cases("waiting", [SAID["waiting"][0].format(n) for n in range(15)], [])
    assert book.errors == ["cases/waiting.toml: waiting has no sentence that must not match; add some look-alikes"]


def test_too_few_sentences_are_a_warning(book: LintBook) -> None:
    """Fifteen that must match and ten that must not are wanted of each family."""
    book.write_cases("waiting", ["ça fait deux heures que j'attends"], ["je viens demain"])
    assert book.errors == []
    assert book.warnings == [
        "cases/waiting.toml: waiting has 1 sentences that must match, 15 are wanted",
        "cases/waiting.toml: waiting has 1 sentences that must not match, 10 are wanted",
    ]


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("le de la", "« le de la » holds only words of grammar, and would be heard everywhere"),
        ("(os|jambe)", "« (os|jambe) » may be heard as « os » alone: too short to prove anything"),
    ],
)
def test_a_phrase_that_proves_nothing_is_an_error(book: LintBook, phrase: str, told: str) -> None:
    """Such a phrase would bring its card in every call."""
    book.write(
        "phrases/blame.toml", f'phrases = ["c\'est votre faute", "vous avez ... mal (opéré|soigné)", "{phrase}"]'
    )
    assert book.errors == [f"phrases/blame.toml:1: {told}; add a word that carries sense"]


def test_a_phrase_that_may_come_down_to_grammar_is_a_warning(book: LintBook) -> None:
    """One of its wordings has no word with a sense of its own."""
    book.change(
        "phrases/blame.toml", '"c\'est [de] votre faute"', '"c\'est votre faute", "(le|la faute|la vôtre) à la"'
    )
    assert book.errors == []
    assert any("may be heard as « le à la »: only words of grammar" in line for line in book.warnings)


def test_a_phrase_that_its_own_family_silences_is_a_warning(book: LintBook) -> None:
    """It could never bring a card, and nobody would know why."""
    book.write("phrases/blame.toml", 'phrases = ["c\'est votre faute"]\nnot = ["votre faute"]')
    told = "« c'est votre faute » does not fire on its own words, « ce est votre faute »: stopped by not"
    assert any(told in line for line in book.warnings)


def test_families_that_overlap_are_a_warning(book: LintBook) -> None:
    """One example for each pair of families, whatever the number of phrases."""
    book.change("phrases/blame.toml", "phrases = [", 'phrases = ["bande de nul comme vous", "bande de nul par ici", ')
    overlaps = [line for line in book.warnings if "also fire" in line]
    assert len(overlaps) == 1
    assert (
        "2 phrase(s) of blame also fire insult: « bande de nul comme vous » holds « bande de {qualite} »" in overlaps[0]
    )


def test_a_phrase_that_a_harmless_sentence_triggers_is_a_warning(book: LintBook) -> None:
    """The phrase is named with its line, the sentence and the words that did it."""
    book.change("cases/insult.toml", "vous êtes ouverts le 3", "bande de nul c'est le titre du film")
    warnings = [line for line in book.warnings if "harmless" in line]
    told = "phrases/insult.toml:2: « bande de {qualite} » fires insult on 1 harmless sentence(s): "
    assert warnings == [f"{told}« bande de nul c'est le titre du film », because of « bande de nul »"]


def test_a_family_that_misses_too_much_or_fires_too_often_is_a_warning(book: LintBook) -> None:
    """``may_miss`` and ``may_fire`` of families.toml say how much is too much."""
    book.write_cases("waiting", ["on m'oublie", *["ça fait une heure que j'attends"] * 14], ["il est tard"] * 10)
    assert book.warnings == []
    book.write(
        "../families.toml", (book.folder.parent / "families.toml").read_text().replace("guards = []", "may_miss = 0.05")
    )
    assert book.warnings == [
        "cases/waiting.toml: waiting misses 1 of 15 sentences that must match; add phrases, or raise may_miss"
    ]
    book.change("cases/waiting.toml", "il est tard", "ça fait une heure que j'attends")
    book.change("cases/waiting.toml", "il est tard", "ça fait deux heures que j'attends")
    assert any("waiting fires on 2 of 10 sentences that must not match" in line for line in book.warnings)


def test_missing_variants_and_rungs_are_warnings(book: LintBook) -> None:
    """The same sentence again sounds canned; a rung without a card breaks the ladder."""
    book.write_cards("waiting", ["Je vous écoute.", "Je vous écoute."])
    book.write_cards("insult", ["Je vous écoute.", "Je note.", "Bien."])
    assert book.warnings == [
        "cards/insult.toml: insult has no card for rung 4 of the ladder",
        "cards/insult.toml: insult has no card for rung 5 of the ladder",
        "cards/waiting.toml: waiting has 2 card(s); 3 are wanted, to rotate",
        "cards/waiting.toml:8: card 'waiting.2' says the same as another, in line 2",
    ]


def test_a_card_on_a_rung_that_never_comes_is_a_warning(book: LintBook) -> None:
    """« waiting » has no ladder, so a card for its third step is never shown."""
    book.change("cards/waiting.toml", "rung = 0", "rung = 3")
    assert book.warnings == ["cards/waiting.toml:2: card 'waiting.1': rung 3 cannot occur in waiting"]


def test_a_language_that_lags_behind_is_a_warning(book: LintBook) -> None:
    """A twin grown to ten times the phrases, or with a section that is missing here, is named."""
    told = book.drifted_from(
        {("phrases", "waiting"): 50, ("cards", "blame"): 7}, {"sounds.toml": frozenset({"weights"})}
    )
    assert told == [
        "phrases/waiting.toml: waiting has 1 phrases, in nl it has 50",
        "sounds.toml: fr lacks what the other languages have: weights",
    ]
    assert book.drifted_from({("phrases", "waiting"): 4}, {}) == []


def test_words_that_the_speech_model_cannot_hear_are_named(book: LintBook) -> None:
    """A phrase made of a word that the model does not know is never heard."""
    book.change("lists.toml", '"nul"', '"schtroumpfissime"')
    report = book.check()
    assert "schtroumpfissime" in report.unheard
    assert "incapable" not in report.unheard
    (warning,) = (str(problem) for problem in report.problems if "speech model" in problem.says)
    assert f"does not know {len(report.unheard)} of {report.counts['words']} words" in warning


def test_a_model_that_is_not_there_is_said(book: LintBook) -> None:
    """Only a model that was asked for by name is missed."""
    with pytest.raises(ModelError):
        check_source(book.source, [], Wish(model=book.root / "none"))


def test_a_wrong_card_does_not_hide_what_the_phrases_do(book: LintBook) -> None:
    """An author sees everything in one run: phrases are tried although a card must be mended."""
    book.change("cards/blame.toml", "Je vous écoute.", "Calmez-vous.")
    assert book.check().counts["cases tried"] == 75
    book.change("phrases/blame.toml", "mal (opéré", "mal ((opéré")
    assert "cases tried" not in book.check().counts


def test_a_quick_check_tries_a_part_of_each_family(book: LintBook) -> None:
    """It is the same part each time, and says how much it was."""
    first, again = book.check(everything=False), book.check(everything=False)
    assert first == again
    assert first.counts["cases tried"] == 3 * (12 + 10)


def test_a_phrase_is_tried_before_it_is_added(book: LintBook) -> None:
    """Its examples leave out what may be left out; what it finds, newly or anyway, and what it must not is told."""
    read = read_for_trial(book.source)
    templates = read.templates
    assert templates
    compiled = tuple(templates.compile("(fait|dans) [bien] ... heures"))
    trial = try_out(book.source, read, Phrase("waiting", "x", compiled, Where(book.folder)))
    assert (trial.wordings, set(trial.examples)) == (
        4,
        {"fait heures", "dans heures", "fait bien heures", "dans bien heures"},
    )
    assert (len(trial.known), len(trial.new), len(trial.harmless), len(trial.others)) == (15, 0, 10, 0)
    with pytest.raises(PhrasebookError, match="waiting has « "):
        try_out(book.source, read, next(phrase for phrase in read.phrases if phrase.family == "waiting"))


def test_a_part_is_spread_over_the_whole() -> None:
    """What stands at a file's end is tried too."""
    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert list(spread(range(3), 4)) == list(spread(range(3), None)) == [0, 1, 2]
