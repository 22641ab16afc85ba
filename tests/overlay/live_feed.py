"""A made-up morning at the desk; ``python -m overlay.live_feed MOMENT`` in ``tests/`` shows one moment of it.

The view is the real one; what the keys ask for is answered as the program answers it, by events.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Began, Card, Dismissed, Ended, Event, LookBack, Notice, Said
from calmdesk.overlay.keys import LIVE, Key, Request
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.output import OutputClosedError
from calmdesk.overlay.quiet import quiet_libraries
from calmdesk.overlay.screen import Screen, State, paused, update
from calmdesk.overlay.terminal import TerminalView
from overlay.feed import EMERGENCY, INSULT, WAITING, call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST: Final = replace(
    INSULT,
    card="insult.5",
    say="La clinique met fin aux appels insultants, et je raccroche maintenant. "
    "Un responsable pourra reprendre contact.",
    why="Le motif est dit, la suite reste possible.",
    avoid="« Ne rappelez plus. »",
    next="Dire au revoir, raccrocher. Noter les mots exacts.",
    relay="Responsable : décider du rappel.",
    rung=5,
)
NEXT: Final = replace(WAITING, card="waiting.2", say="Merci de votre patience. Je vous écoute, on y va ensemble.")
DEAF: Final = Notice(7.0, "no sound from {device}: is it plugged in?", {"device": "Jabra Evolve2"}, True, "sound")  # noqa: FBT003  # the event's own order
BACK: Final = Notice(19.0, "sound from {device} is back", {"device": "Jabra Evolve2"}, topic="sound")
LOOK_BACK: Final = LookBack(
    754.0,
    (("waiting", 3), ("insult", 2), ("payment_worry", 1), ("leaving_threat", 1)),
    rung=4,
    shown=6,
    said=4,
    breathe="Cet appel était dur. Posez le casque, soufflez lentement trois fois, buvez un peu d'eau.",
)


def until(card: Card) -> list[Event]:
    """Return a first call up to a card of it, with no notice in it."""
    events = [event for event in call() if not isinstance(event, Notice)]
    return [Began(), *events[: events.index(card) + 1]]


MOMENTS: Final[dict[str, list[Event]]] = {
    "before": [],
    "card": until(WAITING),
    "longest": [*until(INSULT)[:-1], LONGEST],
    "emergency": until(EMERGENCY),
    "deaf": [*until(WAITING), DEAF],
    "hearing again": [*until(WAITING), DEAF, BACK],
    "over": [*until(INSULT), LOOK_BACK, Ended(754.0)],
    "over, easy": [*until(WAITING), LookBack(95.0, (("waiting", 1),), shown=1, said=1), Ended(95.0)],
    "next": [*until(INSULT), LOOK_BACK, Ended(754.0), Began()],
}


def screen_at(moment: str) -> Screen:
    """Return the screen at a moment, as the terminal's view would have it."""
    return reduce(update, MOMENTS[moment], Screen(live=True, note="vosk-model-small-fr-0.22", state=State.WAITING))


def in_pause(screen: Screen) -> Screen:
    """Return the screen while nothing is listened to."""
    return paused(screen, on=True)


def told(notice: Notice) -> str:
    """Return a notice's sentence."""
    return notice.message.format_map(notice.details)


class Desk:
    """Answers keys by events, as the program does; every request is shown as a note too."""

    def __init__(self, view: TerminalView, at: float) -> None:
        self._view = view
        self._paused = False
        self.at = at

    def obey(self, request: Request) -> bool:
        """Do what is asked; return whether to go on."""
        self._show(Notice(self.at, "{key} « {text} »", {"key": request.key.value, "text": request.text}))
        actions: dict[Key, Callable[[], object]] = {
            Key.NEXT: lambda: self._show(replace(NEXT, at=self.at)),
            Key.SAID: lambda: self._show(Said(self.at, "waiting", "waiting.1")),
            Key.DISMISS: lambda: self._show(Dismissed(self.at, "waiting", "waiting.1")),
            Key.PAUSE: self._pause,
            Key.NEW_CALL: self._end,
        }
        actions.get(request.key, lambda: None)()
        return request.key is not Key.QUIT

    def _show(self, event: Event) -> None:
        self._view.show(event)

    def _end(self) -> None:
        for event in (LOOK_BACK, Ended(754.0)):
            self._show(event)

    def _pause(self) -> None:
        self._paused = not self._paused
        self._view.pause(on=self._paused)


def main() -> None:
    """Show a moment, then answer keys until « q »."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moment", choices=MOMENTS)
    parser.add_argument("--emergency", type=float, metavar="SECONDS", help="let an emergency come after that time")
    options = parser.parse_args()
    with quiet_libraries():
        view = TerminalView(shipped_labels("fr"), tell=told, note="vosk-model-small-fr-0.22", keys=LIVE)
        try:
            for event in MOMENTS[options.moment]:
                view.show(event)
            desk = Desk(view, screen_at(options.moment).at)
            for request in requests(view, options.emergency):
                if not desk.obey(request):
                    break
        except OutputClosedError:
            sys.exit(7)
        finally:
            view.close()


def requests(view: TerminalView, emergency: float | None) -> Iterator[Request]:
    """Yield what is asked, asking five times a second; nothing else happens but, perhaps, an emergency."""
    began = time.monotonic()
    while True:
        if emergency is not None and time.monotonic() - began > emergency:
            view.show(EMERGENCY)
            emergency = None
        if request := view.poll():
            yield request
        else:
            time.sleep(0.2)


if __name__ == "__main__":
    main()
