from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from calmdesk.bench.book import Book
from calmdesk.bench.noise import Noise, spoken_words
from calmdesk.bench.sound_alikes import SoundAlikes, model_words
from calmdesk.errors import ModelError
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.places import shipped

if TYPE_CHECKING:
    from pathlib import Path

FRENCH = shipped("phrasebooks") / "fr"
MODEL = shipped("models") / "demo-fr"


@cache
def sentences() -> list[str]:
    """Return the French cases."""
    return [case.text for case in Book.of(FRENCH).cases]


@cache
def alikes() -> SoundAlikes:
    """Return the words of the model that ships and of the cases."""
    words = {word for text in sentences() for word in spoken_words(text)}
    return SoundAlikes(words.union(model_words(MODEL)), read_whole_language(FRENCH).sounds)


def noise(seed: int = 0) -> Noise:
    """Return French noise."""
    return Noise(alikes(), read_whole_language(FRENCH), seed)


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2, 0.3])
def test_the_word_error_rate_is_what_was_asked_for(rate: float) -> None:
    """« 20 % word errors » means 20 %, within two points, counted word by word against what was said."""
    texts = sentences()[:800]
    made = noise(3)
    wrong = words = 0
    for text in texts:
        spoilt = made.spoil(text, rate)
        said, heard = spoken_words(text), spoken_words(spoilt.text)
        assert spoilt.wrong == Levenshtein.distance(said, heard)
        wrong, words = wrong + spoilt.wrong, words + spoilt.words
    assert wrong / words == pytest.approx(rate, abs=0.02)


@given(st.text(max_size=60), st.floats(0, 1), st.integers(0, 5))
def test_any_text_can_be_spoilt_and_always_in_the_same_way(text: str, rate: float, seed: int) -> None:
    """Whatever is typed, the same seed gives the same errors, and never more than there are words."""
    once, twice = noise(seed).spoil(text, rate), noise(seed).spoil(text, rate)
    assert once == twice
    assert 0 <= once.wrong <= max(1, once.words)
    assert once.words == len(spoken_words(text))


@given(st.sampled_from(["ça fait une heure que j'attends", "vous êtes nuls", "bonjour"]))
def test_without_errors_a_text_stays_as_it_is(text: str) -> None:
    """A rate of nought changes nothing."""
    assert noise().spoil(text, 0.0).text == text


def test_something_is_always_heard() -> None:
    """Even at the highest rate a sentence never becomes silence."""
    assert all(noise(seed).spoil("allô docteur", 1.0).text for seed in range(50))


def test_another_seed_makes_other_errors() -> None:
    """Two seeds are two recordings of the same sentences."""
    text = "ça fait une heure que j'attends que quelqu'un décroche chez vous"
    assert len({noise(seed).spoil(text, 0.3).text for seed in range(10)}) > 5


def test_short_grammar_words_are_lost_first() -> None:
    """A recogniser swallows « de » and « la » long before « incapables »."""
    text = "de la part de la clinique vous êtes des incapables"
    lost: list[str] = []
    for seed in range(300):
        heard = spoken_words(noise(seed).spoil(text, 0.15).text)
        if len(heard) < len(text.split()):
            lost += [word for word in set(text.split()) if heard.count(word) < text.split().count(word)]
    assert lost.count("la") + lost.count("de") > 3 * lost.count("incapables") > 0


def test_words_are_taken_for_words_that_sound_alike() -> None:
    """« faut » may be heard as « faux »: homophones come first, then what is near."""
    french = SoundAlikes(["faut", "faux", "fou", "chat", "ornithorynque"], read_whole_language(FRENCH).sounds)
    heard = [french.pick("faut", Random(seed)) for seed in range(40)]  # noqa: S311  # a test
    assert french.homophones("faut") == ["faux"]
    assert heard.count("faux") > 10
    assert "ornithorynque" not in heard
    assert len(french) == 5


def test_a_word_nothing_sounds_like_stays() -> None:
    """No error is invented where no word could be mistaken."""
    lonely = SoundAlikes(["ornithorynque"], read_whole_language(FRENCH).sounds)
    assert lonely.pick("bouée", Random(1)) is None  # noqa: S311  # a test


def test_a_models_symbols_are_no_words(tmp_path: Path) -> None:
    """``<eps>`` and ``#0`` of a model's word list are never heard; a model without a list is no mistake."""
    words = model_words(MODEL)
    assert "bonjour" in words
    assert all(word[0].isalpha() for word in words)
    assert model_words(tmp_path) == []
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "words.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match="cannot be read"):
        model_words(tmp_path)
