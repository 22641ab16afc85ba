from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.speech.vocabulary import knows, missing

if TYPE_CHECKING:
    from calmdesk.speech.vosk_types import Model


def test_common_words_are_known(model: Model) -> None:
    """A phrasebook's everyday words can be heard."""
    assert all(knows(model, word) for word in ("bonjour", "d'accord", "opération", "où"))


@pytest.mark.parametrize("word", ["zygomatique", "Bonjour", "bon jour", "", "<eps>", "#0", "bonjour\0x", "\ud800"])
def test_what_cannot_be_heard(model: Model, word: str) -> None:
    """Unknown words, two words, the model's own symbols: no caller's « <eps> » will ever come."""
    assert not knows(model, word)


def test_missing_words_are_listed_once(model: Model) -> None:
    """The phrasebook check names each word a model cannot hear, in the order of the phrases."""
    assert missing(model, ["zut", "zygomatique", "bonjour", "abracadabrant", "zygomatique"])[-2:] == [
        "zygomatique",
        "abracadabrant",
    ]
