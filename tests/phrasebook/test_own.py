from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.phrasebook.problems import Level

if TYPE_CHECKING:
    from phrasebook.small_book import SmallBook

BOTH = ["<vous_etes> [des] {mots}", "bande de {mots}"]


def test_a_clinics_phrases_come_on_top(book: SmallBook) -> None:
    """What a clinic adds counts besides what ships."""
    book.own("phrases/insult.toml", 'phrases = ["espèce de {mots}"]')
    assert book.templates() == [*BOTH, "espèce de {mots}"]


def test_a_shipped_phrase_can_be_changed(book: SmallBook) -> None:
    """The clinic's wording stands in its place, with settings of its own."""
    book.own(
        "phrases/insult.toml", 'phrases = [{ instead_of = "bande de {mots}", say = "quelle bande", strict = 0.9 }]'
    )
    assert book.templates() == [BOTH[0], "quelle bande"]
    assert book.read()[0].phrases[1].strict == 0.9


def test_a_shipped_phrase_can_be_switched_off(book: SmallBook) -> None:
    """A phrase that fires wrongly in one clinic goes there and nowhere else."""
    book.own("phrases/insult.toml", 'off = ["bande  de {mots}"]')
    assert book.templates() == [BOTH[0]]


def test_a_whole_family_can_be_switched_off(book: SmallBook) -> None:
    """Only the clinic's own phrases of the family are left."""
    book.own("phrases/insult.toml", 'off = true\nphrases = ["tête de noeud"]')
    assert book.templates() == ["tête de noeud"]


def test_a_clinic_sets_its_own_pace(book: SmallBook) -> None:
    """Cooldown and maximum are the clinic's where it sets them, for that family only."""
    book.own("phrases/insult.toml", "cooldown = 99\nmax_per_call = 2")
    families = read_families(book.folder.parent / "families.toml", book.own_folder)
    assert (families["insult"].cooldown, families["insult"].max_per_call) == (99, 2)
    assert (families["blame"].cooldown, families["blame"].max_per_call) == (15, 0)


def test_a_clinic_adds_to_a_shipped_list(book: SmallBook) -> None:
    """« {mots} » in the clinic's list of that name stands for what ships, so an update is not missed."""
    book.own("lists.toml", '[lists]\nmots = ["{mots}", "zouave"]\n[rules]\nvous_etes = "(<vous_etes>|vous faites)"')
    phrase = book.read()[0].phrases[0]
    assert not book.told()
    assert [slot.wordings for slot in phrase.branches[0]] == [  # type: ignore[union-attr]  # there is no gap
        (("vous", "êtes"), ("t", "es"), ("vous", "faites")),
        (("des",),),
        (("nul",), ("incapable",), ("zouave",)),
    ]


def test_a_clinics_list_may_replace_a_shipped_one(book: SmallBook) -> None:
    """Without the marker the clinic's list is all there is."""
    book.own("lists/mine.toml", '[lists]\nmots = ["zouave"]')
    assert book.read()[0].phrases[1].branches[0][-1].wordings == (("zouave",),)  # type: ignore[union-attr]  # no gap


@pytest.mark.parametrize("line", ['off = ["{}"]', 'phrases = [{{ instead_of = "{}", say = "autre" }}]'])
def test_a_shipped_phrase_that_is_gone_is_only_a_warning(book: SmallBook, line: str) -> None:
    """After an update the clinic can still work; a check tells what its file names in vain."""
    book.own("phrases/insult.toml", line.format("phrase disparue"))
    assert not book.told()
    assert book.told(Level.WARNING) == [
        "own/phrases/insult.toml:1: « phrase disparue » is not among the shipped phrases of insult"
    ]


def test_what_a_clinic_may_do_ships_nowhere(book: SmallBook) -> None:
    """« off » in a shipped file is a mistake."""
    book.write("phrases/insult.toml", 'off = true\nphrases = [{ say = "a b", instead_of = "c" }]')
    assert [line.split(";")[0] for line in book.told()] == [
        "phrases/insult.toml:1: the key « off » is not known here",
        "phrases/insult.toml:2: the key « instead_of » is not known here",
    ]


def test_mistakes_in_a_clinics_file_are_told_with_its_line(book: SmallBook) -> None:
    """A clinic tunes its phrases with no programmer at hand."""
    book.own("phrases/insult.toml", 'cooldown = "vite"\noff = "bande"\nphrases = ["nul[le]"]')
    assert [line.split(": ")[0] for line in book.told()] == [f"own/phrases/insult.toml:{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("line", ['off = ["(second opinion)"]', "off = true"])
def test_the_second_opinion_can_be_kept_out_of_a_family(book: SmallBook, line: str) -> None:
    """Its cues carry that name, so a clinic switches it off as it would a phrase."""
    book.own("phrases/insult.toml", line)
    thresholds = read_whole_language(book.folder, book.own_folder).thresholds
    assert book.read()[0].language.thresholds == thresholds
    weighed = {"insult": 0.9, "blame": 0.9, "": 0.0}
    assert thresholds.speaks_up(weighed) == ["blame"]
    assert not thresholds.doubts("insult", {"insult": 0.0, "": 1.0})
    assert thresholds.doubts("blame", {"blame": 0.0, "": 1.0})
    assert not book.told(Level.WARNING)
