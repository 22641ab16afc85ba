from dataclasses import replace
from functools import reduce

from calmdesk.overlay.labels import Labels
from calmdesk.overlay.screen import Screen, update
from calmdesk.overlay.style import Style
from calmdesk.overlay.summary import summary
from overlay.feed import WAITING, call


def test_the_sentences_stay_and_no_word_of_the_client(labels: Labels) -> None:
    """After the call the terminal tells what was suggested, and nothing of what was said."""
    shown = summary(reduce(update, call(), Screen()), 60, Style(labels))
    assert shown == [
        "00:31  Appel terminé · Phrases proposées : 3",
        "  00:06  Attente         Vous attendez depuis une heure, c'…",
        "  00:14  Insulte         S'il vous plaît, ne me parlez pas…",
        "  00:22  Urgence vitale  Est-ce qu'il respire ? Je vous pas…",
    ]


def test_a_long_call_is_summed_up_shortly(labels: Labels) -> None:
    """Of twenty cards the last eight are listed, the others counted."""
    screen = reduce(update, (replace(WAITING, at=60.0 * at) for at in range(70)), Screen())
    shown = summary(screen, 60, Style(labels))
    assert shown[1] == "  + 62 plus tôt"
    assert shown[-1].startswith("  1:09:00  Attente")
    assert len(shown) == 10
