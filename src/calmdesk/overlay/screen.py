"""What the receptionist sees, as a value; every event of the call gives the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import (
    Began,
    Card,
    Cue,
    Dismissed,
    Ended,
    Event,
    Listened,
    LookBack,
    Notice,
    Partial,
    Said,
    Side,
    Wording,
)
from calmdesk.call.events import Final as FinalHeard
from calmdesk.overlay.voices import Voice, marked, spoken

if TYPE_CHECKING:
    from calmdesk.call.events import Heard
    from calmdesk.overlay.entry import Entry

NOTICE_SECONDS: Final = 12.0
"""Call time a notice stays on the screen."""

REMEMBERED: Final = 8
"""Cards kept for the summary after the call."""

HELP_PAGES: Final = 2
"""The keys, and what the signs mean."""


class State(StrEnum):
    """Where the call is: nothing said yet, going on, over."""

    WAITING = "waiting"
    LISTENING = "listening"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that was shown, for the summary."""

    at: float
    family: str
    say: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The overlay at one moment of call time.

    ``live`` calls follow one another; a recorded one stands alone. ``note`` names what the user should know about the
    speech model. ``length`` is that of a call that has ended. ``said`` tells that the desk has said the card.
    ``notice`` is the latest news, ``faults`` are the notices that hold until they are over. ``cards`` counts the cards
    of this call, ``shown`` holds the last of them; ``calls`` counts the calls, ``cards_before`` the cards of those
    before this one. ``help`` is the page of the help, 0 for none.
    """

    live: bool = False
    note: str = ""
    at: float = 0.0
    state: State = State.LISTENING
    paused: bool = False
    length: float | None = None
    client: Voice = ()
    desk: Voice = ()
    card: Card | None = None
    said: bool = False
    look_back: LookBack | None = None
    notice: Notice | None = None
    faults: tuple[Notice, ...] = ()
    cards: int = 0
    shown: tuple[Shown, ...] = ()
    calls: int = 0
    cards_before: int = 0
    entry: Entry | None = None
    help: int = 0

    @property
    def urgent(self) -> bool:
        """Tell whether a life may be at stake: emergency and distress are tier 0."""
        return self.card is not None and self.card.tier == 0

    @property
    def deaf(self) -> bool:
        """Tell whether nothing is listened to; a replay that stands still has nothing to miss."""
        return self.live and self.paused

    @property
    def clock(self) -> float:
        """Call time to show: it stands still when the call has ended, whatever happens before the next."""
        return self.at if self.length is None else self.length


def update(screen: Screen, event: Event) -> Screen:
    """Return the screen after ``event``; neither is changed."""
    if isinstance(event, Began):
        return _begun(screen, event)
    screen = ticked(screen, event.at)
    match event:
        case Partial() | FinalHeard():
            screen = _heard(screen, event)
        case Cue():
            screen = _marked(screen, event)
        case Card():
            screen = _with_card(screen, event)
        case Said() | Dismissed():
            screen = _dealt_with(screen, event)
        case Notice():
            screen = _told(screen, event)
        case LookBack():
            screen = _looking_back(screen, event)
        case Ended():
            screen = replace(screen, state=State.ENDED, length=event.at)
        case Listened() | Wording():
            pass
    return screen


def ticked(screen: Screen, at: float) -> Screen:
    """Return the screen at call time ``at``: the clock goes on, never back, and an old notice goes away."""
    at = max(at, screen.at)
    notice = screen.notice if screen.notice and at - screen.notice.at < NOTICE_SECONDS else None
    return replace(screen, at=at, notice=notice)


def paused(screen: Screen, *, on: bool) -> Screen:
    """Return the screen of a call that stands still or goes on."""
    return replace(screen, paused=on)


def entering(screen: Screen, entry: Entry | None) -> Screen:
    """Return the screen with an entry being typed, or without; the help makes room for it."""
    return replace(screen, entry=entry, help=0)


def toggled_help(screen: Screen) -> Screen:
    """Return the screen with the next page of the help in the place of the card, or the card back after the last."""
    return replace(screen, help=(screen.help + 1) % (HELP_PAGES + 1))


def _begun(screen: Screen, began: Began) -> Screen:
    """Return the fresh screen of a call; what is not the call's own stays: faults, a pause, an entry being typed."""
    return Screen(
        live=screen.live,
        note=screen.note,
        at=began.at,
        state=State.WAITING,
        paused=screen.paused,
        faults=screen.faults,
        calls=screen.calls + 1,
        cards_before=screen.cards_before + screen.cards,
        entry=screen.entry,
        help=screen.help,
    )


def _told(screen: Screen, notice: Notice) -> Screen:
    """Return the screen with a notice: among the faults when it lasts, and in the place of the one it settles."""
    faults = tuple(fault for fault in screen.faults if fault.topic != notice.topic)
    if notice.lasting:
        return replace(screen, faults=(*faults, notice))
    return replace(screen, faults=faults, notice=notice)


def _looking_back(screen: Screen, back: LookBack) -> Screen:
    """Return the screen with what the call was like in the place of its words; an alarm stays until it is dismissed."""
    return replace(screen, look_back=back, client=(), desk=(), card=screen.card if screen.urgent else None, said=False)


def _heard(screen: Screen, heard: Heard) -> Screen:
    if heard.text and screen.state is State.WAITING:
        screen = replace(screen, state=State.LISTENING)
    if heard.side is Side.CLIENT:
        return replace(screen, client=spoken(screen.client, heard))
    return replace(screen, desk=spoken(screen.desk, heard))


def _marked(screen: Screen, cue: Cue) -> Screen:
    if cue.side is Side.CLIENT:
        return replace(screen, client=marked(screen.client, cue))
    return replace(screen, desk=marked(screen.desk, cue))


def _with_card(screen: Screen, card: Card) -> Screen:
    """Return the screen with a card; the help does not hide it."""
    if _reworded(screen.card, card):
        return replace(screen, card=card, shown=(*screen.shown[:-1], replace(screen.shown[-1], say=card.say)))
    shown = (*screen.shown, Shown(card.at, card.family, card.say))[-REMEMBERED:]
    return replace(screen, card=card, said=False, cards=screen.cards + 1, shown=shown, help=0)


def _reworded(standing: Card | None, card: Card) -> bool:
    """Tell whether the standing card only reads otherwise now, with a name that was typed: it is no further card."""
    return standing is not None and standing.card == card.card and standing.say != card.say


def _dealt_with(screen: Screen, event: Said | Dismissed) -> Screen:
    """Return the screen with its card ticked or taken away, unless another one stands there now."""
    if screen.card is None or screen.card.card != event.card:
        return screen
    return replace(screen, said=True) if isinstance(event, Said) else replace(screen, card=None, said=False)
