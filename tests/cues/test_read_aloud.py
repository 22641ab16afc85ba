from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from calmdesk.cues.read_aloud import Sentence

SAY = "C'est long, et la clinique vous présente ses excuses."
WORDS = st.lists(st.sampled_from([*SAY.split(), "euh", "bonjour", "…", "", "\x1b[2J"]), max_size=25)


def test_the_sentence_itself_is_one_passage() -> None:
    """Read without a mistake: all of it, from the first word to the last."""
    (passage,) = Sentence(SAY).passages(SAY.split())
    assert passage.heard == tuple(range(9))
    assert Sentence(SAY).share(passage.words) == 1.0


def test_capitals_accents_and_marks_do_not_matter() -> None:
    """A recogniser writes no capital and no full stop, and sometimes no accent."""
    (passage,) = Sentence(SAY).passages(["c'est", "long", "et", "la", "clinique", "vous", "presente", "ses", "excuses"])
    assert len(passage.words) == 9


def test_words_in_another_order_are_no_reading() -> None:
    """« Excuses, présente, vous »: only one of them follows the sentence."""
    passages = Sentence(SAY).passages(["excuses", "présente", "clinique"])
    assert max(len(passage.words) for passage in passages) == 1


def test_something_said_in_the_middle_makes_two_passages() -> None:
    """The client puts in a complaint: it belongs to neither."""
    heard = [
        "c'est",
        "long",
        "et",
        "ça",
        "fait",
        "trois",
        "fois",
        "que",
        "je",
        "le",
        "dis",
        "vous",
        "présente",
        "ses",
        "excuses",
    ]
    passages = Sentence(SAY).passages(heard)
    assert not any(passage.holds(3, 9) for passage in passages)
    assert len(passages) == 2


def test_long_words_say_more() -> None:
    """« Excuses » and « clinique » tell a sentence from another, « la » and « et » do not."""
    sentence = Sentence(SAY)
    assert sentence.share(frozenset({4, 8})) > sentence.share(frozenset({1, 2, 3}))


@given(st.text(max_size=80), WORDS)
def test_nothing_that_is_said_breaks_it(say: str, heard: list[str]) -> None:
    """Any sentence, any words: shares lie between 0 and 1, places inside what was heard."""
    for sentence in (Sentence(say), Sentence(SAY)):
        for passage in sentence.passages(heard):
            assert 0 <= sentence.share(passage.words) <= 1
            assert set(passage.heard) <= set(range(len(heard)))
