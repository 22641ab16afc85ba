from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench.made_up import row
from calmdesk.bench.learn import digest_of, learn
from calmdesk.cues.opinion import Opinion, Weights
from calmdesk.errors import PhrasebookError

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book

pytest.importorskip("sklearn")

CASES = [
    *(row(f"i{n}", f"vous êtes des incapables numéro {n}", "insult") for n in range(10)),
    *(row(f"b{n}", f"c'est de votre faute la {n}", "blame") for n in range(10)),
    *(row(f"n{n}", f"bonjour madame je viens le {n}") for n in range(10)),
]


def test_the_second_opinion_knows_what_it_was_taught(book: Book) -> None:
    """A sentence like the cases is given their family, a harmless one is called harmless."""
    opinion = Opinion(learn(CASES, book.language), book.language)
    insult = opinion.weigh(book.language.words("vous êtes tous des incapables"))
    assert max(insult, key=insult.__getitem__) == "insult"
    calm = opinion.weigh(book.language.words("bonjour je viens demain madame"))
    assert max(calm, key=calm.__getitem__) == ""
    assert sum(insult.values()) == pytest.approx(1.0, abs=0.01)


def test_the_same_cases_give_the_same_model(book: Book, tmp_path: Path) -> None:
    """Whoever learns it again gets what was shipped, byte for byte in its numbers."""
    one, other = learn(CASES, book.language), learn(CASES, book.language)
    one.save(tmp_path / "opinion.npz")
    kept = Weights.load(tmp_path / "opinion.npz")
    for model in (other, kept):
        assert np.array_equal(one.weights, model.weights)
        assert (one.families, one.digest) == (model.families, model.digest)


def test_two_kinds_are_enough(book: Book) -> None:
    """A new language begins with one family and some harmless sentences."""
    model = learn([case for case in CASES if "blame" not in case.labels], book.language)
    weighed = Opinion(model, book.language).weigh(book.language.words("vous êtes des incapables"))
    assert model.weights.shape[1] == 2
    assert weighed["insult"] > weighed[""]


def test_nothing_to_learn_from_is_said(book: Book) -> None:
    """A phrasebook without cases, or with one kind alone, is told to write some."""
    for cases in ([], CASES[:10]):
        with pytest.raises(PhrasebookError, match="too few cases"):
            learn(cases, book.language)


def test_the_digest_changes_with_the_cases() -> None:
    """A model that was learned from other cases is noticed: a text, a label or an order that changed."""
    other = [row("i0", CASES[0].text, "blame"), *CASES[1:]]
    assert digest_of(CASES) == digest_of(list(CASES))
    assert len({digest_of(cases) for cases in (CASES, other, CASES[1:], CASES[::-1])}) == 4
