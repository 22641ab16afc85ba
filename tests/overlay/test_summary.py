from dataclasses import replace
from functools import reduce

from calmdesk.call.events import Began, Ended
from calmdesk.overlay.labels import Labels
from calmdesk.overlay.screen import Screen, State, update
from calmdesk.overlay.style import Style
from calmdesk.overlay.summary import summary
from overlay.feed import INSULT, WAITING, call
from overlay.live_feed import LOOK_BACK, until

DESK = Screen(live=True, state=State.WAITING)


def test_the_sentences_stay_and_no_word_of_the_client(labels: Labels) -> None:
    """After the call the terminal tells what was suggested, and nothing of what was said."""
    shown = summary(reduce(update, call(), Screen()), 60, Style(labels))
    assert shown == [
        "00:31  Appel terminé · Phrases proposées : 3",
        "  00:06  Attente         Vous attendez depuis une heure, c'…",
        "  00:14  Insulte         S'il vous plaît, ne me parlez pas…",
        "  00:22  Urgence vitale  Est-ce qu'il respire ? Je vous pas…",
    ]


def test_a_morning_is_summed_up_in_a_line(labels: Labels) -> None:
    """After several calls their number and that of all sentences stay, and the last call's sentences."""
    happened = [*until(INSULT), LOOK_BACK, Ended(754.0), Began(), *until(WAITING)[1:], Ended(95.0)]
    shown = summary(reduce(update, happened, DESK), 60, Style(labels))
    assert shown == [
        "Appels : 2 · Phrases proposées : 3",
        "01:35  Appel terminé · Phrases proposées : 1",
        "  00:06  Attente  Vous attendez depuis une heure, c'est lon…",
    ]


def test_a_call_that_has_not_begun_is_not_counted(labels: Labels) -> None:
    """Nobody has called, or nobody has spoken yet after the last call: that is no call."""
    assert summary(DESK, 60, Style(labels)) == ["Appels : 0 · Phrases proposées : 0"]
    waiting = reduce(update, [*until(WAITING), Ended(95.0), Began()], DESK)
    assert summary(waiting, 60, Style(labels)) == ["Appels : 1 · Phrases proposées : 1"]


def test_a_long_call_is_summed_up_shortly(labels: Labels) -> None:
    """Of twenty cards the last eight are listed, the others counted."""
    screen = reduce(update, (replace(WAITING, at=60.0 * at) for at in range(70)), Screen())
    shown = summary(screen, 60, Style(labels))
    assert shown[1] == "  + 62 plus tôt"
    assert shown[-1].startswith("  1:09:00  Attente")
    assert len(shown) == 10
