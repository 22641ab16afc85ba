from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.text import safe
from calmdesk.overlay.entry import Entry
from calmdesk.overlay.keys import Key, Request
from calmdesk.overlay.presses import Press, Presses
from calmdesk.settings import LONGEST

ENTER, ESCAPE = Press("\r"), Press("\x1b")


def typed(*presses: Press) -> Entry:
    """Return the entry of an animal's name after some presses."""
    entry = Entry(Key.ANIMAL)
    for press in presses:
        after = entry.after(press)
        assert isinstance(after, Entry)
        entry = after
    return entry


def keys(text: str) -> list[Press]:
    """Return the presses that type a text."""
    return Presses().read(text)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Réglisse", "Réglisse"),
        ("Rex\x7f\x7fover", "Rover"),
        ("\x7f", ""),
        ("Rex\x15Garçon", "Garçon"),
        ("Re\x01\x00x\x9b", "Rex"),
        ("Jean-Pierre d'Ô", "Jean-Pierre d'Ô"),
        ("nqd?", "nqd?"),
        ("e\u0301", "é"),
        ("\u202eRex", "Rex"),
    ],
)
def test_a_name_is_typed(sent: str, text: str) -> None:
    """Letters with accents, mistakes taken back; letters are no commands here, and no control character gets in."""
    assert typed(*keys(sent)).text == text


def test_a_paste_is_one_line() -> None:
    """A name pasted with a line's end from another program does not confirm itself."""
    assert typed(Press("Rex\r\n du \tParc", pasted=True)).text == "Rex   du  Parc"
    assert typed(Press("Rex\r\n du \tParc", pasted=True)).after(ENTER) == Request(Key.ANIMAL, "Rex du Parc")
    assert typed(Press("\x1b", pasted=True)).text == ""


def test_the_longest_name() -> None:
    """A name has as many letters as a sentence can hold; more are not taken."""
    assert typed(Press("x" * 500, pasted=True), *keys("y")).text == "x" * LONGEST


def test_it_ends_by_enter_or_escape() -> None:
    """Enter hands the text on, an empty one too; Escape gives up."""
    assert typed(*keys(" Rex ")).after(ENTER) == Request(Key.ANIMAL, "Rex")
    assert Entry(Key.INCIDENT).after(ENTER) == Request(Key.INCIDENT, "")
    assert typed(*keys("Rex")).after(ESCAPE) is None


@given(st.lists(st.builds(Press, st.text(max_size=30), st.booleans()), max_size=10))
def test_whatever_is_typed_is_harmless(presses: list[Press]) -> None:
    """The text can be shown and said: short, one line, nothing that a terminal would obey."""
    inner = [press for press in presses if not (press.is_enter or press.is_escape)]
    text = reduce(typed_on, inner, Entry(Key.CLIENT)).text
    assert len(text) <= LONGEST
    assert text.isprintable()
    request = Entry(Key.CLIENT, text).after(ENTER)
    assert request == Request(Key.CLIENT, safe(text).strip())


def typed_on(entry: Entry, press: Press) -> Entry:
    """Return the entry after a press that does not end it."""
    after = entry.after(press)
    assert isinstance(after, Entry)
    return after
