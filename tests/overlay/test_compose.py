from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from calmdesk.call.events import Card, Ended, Event, Notice, Said
from calmdesk.overlay.compose import compose
from calmdesk.overlay.entry import Entry
from calmdesk.overlay.keys import LIVE, REPLAY, Key
from calmdesk.overlay.labels import Labels, shipped_labels
from calmdesk.overlay.layout import Role, Row
from calmdesk.overlay.screen import Screen, entering, paused, toggled_help, update
from calmdesk.overlay.style import Style
from calmdesk.places import shipped
from overlay.feed import EMERGENCY, WAITING, call
from overlay.live_feed import DEAF, in_pause, screen_at, told
from overlay.made_up import events, starts

KEYS = (*REPLAY, Key.HELP)
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
    "help-signs": toggled_help(toggled_help(at_card("waiting"))),
    "ended": update(at_card("emergency"), Ended(31.0)),
}
LANGUAGES = sorted(path.parent.name for path in shipped("phrasebooks").glob("*/screen.toml"))
PAUSED = in_pause(screen_at("card"))
LONG_NAME = Entry(Key.ANIMAL, "Réglisse de la Vallée des Grands Chênes du Parc Naturel d'Ardenne, dit Réré")
LIVE_MOMENTS = {
    "desk-before": screen_at("before"),
    "desk-longest": screen_at("longest"),
    "desk-emergency": screen_at("emergency"),
    "desk-deaf": screen_at("deaf"),
    "desk-paused": PAUSED,
    "desk-paused-emergency": in_pause(screen_at("emergency")),
    "desk-over": screen_at("over"),
    "desk-over-easy": screen_at("over, easy"),
    "desk-next": screen_at("next"),
    "desk-help": toggled_help(screen_at("card")),
    "desk-entry": entering(screen_at("longest"), Entry(Key.ANIMAL, "Réglisse")),
    "desk-entry-long": entering(screen_at("emergency"), LONG_NAME),
}


def lines(rows: list[Row]) -> list[str]:
    """Return the rows as plain text."""
    return ["".join(text for text, _ in row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("moment", [*MOMENTS, *LIVE_MOMENTS])
def test_the_screen_looks_as_agreed(
    moment: str, width: int, height: int, encoding: str, labels: Labels, golden: Callable[[str, str], None]
) -> None:
    """The pictures in golden/screens are what the receptionist sees; a change of them is a decision."""
    live = moment in LIVE_MOMENTS
    style = Style.fitting(encoding, labels, told, (*LIVE, Key.HELP) if live else KEYS)
    rows = compose((MOMENTS | LIVE_MOMENTS)[moment], width, height, style)
    text = "".join(f"{line.rstrip()}\n" for line in lines(rows))
    golden(f"{moment}-{width}x{height}{'-ascii' if encoding == 'ascii' else ''}", text)


@given(
    start=starts(),
    happened=st.lists(events(), max_size=8),
    width=st.integers(-1, 130),
    height=st.integers(-1, 40),
    encoding=st.sampled_from(["utf-8", "cp1252", "ascii", "cp437", "no-such-encoding"]),
)
def test_no_text_breaks_the_screen(
    labels: Labels, start: Screen, happened: list[Event], width: int, height: int, encoding: str
) -> None:
    """Whatever is heard, entered or written in a phrasebook, every row fits and holds nothing a terminal would obey."""
    style = Style.fitting(encoding, labels, lambda notice: notice.message, KEYS)
    rows = compose(reduce(update, happened, start), width, height, style)
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


@pytest.mark.parametrize("height", range(5, 25))
@pytest.mark.parametrize("width", [40, 80])
def test_an_entry_hides_no_sentence(labels: Labels, width: int, height: int) -> None:
    """While a long name is typed and a problem lasts, an alarm's sentence is there, whole, and the entry's end too."""
    screen = entering(update(screen_at("emergency"), DEAF), LONG_NAME)
    rows = compose(screen, width, height, Style(labels, told, KEYS))
    said = [text for row in rows for text, role in row if role is Role.SAY]
    assert EMERGENCY.say in " ".join(said)
    assert any("dit Réré_" in line for line in lines(rows))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keys", [LIVE, REPLAY])
def test_the_help_is_whole_on_a_small_window(language: str, keys: tuple[Key, ...]) -> None:
    """On 40 by 12 every key of every language can be read, and every sign's meaning; nothing is cut."""
    texts = shipped_labels(language)
    style = Style(texts, keys=(*keys, Key.HELP))
    of_keys, of_signs = (lines(compose(Screen(live=keys is LIVE, help=page), 40, 12, style)) for page in (1, 2))
    assert all(any(texts.keys[key] in line for line in of_keys) for key in style.keys)
    signs = " ".join(" ".join(of_signs).split())
    assert all(tell in signs for tell in texts.help)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_is_always_hinted_at(language: str, width: int) -> None:
    """Whoever knows no key finds « ? », however many others there are, and the next sentence first."""
    texts = shipped_labels(language)
    screen = replace(screen_at("card"), card=replace(WAITING, say="Oui.", why="", avoid="", next="", ask=""))
    hint = lines(compose(screen, width, 12, Style(texts, keys=(*LIVE, Key.HELP))))[-1]
    assert hint.startswith(texts.keys[Key.NEXT])
    assert hint.endswith(texts.keys[Key.HELP])


def test_only_keys_that_do_something_are_hinted_at(labels: Labels) -> None:
    """Without a card there is nothing to tick; in a pause the way back comes first."""
    style = Style(labels, keys=(*LIVE, Key.HELP))
    quiet, paused = (lines(compose(screen, 80, 24, style))[-2] for screen in (screen_at("before"), PAUSED))
    assert "v dit" not in quiet
    assert paused.startswith("│ espace reprendre")
    assert "v dit" not in paused


def test_a_pause_is_unmistakable(labels: Labels) -> None:
    """In the card's place stands that nothing is listened to; the words of the call are out of sight meanwhile."""
    rows = compose(PAUSED, 80, 24, Style(labels))
    shown = "".join(lines(rows))
    assert "PAUSE : rien n'est écouté" in shown
    assert "Vous attendez" not in shown
    assert "j'attends" not in shown
    assert sum(role is Role.PAUSE for row in rows for _, role in row) == 3


def test_a_problem_is_seen(labels: Labels) -> None:
    """It stands at the top, marked and bold, in the help and in a pause too."""
    style = Style(labels, told)
    for screen in (screen_at("deaf"), in_pause(screen_at("deaf")), toggled_help(screen_at("deaf"))):
        row = compose(screen, 80, 24, style)[2]
        assert ("! ", Role.ALARM) in row
        assert any("no sound from Jabra" in text and role is Role.SAY for text, role in row)
    assert "! no sound" not in "".join(lines(compose(screen_at("hearing again"), 80, 24, style)))


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
