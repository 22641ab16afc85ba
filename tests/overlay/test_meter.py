"""The sound check's screen: the agreed pictures, and that nothing breaks it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from calmdesk.overlay.layout import Role, Row
from calmdesk.overlay.meter import Gauge, MeterScreen, bar, meter_rows
from calmdesk.overlay.meter_view import PlainMeter
from calmdesk.overlay.style import Style
from overlay.made_up import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.overlay.labels import Labels

ONE = MeterScreen(
    title="Contrôle du son · Jabra Evolve2 40",
    place="étape 2/3",
    ask="Parlez normalement, comme à l'accueil.",
    why="Par exemple : « Clinique vétérinaire, bonjour, que puis-je faire pour vous ? »",
    gauges=(Gauge("Client", -28.0, -12.0, "-28 dBFS · crête -12"),),
    heard=(("Entendu :", "clinique vétérinaire bonjour que puis-je"),),
    settled=False,
    share=0.4,
    progress="encore 3 s",
    hints=("s passer", "q quitter"),
    at=7.0,
)
TWO = MeterScreen(
    title="Contrôle du son · Jabra Evolve2 40",
    place="étape 3/3",
    ask="Faites parler le client.",
    why="Un appel ou la boîte vocale, sur haut-parleur ou comme pendant vos appels. Vous-même, taisez-vous.",
    gauges=(
        Gauge("Client", -3.0, 0.0, "-3 dBFS · crête 0", "SATURÉ"),
        Gauge("Accueil", -120.0, -120.0, "-120 dBFS · crête -120"),
    ),
    unheard="Entendu : rien pour l'instant",
    begin="espace : commencer",
    notice="entendu avec le petit modèle livré : bon pour essayer ; un vrai appel demande un modèle Vosk officiel",
    hints=("s passer", "q quitter"),
)


def lines(rows: list[Row]) -> list[str]:
    """Return the rows as plain text."""
    return ["".join(text for text, _ in row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
@pytest.mark.parametrize(("name", "screen"), [("one", ONE), ("two", TWO)])
def test_the_screen_looks_as_agreed(  # noqa: PLR0913, PLR0917  # a picture for each combination
    name: str,
    screen: MeterScreen,
    width: int,
    height: int,
    encoding: str,
    labels: Labels,
    golden: Callable[[str, str], None],
) -> None:
    """The pictures in golden/screens are what the receptionist sees; a change of them is a decision."""
    rows = meter_rows(screen, width, height, Style.fitting(encoding, labels))
    text = "".join(f"{line.rstrip()}\n" for line in lines(rows))
    golden(f"soundcheck-{name}-{width}x{height}{'-ascii' if encoding == 'ascii' else ''}", text)


def gauges() -> st.SearchStrategy[Gauge]:
    """Return meters with any level and any words."""
    level = st.floats(-200, 20)
    return st.builds(Gauge, texts(), level, level, texts(), texts())


@given(
    screen=st.builds(
        MeterScreen,
        *(texts(), texts(), texts(), texts(), st.lists(gauges(), max_size=2).map(tuple)),
        heard=st.lists(st.tuples(texts(), texts()), max_size=2).map(tuple),
        unheard=texts(),
        settled=st.booleans(),
        share=st.floats(-1, 2),
        progress=texts(),
        begin=texts(),
        notice=texts(),
        hints=st.lists(texts(), max_size=3).map(tuple),
    ),
    width=st.integers(-1, 130),
    height=st.integers(-1, 40),
    encoding=st.sampled_from(["utf-8", "cp1252", "ascii", "cp437"]),
)
def test_no_text_breaks_the_screen(labels: Labels, screen: MeterScreen, width: int, height: int, encoding: str) -> None:
    """Whatever a device is called or a client says, every row fits and holds nothing a terminal would obey."""
    rows = meter_rows(screen, width, height, Style.fitting(encoding, labels))
    assert len(rows) <= max(height, 1)
    for line in lines(rows):
        assert cell_len(line) <= max(width, 1)
        assert line.isprintable()
        line.encode(encoding)


@pytest.mark.parametrize("height", range(2, 24))
@pytest.mark.parametrize("screen", [ONE, TWO])
def test_what_to_do_and_the_meter_stay_to_the_last(labels: Labels, screen: MeterScreen, height: int) -> None:
    """However small the window, it says what to do, and the meter moves."""
    shown = "\n".join(lines(meter_rows(screen, 80, height, Style(labels))))
    assert screen.ask in shown
    assert screen.gauges[0].figures in shown or height < 3


@pytest.mark.parametrize(("level", "filled"), [(-120, 0), (-60, 0), (-30, 10), (0, 20), (6, 20)])
def test_the_bar_grows_with_the_level(labels: Labels, level: float, filled: int) -> None:
    """From -60 dBFS at the left to full scale at the right."""
    row = bar(1 + level / 60, 20, Style(labels))
    assert sum(len(text) for text, role in row if role is Role.BAR) == filled
    assert sum(len(text) for text, _ in row) == 20


def test_the_peak_is_marked_and_cut_off_sound_is_told_in_words(labels: Labels) -> None:
    """Without colour, too: a sign for the peak, a word for the alarm, an ellipsis for words that may change."""
    one, two = ("\n".join(lines(meter_rows(screen, 80, 24, Style(labels)))) for screen in (ONE, TWO))
    assert one.count("●") == 1
    assert "puis-je…" in one
    assert " SATURÉ " in two
    assert "rien pour l'instant" in two


def test_plain_lines_tell_each_thing_once(labels: Labels) -> None:
    """For a pipe or a screen reader: what to do once, the level once a second, words when they are settled."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    view = PlainMeter(labels, stream=stream)
    running = [replace(ONE, at=at / 5) for at in range(11)]
    settled = replace(ONE, at=2.0, settled=True)
    for screen in [*running, settled, settled]:
        view.show(screen)
    stream.seek(0)
    shown = stream.read()
    assert shown.count("Parlez normalement") == 1
    assert shown.count("-28 dBFS") == 3
    assert shown.count("clinique vétérinaire bonjour") == 1
    assert "\x1b" not in shown
