"""A made-up call for the overlay's tests; ``python -m overlay.feed`` in ``tests/`` plays it on the terminal."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

from calmdesk.call.events import Card, Cue, Dismissed, Ended, Event, Final, Notice, Partial, Said, Side, Wording
from calmdesk.overlay.keys import REPLAY, Key
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.quiet import quiet_libraries
from calmdesk.overlay.terminal import TerminalView

if TYPE_CHECKING:
    from collections.abc import Iterator

WAITING = Card(
    at=6.1,
    family="waiting",
    card="waiting.1",
    say="Vous attendez depuis une heure, c'est long. Je m'occupe de vous maintenant, qu'est-ce que je peux faire ?",
    why="Nommer l'attente, puis agir : la tension baisse avant la solution.",
    avoid="« On a beaucoup d'appels », « mais », « ce n'est pas moi ».",
    tier=2,
    next="Dire ce que vous faites pendant que vous le faites.",
    ask="Quel est le nom de votre animal ?",
    because=("une", "heure", "que", "j'attends"),
    step="name",
)
INSULT = Card(
    at=14.2,
    family="insult",
    card="insult.3",
    say="S'il vous plaît, ne me parlez pas ainsi. Je veux vous aider, dites-moi ce qui s'est passé avec Filou.",
    why="Une demande directe pose la limite sans attaquer.",
    avoid="Répondre sur le même ton, se justifier.",
    tier=1,
    rung=3,
    relay="Si cela continue : la vétérinaire de garde.",
    because=("bande", "d'incapables"),
)
EMERGENCY = Card(
    at=22.4,
    family="emergency",
    card="emergency.2",
    say="Est-ce qu'il respire ? Je vous passe la vétérinaire tout de suite, restez en ligne.",
    why="Une seule question, puis la vétérinaire.",
    avoid="« Ça peut attendre », tout diagnostic.",
    tier=0,
    relay="La vétérinaire, maintenant.",
    because=("il", "s'étouffe"),
)


def spoken(text: str, at: float, utterance: int, side: Side = Side.CLIENT, pace: float = 0.3) -> Iterator[Event]:
    """Yield a sentence as the recogniser reports it: growing partials, then the final."""
    words = text.split()
    for count in range(1, len(words) + 1):
        yield Partial(at + pace * count, " ".join(words[:count]), utterance, side)
    yield Final(at + pace * len(words) + 0.5, text, utterance, side=side)


def call() -> list[Event]:
    """Return a short call that shows everything the overlay can show, in call time."""
    events: list[Event] = [
        Notice(0.0, "the recording has two channels; the client is on the {side}", {"side": "left"}),
        *spoken("clinique du parc bonjour", 0.2, 1, Side.DESK),
        *spoken("bonjour ça fait une heure que j'attends au téléphone et personne décroche", 2.0, 2),
        Cue(5.9, "waiting", "[ça fait] <duree> que <j_attends>", ("une", "heure", "que", "j'attends"), 0.96, 2, 3, 6),
        WAITING,
        *spoken("je m'occupe de vous maintenant mais bon", 8.0, 3, Side.DESK),
        Said(9.2, "waiting", "waiting.1"),
        Wording(10.6, ("mais",), "« et », ou deux phrases", 3, 5, 5),
        *spoken("non mais vous êtes une bande d'incapables", 11.0, 4),
        Cue(14.1, "insult", "bande d'incapables", ("bande", "d'incapables"), 1.0, 4, 5, 6),
        INSULT,
        *spoken("attendez il s'étouffe là il devient tout bleu", 20.0, 5),
        Cue(22.3, "emergency", "il s'étouffe", ("il", "s'étouffe"), 0.98, 5, 1, 2),
        EMERGENCY,
        Dismissed(30.0, "emergency", "emergency.2"),
        Ended(31.0),
    ]
    return sorted(events, key=lambda event: event.at)


def main() -> None:
    """Play the call on the terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--noise", action="store_true", help="print on descriptor 2 meanwhile, as libraries do")
    parser.add_argument("--stop-at", default="", metavar="FAMILY", help="stand still at this card until « q »")
    options = parser.parse_args()
    with quiet_libraries():
        view = TerminalView(shipped_labels("fr"), note="modèle de démonstration", keys=REPLAY)
        try:
            play(view, options)
        finally:
            view.close()


def play(view: TerminalView, options: argparse.Namespace) -> None:
    """Show the call's events in their time until it ends or « q » is pressed."""
    events, at, speed, standing = call(), 0.0, options.speed, False
    while events:
        while events and events[0].at <= at and not standing:
            event = events.pop(0)
            view.show(event)
            standing = isinstance(event, Card) and event.family == options.stop_at
        if options.noise:
            os.write(2, b"ALSA lib pcm.c:8570:(snd_pcm_recover) overrun occurred\n")
        time.sleep(0.05)
        at += 0.0 if standing else 0.05 * speed
        request = view.poll()
        match request.key if request else None:
            case Key.QUIT:
                return
            case Key.PAUSE:
                standing = not standing
                view.pause(on=standing)
            case Key.SKIP:
                speed, standing = 1000.0, False


if __name__ == "__main__":
    main()
