from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from calmdesk.call.events import Card, Ended, Event, Notice, Said
from calmdesk.overlay.compose import compose
from calmdesk.overlay.keys import Key
from calmdesk.overlay.labels import Labels
from calmdesk.overlay.layout import Role, Row
from calmdesk.overlay.screen import Screen, paused, toggled_help, update
from calmdesk.overlay.style import Style
from overlay.feed import EMERGENCY, WAITING, call
from overlay.made_up import events

KEYS = (Key.QUIT, Key.DISMISS, Key.PAUSE, Key.SKIP, Key.HELP)
START = Screen(note="modèle de démonstration")


def at_card(family: str) -> Screen:
    """Return the screen of the made-up call at the moment the family's card comes."""
    screen = START
    for event in call():
        screen = update(screen, event)
        if isinstance(event, Card) and event.family == family:
            return screen
    raise AssertionError(family)


MOMENTS = {
    "quiet": START,
    "waiting": at_card("waiting"),
    "said": update(at_card("waiting"), Said(14.0, "waiting", "waiting.1")),
    "insult": paused(at_card("insult"), on=True),
    "emergency": at_card("emergency"),
    "help": toggled_help(at_card("waiting")),
    "ended": update(at_card("emergency"), Ended(31.0)),
}


def lines(rows: list[Row]) -> list[str]:
    """Return the rows as plain text."""
    return ["".join(text for text, _ in row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_screen_looks_as_agreed(
    moment: str, width: int, height: int, encoding: str, labels: Labels, golden: Callable[[str, str], None]
) -> None:
    """The pictures in golden/screens are what the receptionist sees; a change of them is a decision."""
    rows = compose(MOMENTS[moment], width, height, Style.fitting(encoding, labels, keys=KEYS))
    text = "".join(f"{line.rstrip()}\n" for line in lines(rows))
    golden(f"{moment}-{width}x{height}{'-ascii' if encoding == 'ascii' else ''}", text)


@given(
    happened=st.lists(events(), max_size=8),
    width=st.integers(-1, 130),
    height=st.integers(-1, 40),
    encoding=st.sampled_from(["utf-8", "cp1252", "ascii", "cp437", "no-such-encoding"]),
    asked_help=st.booleans(),
)
def test_no_text_breaks_the_screen(
    labels: Labels, happened: list[Event], width: int, height: int, encoding: str, *, asked_help: bool
) -> None:
    """Whatever is heard or written in a phrasebook, every row fits and holds nothing a terminal would obey."""
    style = Style.fitting(encoding, labels, lambda notice: notice.message, KEYS)
    screen = reduce(update, happened, Screen(note="\x1b[5m" * 20, help=asked_help))
    rows = compose(screen, width, height, style)
    assert len(rows) <= max(height, 1)
    for line in lines(rows):
        assert cell_len(line) <= max(width, 1)
        assert line.isprintable()
        line.encode(encoding if encoding != "no-such-encoding" else "ascii")


@pytest.mark.parametrize("height", range(3, 25))
@pytest.mark.parametrize("width", [40, 63, 64, 80, 200])
def test_the_sentence_is_never_dropped(labels: Labels, width: int, height: int) -> None:
    """However small the window, the sentence to say is there, whole."""
    rows = compose(at_card("waiting"), width, height, Style(labels, keys=KEYS))
    said = " ".join(text for row in rows for text, role in row if role is Role.SAY)
    assert said == WAITING.say


def test_a_sentence_that_cannot_fit_ends_in_an_ellipsis(labels: Labels) -> None:
    """On a window of two rows as much of the sentence as fits is shown, and that it goes on."""
    shown = lines(compose(at_card("waiting"), 30, 2, Style(labels)))
    assert shown == ["▌ Vous attendez depuis une", "▌ heure, c'est long. Je…"]


def test_the_least_important_rows_go_first(labels: Labels) -> None:
    """As the window becomes lower, hints go before why and avoid, and these before the client's words."""
    heights: dict[str, int] = {}
    for height in range(1, 25):
        shown = "\n".join(lines(compose(at_card("waiting"), 60, height, Style(labels, keys=KEYS))))
        for sign in ("00:06", "Client", "À éviter", "Pourquoi", "q quitter", "Demander", "Accueil"):
            if sign in shown:
                heights.setdefault(sign, height)
    assert list(heights) == ["00:06", "Client", "À éviter", "Pourquoi", "q quitter", "Accueil", "Demander"]


def test_the_sentence_stays_where_it_is(labels: Labels) -> None:
    """While the client speaks, the sentence does not jump up and down under the receptionist's eyes."""
    style, places = Style(labels, keys=KEYS), set()
    screen = update(START, WAITING)
    for event in call():
        screen = update(screen, event)
        if screen.card is WAITING and screen.desk and not isinstance(event, Notice):
            shown = lines(compose(screen, 80, 24, style))
            places.add(next(place for place, line in enumerate(shown) if "À dire" in line))
    assert len(places) == 1


def test_an_emergency_is_told_without_colour(labels: Labels) -> None:
    """Who sees no red sees the word URGENCE, another frame and another bar."""
    calm, urgent = (compose(update(START, card), 80, 24, Style(labels)) for card in (WAITING, EMERGENCY))
    assert "URGENCE" not in "".join(lines(calm))
    assert "URGENCE" in lines(urgent)[1]
    assert lines(calm)[0] != lines(urgent)[0]
    assert any("▌" in line for line in lines(calm))
    assert any("█" in line for line in lines(urgent))


def test_the_cue_s_words_are_marked(labels: Labels) -> None:
    """The receptionist sees at a glance which words called for the card."""
    marked = [
        text for row in compose(at_card("waiting"), 80, 24, Style(labels)) for text, role in row if role is Role.MARK
    ]
    assert marked == ["une heure que j'attends"]


def test_running_words_are_grey_and_end_in_an_ellipsis(labels: Labels) -> None:
    """Words that may still change look it, with and without colour."""
    faint = [
        text for row in compose(at_card("emergency"), 80, 24, Style(labels)) for text, role in row if role is Role.FAINT
    ]
    assert any(text.endswith("tout bleu…") for text in faint)


def test_a_step_of_the_ladder_is_shown_discreetly(labels: Labels) -> None:
    """Three of five dots: a direct request."""
    assert "●●●○○  Insulte" in lines(compose(at_card("insult"), 80, 24, Style(labels)))[1]


def test_the_skeleton_shows_where_the_sentence_stands(labels: Labels) -> None:
    """« Accueillir → Nommer → … »: one step is marked, where the card has one and the row has room."""
    wide, narrow = (lines(compose(at_card("waiting"), width, 24, Style(labels))) for width in (80, 60))
    assert sum("○ Accueillir  ● Nommer  ○ Préciser" in line for line in wide) == 1
    assert not any("Nommer" in line and "●" in line for line in narrow)
    assert not any("Confirmer" in line for line in lines(compose(at_card("insult"), 80, 24, Style(labels))))


def test_a_sentence_that_was_said_is_ticked(labels: Labels) -> None:
    """The tick stands before the title, in a narrow window too."""
    for width in (80, 40):
        assert "✓ Attente" in lines(compose(MOMENTS["said"], width, 24, Style(labels)))[int(width == 80)]


def test_french_punctuation_stays_with_its_word(labels: Labels) -> None:
    """No row begins with a question mark."""
    for width in range(20, 100):
        for line in lines(compose(at_card("emergency"), width, 20, Style(labels))):
            assert not line.strip(" │┃█").startswith(("?", "!", ":", "»"))
            assert not line.strip(" │┃").endswith("«")
