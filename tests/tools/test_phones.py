from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    Tool = Callable[[str], ModuleType]


@pytest.mark.parametrize(("ipa", "phone"), [("ɔ̃", "on"), ("ˈu", "u"), ("ʁ", "R"), ("ɛː", "E"), ("ɹ", "R")])
def test_a_phoneme_is_known_whatever_its_stress(tool: Tool, ipa: str, phone: str) -> None:
    """A stressed or long vowel trains the same phone as a short one."""
    assert tool("phones").from_ipa(ipa) == phone


def test_a_pause_is_no_phone_and_a_foreign_sound_is_refused(tool: Tool) -> None:
    """A sentence with a sound French does not have is left out instead of being trained wrongly."""
    phones = tool("phones")
    assert phones.from_ipa("ː") == ""
    assert phones.from_ipa("ɬ") is None


def test_every_phone_has_two_outputs_of_its_own(tool: Tool) -> None:
    """Two phones that shared an output could never be told apart."""
    phones = tool("phones")
    outputs = {phones.pdfs_of(f"{phone}_B") for phone in phones.PHONES[1:]} | {phones.pdfs_of("SIL")}
    assert sorted(pdf for pair in outputs for pdf in pair) == list(range(phones.PDFS))


def test_positions_in_the_word_do_not_change_the_sound(tool: Tool) -> None:
    """The « a » that ends a word is the one that begins it."""
    phones = tool("phones")
    assert len({phones.pdfs_of(f"a_{position}") for position in phones.POSITIONS}) == 1


def test_a_word_knows_where_it_begins_and_ends(tool: Tool) -> None:
    """Word times hang on the positions: begin, inside, end, or a word of one phone."""
    phones = tool("phones")
    names = {number: name for name, number in phones.KALDI_ID.items()}
    assert [names[n] for n in phones.positioned(("S", "a", "t"))] == ["S_B", "a_I", "t_E"]
    assert [names[n] for n in phones.positioned(("o",))] == ["o_S"]


def test_the_shipped_model_has_these_phones(tool: Tool, repository: Path) -> None:
    """The tools in the repository still make the kind of model that ships with it."""
    table = "".join(f"{name} {number}\n" for name, number in {"<eps>": 0, **tool("phones").KALDI_ID}.items())
    assert (repository / "models/demo-fr/graph/phones.txt").read_text(encoding="utf8") == table
