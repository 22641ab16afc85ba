import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.text import LONGEST_WORD, REPLACEMENT, json_text, safe, safe_words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("bonjour Filou", "bonjour Filou"),
        ("rouge \x1b[31mvif\x1b[0m", "rouge vif"),
        ("titre\x1b]0;autre titre\x07 ici", "titre ici"),
        ("presse-papiers \x1b]52;c;QUJD\x1b\\fini", "presse-papiers fini"),
        ("huit bits \x9b2Jeffacés", "huit bits effacés"),
        ("deux\nlignes\tet\u2028trois", "deux lignes et trois"),
        ("oui\u202enon\u202c", "ouinon"),
        ("zéro\u200blargeur\ufeff", "zérolargeur"),
        ("cloche\a et retour\b\b", "cloche et retour"),
        ("moitié \ud83d seule", f"moitié {REPLACEMENT} seule"),
        ("a\u0301b\u0301", "áb́"),
        ("«\u00a0oui\u202f»", "«\u00a0oui\u202f»"),
        ("   ", ""),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(raw: str, shown: str) -> None:
    """A hostile file name or transcript reads as plain text on one line."""
    assert safe(raw) == shown


def test_an_over_long_word_is_cut() -> None:
    """A word of a thousand letters does not push the sentence off the screen."""
    assert safe("a" * 1000 + " b") == "a" * (LONGEST_WORD - 1) + "… b"


def test_piled_up_marks_are_thinned() -> None:
    """A letter with a hundred accents does not climb over the lines above."""
    assert safe("e" + "\u0332" * 100) == "e" + "\u0332" * 3


def test_an_unfinished_escape_sequence_swallows_nothing() -> None:
    """A lone escape character disappears, the words after it stay."""
    assert safe("\x1b") == ""
    assert safe("avant \x1b]0;sans fin apres") == "avant 0;sans fin apres"


@given(st.text())
def test_nothing_but_letters_and_spaces_comes_out(text: str) -> None:
    """Whatever was typed or heard, no control, no invisible character, no second line is left."""
    shown = safe(text)
    assert all(letter.isprintable() or letter in "\u00a0\u202f" for letter in shown)
    assert not any(unicodedata.category(letter).startswith("C") for letter in shown)
    assert all(len(word) <= LONGEST_WORD for word in shown.split(" "))


@given(st.text())
def test_safe_text_is_left_alone(text: str) -> None:
    """Text that was made safe once does not change when it passes again."""
    assert safe(safe(text)) == safe(text)


@given(st.text())
def test_words_keep_their_places(text: str) -> None:
    """The fourth word heard is the fourth word shown, so that the right word is underlined."""
    assert len(safe_words(text)) == len(text.split())


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())), st.sampled_from([None, 2]))
def test_json_that_is_printed_shows_nothing_a_terminal_obeys(values: dict[str, object], indent: int | None) -> None:
    """A program reads what there was, a terminal finds nothing to obey."""
    text = json_text(values, indent=indent)
    assert json.loads(text) == values
    assert text.replace("\n", "").isprintable()
