"""The overlay on a real terminal, as somebody in front of it sees it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from support.tmux import NEEDS_TMUX, Tmux, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = NEEDS_TMUX
PLAY = "overlay.feed"


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    """Return a tmux of this test's own."""
    server = Tmux()
    yield server
    server.end()


def attributes(shown: str, words: str) -> set[str]:
    """Return the attributes the words are shown with: 1 bold, 2 dim, 4 underlined, 7 reversed, 3x colours."""
    line = next(line for line in shown.splitlines() if words in line)
    held: set[str] = set()
    for group in re.findall(r"\x1b\[([\d;]*)m", line[: line.index(words)]):
        for code in group.split(";"):
            held = held | {code} if code not in {"", "0"} else set()
    return held


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
def test_the_picture_is_the_agreed_one_whatever_libraries_print(
    width: int, height: int, tmux: Tmux, golden: Callable[[str, str], None]
) -> None:
    """At both sizes the terminal shows the agreed rows, untorn, while a library prints on descriptor 2 all the time."""
    tmux.start(PLAY, width, height, "--stop-at", "emergency", "--speed", "50", "--noise")
    tmux.wait_for("Urgence vitale")
    time.sleep(0.5)
    shown = tmux.screen()
    assert "ALSA" not in shown
    golden(f"emergency-{width}x{height}", rows(shown))


def test_an_ascii_console(tmux: Tmux, golden: Callable[[str, str], None]) -> None:
    """A console that has only ASCII shows the agreed ASCII rows."""
    tmux.start(PLAY, 80, 24, "--stop-at", "waiting", "--speed", "50", before="PYTHONIOENCODING=ascii")
    golden("waiting-80x24-ascii", rows(tmux.wait_for("Attente")))


def test_the_look_of_the_words(tmux: Tmux) -> None:
    """The sentence is bold, the cue's words are underlined, the words that may still change are dim."""
    tmux.start(PLAY, 80, 24, "--stop-at", "emergency", "--speed", "50")
    tmux.wait_for("Urgence vitale")
    shown = tmux.screen("-e")
    assert "1" in attributes(shown, "Est-ce qu'il")
    assert "4" in attributes(shown, "il s'étouffe")
    assert "2" in attributes(shown, "là il devient")


def test_a_resize_leaves_nothing_torn(tmux: Tmux, golden: Callable[[str, str], None]) -> None:
    """From large to small and back, the screen is whole each time."""
    tmux.start(PLAY, 80, 24, "--stop-at", "emergency", "--speed", "50")
    tmux.wait_for("┛")
    tmux.resize(40, 12)
    tmux.wait_for("Pourquoi :")
    time.sleep(0.2)
    golden("emergency-40x12", rows(tmux.screen()))
    tmux.resize(80, 24)
    tmux.wait_for(f"┏{'━' * 78}┓")
    time.sleep(0.2)
    golden("emergency-80x24", rows(tmux.screen()))


def test_keys_and_what_is_left_behind(tmux: Tmux) -> None:
    """Pause, go on, skip, quit by single keys; then the summary, and a shell that echoes again."""
    tmux.start(PLAY, 80, 24)
    tmux.wait_for("À l'écoute")
    tmux.type("Space")
    tmux.wait_for("En pause")
    tmux.type("p")
    tmux.wait_for("À l'écoute")
    tmux.type("?")
    tmux.wait_for("s passer   ")
    tmux.type("?")
    tmux.wait_for("Les mots gris")
    tmux.type("?", "s")
    shown = tmux.wait_for("Phrases proposées : 3")
    assert "À l'écoute" not in shown
    assert "Deuil" not in shown
    assert tmux.wait_for("echo").rstrip().endswith("\necho")


def test_q_quits_at_once(tmux: Tmux) -> None:
    """« q » ends the call; what was shown until then is summed up."""
    tmux.start(PLAY, 80, 24)
    tmux.wait_for("À l'écoute")
    tmux.type("q")
    tmux.wait_for("Phrases proposées : 0", seconds=5)
