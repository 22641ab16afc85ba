"""The keys of a call at the desk on a real terminal, as the receptionist presses them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from overlay.feed import EMERGENCY
from support.tmux import NEEDS_TMUX, Tmux, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = NEEDS_TMUX
PLAY = "overlay.live_feed"


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    """Return a tmux of this test's own."""
    server = Tmux()
    yield server
    server.end()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("moment", ["longest", "deaf", "over"])
def test_the_picture_is_the_agreed_one(
    moment: str, width: int, height: int, tmux: Tmux, golden: Callable[[str, str], None]
) -> None:
    """The longest sentence, a problem, the end of a call: at both sizes the terminal shows the agreed rows."""
    tmux.start(PLAY, width, height, moment)
    tmux.wait_for({"longest": "Insulte", "deaf": "Jabra", "over": "avertissement"}[moment])
    time.sleep(0.5)
    golden(f"desk-{moment}-{width}x{height}", rows(tmux.screen()))


def test_keys_about_the_card(tmux: Tmux) -> None:
    """Another sentence, said it (« v » or Enter), seen: each works at once, with nothing happening in the call."""
    tmux.start(PLAY, 80, 24, "card")
    tmux.wait_for("Vous attendez depuis une heure")
    tmux.type("Enter")
    tmux.wait_for("✓ Attente")
    tmux.type("n")
    assert "✓ Attente" not in tmux.wait_for("Merci de votre patience.")
    tmux.type("x")
    tmux.wait_for("wrong « »")
    tmux.type("w")
    tmux.wait_for("whisper « »")
    tmux.type("s", "Escape", "Up", "F1", "é")
    time.sleep(0.5)
    assert "whisper « »" in tmux.screen()


def test_a_private_call(tmux: Tmux) -> None:
    """Space hides the call and says that nothing is heard; space again, and all is as before."""
    tmux.start(PLAY, 80, 24, "emergency")
    before = tmux.wait_for("Est-ce qu'il respire")
    tmux.type("Space")
    shown = tmux.wait_for("PAUSE : rien n'est écouté")
    assert "s'étouffe" not in shown
    assert "URGENCE" in shown
    tmux.type("Space")
    shown = tmux.wait_for("Est-ce qu'il respire")
    assert "PAUSE" not in shown
    assert [line for line in before.splitlines() if "█" in line] == [line for line in shown.splitlines() if "█" in line]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12)])
def test_a_name_is_entered(width: int, height: int, tmux: Tmux) -> None:
    """« a », the name with its accents and a slip of the finger, Enter; the sentence stays in view all the while."""
    tmux.start(PLAY, width, height, "card")
    tmux.wait_for("Vous attendez")
    tmux.type("a")
    tmux.wait_for("Nom de l'animal : _")
    tmux.type("Régu", "BSpace", "lisse ç")
    shown = tmux.wait_for("Nom de l'animal : Réglisse ç_")
    assert "Vous attendez" in shown
    tmux.type("Enter")
    assert "Nom de l'animal" not in tmux.wait_for("animal « Réglisse ç »")


def test_an_alarm_while_something_is_entered(tmux: Tmux) -> None:
    """An emergency comes in the middle of a note: it is seen whole, at once, and the note goes on."""
    tmux.start(PLAY, 40, 12, "longest", "--emergency", "3")
    tmux.wait_for("La clinique met fin")
    tmux.type("i")
    tmux.wait_for("Note (facultative) : _")
    tmux.type("a crié ")
    shown = tmux.wait_for("URGENCE")
    assert EMERGENCY.say in " ".join(" ".join(shown.replace("█", "").split()).split("Pourquoi")[0].split())
    tmux.type("fort")
    tmux.wait_for("Note (facultative) : a crié fort_")
    tmux.type("Enter")
    tmux.wait_for("incident « a crié fort »")


def test_an_entry_is_given_up(tmux: Tmux) -> None:
    """Escape, and it is as if nothing had been typed; Ctrl-U begins anew; a resize in the middle loses nothing."""
    tmux.start(PLAY, 80, 24, "card")
    tmux.wait_for("Vous attendez")
    tmux.type("c")
    tmux.wait_for("Nom du client : _")
    tmux.type("Mme Qui", "C-u", "Mme Dupont")
    tmux.wait_for("Nom du client : Mme Dupont_")
    tmux.resize(40, 12)
    tmux.wait_for("Pourquoi :")
    tmux.wait_for("Nom du client : Mme Dupont_")
    tmux.type("Escape")
    tmux.resize(80, 24)
    shown = tmux.wait_for("n autre phrase")
    assert "Nom du client" not in shown
    assert "client «" not in shown


def test_pasting(tmux: Tmux) -> None:
    """A paste into the entry stays one line; a paste by mistake is no command."""
    tmux.start(PLAY, 80, 24, "card")
    tmux.wait_for("Vous attendez")
    tmux.paste("qr\nn", "-p")
    time.sleep(0.5)
    tmux.type("a")
    tmux.wait_for("Nom de l'animal : _")
    tmux.paste("Prunelle\n", "-p")
    tmux.wait_for("Prunelle")
    tmux.type("Enter")
    tmux.wait_for("animal « Prunelle »")


def test_the_end_of_a_call_and_of_the_morning(tmux: Tmux) -> None:
    """« r » ends the call: its summary stays; « q » leaves the calls' number and the last call's sentences, no word."""
    tmux.start(PLAY, 80, 24, "card")
    tmux.wait_for("Vous attendez")
    tmux.type("r")
    shown = tmux.wait_for("3 × attente")
    assert "j'attends" not in shown
    tmux.type("q")
    shown = tmux.wait_for("Appels : 1 · Phrases proposées : 1")
    assert "12:34  Appel terminé" in shown
    assert "j'attends" not in tmux.screen("-S", "-100")
    assert tmux.wait_for("echo").rstrip().endswith("\necho")


def test_the_help_on_a_small_window(tmux: Tmux) -> None:
    """Every key can be read on 40 by 12, then the signs, then the call is back."""
    tmux.start(PLAY, 40, 12, "card")
    tmux.wait_for("Vous attendez")
    tmux.type("?")
    shown = tmux.wait_for("w chuchoter encore")
    assert all(hint in shown for hint in ("n autre phrase", "r nouvel appel", "i noter l'incident", "? aide"))
    tmux.type("?")
    tmux.wait_for("Les mots gris")
    tmux.type("?")
    tmux.wait_for("Vous attendez")
