from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from books import write_book
from calmdesk.cues.features import BUCKETS
from calmdesk.cues.match import Matcher
from calmdesk.cues.opinion import Opinion, Weights
from calmdesk.phrasebook.own import SECOND_OPINION
from calmdesk.phrasebook.read import read_phrasebook

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrasebook

INSULT = 'phrases = ["vous êtes [des] (nuls|incapables)"]'


def believing(book: Phrasebook, family: str) -> Opinion:
    """Return a second opinion that takes every sentence for the same: a family, or nothing (harmless)."""
    classes = ("", "insult", "blame")
    bias = np.array([9.0 if each == family else 0.0 for each in classes], np.float32)
    nothing = np.zeros((BUCKETS, len(classes)), np.int8)
    weights = Weights(classes, nothing, np.ones(len(classes), np.float32), bias, np.ones(BUCKETS, np.float32))
    return Opinion(weights, book.language)


@pytest.fixture
def book(tmp_path: Path) -> Phrasebook:
    """Return a phrasebook of two families."""
    return read_phrasebook(write_book(tmp_path, {"insult": INSULT, "blame": 'phrases = ["votre faute"]'}))


def test_it_holds_a_phrase_back_in_a_sentence_that_looks_harmless(book: Phrasebook) -> None:
    """A card less, where the sentence as a whole is like none in which the family was heard."""
    matcher = Matcher.of(book, believing(book, ""))
    assert matcher.cues("vous êtes des incapables") == []
    assert matcher.examine("vous êtes des incapables")[0].stopped_by == "second opinion"


def test_it_does_not_doubt_a_phrase_of_the_clinic(book: Phrasebook) -> None:
    """It has learned from the shipped sentences only, and the clinic knows its callers."""
    phrases = tuple(replace(phrase, own=True) for phrase in book.phrases)
    matcher = Matcher.of(replace(book, phrases=phrases), believing(book, ""))
    assert [hit.family for hit in matcher.cues("vous êtes des incapables")] == ["insult"]


def test_it_speaks_up_where_no_phrase_was_written_for_a_sentence(book: Phrasebook) -> None:
    """The card still says which words brought it, and that it was no phrase."""
    (hit,) = Matcher.of(book, believing(book, "insult")).cues("espèce de bon à rien")
    assert (hit.family, hit.phrase) == ("insult", SECOND_OPINION)
    assert set(hit.words) <= {"espèce", "de", "bon", "à", "rien"}


def test_it_is_silent_where_a_guard_has_stopped_a_phrase(book: Phrasebook) -> None:
    """« Je ne dis pas que vous êtes des incapables » is none, whatever the single words sound like."""
    matcher = Matcher.of(book, believing(book, "insult"))
    assert matcher.cues("je ne dis pas que vous êtes des incapables") == []
    assert [hit.family for hit in matcher.cues("vous êtes des incapables")] == ["insult"]


def test_half_a_sentence_is_left_to_the_phrases(book: Phrasebook) -> None:
    """What looks like an insult after three words may be a compliment after six."""
    matcher = Matcher.of(book, believing(book, "insult"))
    assert matcher.cues("espèce de bon", whole=False) == []
    assert [hit.family for hit in matcher.cues("vous êtes nuls", whole=False)] == ["insult"]


def test_a_greeting_is_no_sentence(book: Phrasebook) -> None:
    """« Bonjour madame » brings no card, whatever was learned."""
    assert Matcher.of(book, believing(book, "insult")).cues("bonjour madame") == []
