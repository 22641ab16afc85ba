import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.overlay.keys import LIVE, REPLAY, Key, meaning
from calmdesk.overlay.presses import PASTED_FROM, PASTED_TO, Press, Presses

ESCAPE, ENTER, BACKSPACE = Press("\x1b"), Press("\r"), Press("\x7f")


def pressed(*pieces: str) -> list[Press]:
    """Return what was pressed when a terminal sends these pieces and then nothing more."""
    presses = Presses()
    return [press for piece in pieces for press in presses.read(piece)] + presses.settle()


def letters(text: str) -> list[Press]:
    """Return the presses of plain letters."""
    return [Press(letter) for letter in text]


@pytest.mark.parametrize(
    ("sent", "presses"),
    [
        ("aé", letters("aé")),
        ("\r", [ENTER]),
        ("\n", [ENTER]),
        ("\x7f\x08", [BACKSPACE, BACKSPACE]),
        ("\x1b", [ESCAPE]),
        ("\x1b\x1b", [ESCAPE, ESCAPE]),
        ("\x1b\x1b[A", [ESCAPE]),
        ("\x1b[A\x1b[1;5Dq", letters("q")),
        ("\x1bOP \x1b[24~", letters(" ")),
        ("\x1b[[Aq", letters("q")),
        ("\x1bq", []),
        ("\x1b\r", []),
        ("\x1b[", []),
        ("\x1b[éq", letters("q")),
        (f"{PASTED_FROM}Rex\rq{PASTED_TO}d", [Press("Rex\rq", pasted=True), Press("d")]),
        (f"{PASTED_FROM}{PASTED_TO}", [Press("", pasted=True)]),
        (f"{PASTED_FROM}Rex", [Press("Rex", pasted=True)]),
    ],
)
def test_what_a_terminal_sends(sent: str, presses: list[Press]) -> None:
    """Letters count; arrows, function keys (F1 of the Linux console too) and Alt do nothing by accident."""
    assert pressed(sent) == presses


@given(st.text(alphabet=st.sampled_from("aé\r\x1b[]O~;01?\x7f\x15") | st.characters(), max_size=40), st.data())
def test_it_does_not_matter_where_the_line_cuts(sent: str, data: st.DataObject) -> None:
    """The same keys come out however a slow line cuts what was sent, and nothing is too strange to read."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=5)))
    pieces = [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert pressed(*pieces) == pressed(sent)


@given(st.text(max_size=40))
def test_a_pasted_text_is_one_press(text: str) -> None:
    """Whatever was pasted between marks is no key."""
    inner = text.replace("\x1b", "")
    assert pressed(f"{PASTED_FROM}{inner}{PASTED_TO}") == [Press(inner, pasted=True)]


def test_an_escape_is_unsure_until_it_has_settled() -> None:
    """Escape is only known to be the key when nothing has followed it."""
    presses = Presses()
    assert presses.read("\x1b") == []
    assert presses.unsure
    assert presses.settle() == [ESCAPE]
    assert not presses.unsure


@pytest.mark.parametrize(
    ("letter", "key"),
    [
        *(("n", Key.NEXT), ("v", Key.SAID), ("\r", Key.SAID), ("d", Key.DISMISS), ("D", Key.DISMISS)),
        *((" ", Key.PAUSE), ("p", Key.PAUSE), ("q", Key.QUIT), ("r", Key.NEW_CALL), ("a", Key.ANIMAL)),
        *(("c", Key.CLIENT), ("i", Key.INCIDENT), ("x", Key.WRONG), ("w", Key.WHISPER), ("s", None), ("é", None)),
    ],
)
def test_keys_at_the_desk(letter: str, key: Key | None) -> None:
    """Letters do what the hints say, capital or not; Enter is « said it »."""
    assert meaning(Press(letter), LIVE) is key


@pytest.mark.parametrize(
    ("letter", "key"),
    [("s", Key.SKIP), ("\r", Key.SKIP), ("v", None), ("n", None), ("r", None), ("q", Key.QUIT), ("?", None)],
)
def test_keys_of_a_replay(letter: str, key: Key | None) -> None:
    """Enter skips in a replay; the keys of a call at the desk do nothing there."""
    assert meaning(Press(letter), REPLAY) is key


def test_every_key_has_a_letter_and_no_paste_is_one() -> None:
    """No key that a hint names is out of reach, and a pasted « q » does not quit."""
    alphabet = [*"abcdefghijklmnopqrstuvwxyz ?\r"]
    assert {meaning(Press(letter), set(Key)) for letter in alphabet} >= set(Key)
    assert meaning(Press("q", pasted=True), set(Key)) is None
