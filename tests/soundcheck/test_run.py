"""What is shown while a check goes on, and what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Listened, Notice, Partial, Side
from calmdesk.overlay.keys import Key
from calmdesk.soundcheck.check import SoundCheck
from calmdesk.soundcheck.picture import Picture
from calmdesk.soundcheck.run import run
from calmdesk.soundcheck.steps import GUIDED, Stage, Step
from calmdesk.soundcheck.texts import texts_of
from soundcheck.made_up import Played, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calmdesk.call.events import FromSpeech
    from calmdesk.overlay.meter import MeterScreen

NAMES = {Side.CLIENT: "Client", Side.DESK: "Accueil"}


class Desk:
    """Somebody who looks at the screens, and presses a key after so many of them."""

    def __init__(self, keys: Mapping[int, Key]) -> None:
        self._keys = keys
        self.seen: list[MeterScreen] = []

    def show(self, screen: MeterScreen) -> None:
        """Look at it."""
        self.seen.append(screen)

    def poll(self) -> Key | None:
        """Press a key, or none."""
        return self._keys.get(len(self.seen))


def heard(check: SoundCheck, at: Mapping[int, FromSpeech]) -> Iterator[FromSpeech]:
    """Yield what a recogniser would, block by block: that it listened, or what it is to have heard by then."""
    for number, item in enumerate(check.blocks()):
        yield at.get(number, Listened(item.at))


def picture(*sides: Side, guided: bool = True) -> Picture:
    """Return the French picture of those sides."""
    texts = texts_of("fr")
    return Picture(texts, {side: NAMES[side] for side in sides}, lambda notice: notice.message, guided=guided)


def test_the_space_bar_leads_through_the_steps() -> None:
    """Waiting, it says which key begins; running, how long it takes; then the next step waits."""
    check, desk = SoundCheck(Played({Side.CLIENT: nothing(30)}), GUIDED), Desk({5: Key.PAUSE, 30: Key.PAUSE})
    run(check, heard(check, {}), desk, picture(Side.CLIENT))
    first, running, second = desk.seen[3], desk.seen[10], desk.seen[29]
    assert (first.place, first.ask, first.begin) == ("étape 1/3", "Restez silencieux.", "espace : commencer")
    assert (running.begin, running.progress) == ("", "encore 2 s")
    assert 0 < running.share < 1
    assert (second.place, second.begin) == ("étape 2/3", "espace : commencer")
    assert "microphone" in first.title


def test_s_leaves_a_step_out_and_q_ends() -> None:
    """Who has no client at hand goes on without; who is called away quits."""
    check, desk = SoundCheck(Played({Side.CLIENT: nothing(30)}), GUIDED), Desk({2: Key.SKIP, 4: Key.QUIT})
    run(check, heard(check, {}), desk, picture(Side.CLIENT))
    assert [screen.place for screen in desk.seen] == ["étape 1/3"] * 2 + ["étape 2/3"] * 2
    assert check.results() == ()


def test_words_and_troubles_are_shown_as_they_come() -> None:
    """Running words, settled ones, and what the device's watch has to say."""
    said: dict[int, FromSpeech] = {
        2: Partial(0.4, "bon", 0),
        4: Final(0.8, "bonjour", 0),
        6: Notice(1.0, "sound is back"),
    }
    check, desk = SoundCheck(Played({Side.CLIENT: nothing(3)}), GUIDED), Desk({})
    run(check, heard(check, said), desk, picture(Side.CLIENT))
    assert desk.seen[1].heard == ()
    assert desk.seen[1].unheard == "Entendu : rien pour l'instant"
    assert (desk.seen[2].heard, desk.seen[2].settled) == ((("Entendu :", "bon"),), False)
    assert (desk.seen[5].heard, desk.seen[5].settled) == ((("Entendu :", "bonjour"),), True)
    assert (desk.seen[5].notice, desk.seen[6].notice) == ("", "sound is back")


def test_two_devices_have_a_meter_each() -> None:
    """Client and desk are told apart, on the meters and in what was heard."""
    said = {4: Final(0.8, "bonjour", 0, side=Side.DESK)}
    sound = Played({Side.CLIENT: nothing(3), Side.DESK: nothing(3)})
    check, desk = SoundCheck(sound, GUIDED), Desk({})
    run(check, heard(check, said), desk, picture(*Side))
    assert [gauge.label for gauge in desk.seen[5].gauges] == ["Client", "Accueil"]
    assert desk.seen[5].heard == (("Accueil :", "bonjour"),)


def test_where_nothing_is_shown_the_check_is_the_same() -> None:
    """For a program: no view, the one step is measured."""
    check = SoundCheck(Played({Side.CLIENT: nothing(9)}), (Step(Stage.ANYBODY, 2.0),), at_once=True)
    run(check, heard(check, {}), None, picture(Side.CLIENT, guided=False))
    assert [result.stage for result in check.results()] == [Stage.ANYBODY]
