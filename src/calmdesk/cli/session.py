"""Shows one call: the chosen view, the keys, the noise of native libraries kept away."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from calmdesk.call.events import Dismissed, Event, Notice
    from calmdesk.call.stages import View
    from calmdesk.overlay.keys import Key, Request

_BETWEEN_LOOKS = 0.05
"""Seconds between two looks at the keyboard while a replay stands still."""


class Hurry(Protocol):
    """What can be told not to wait: the clock of a replay at real speed."""

    def hurry(self) -> None:
        """End the waiting."""
        ...


def choose_format(form: str | None) -> str:
    """Return the format to show a call in: the screen where it can be drawn, else plain lines."""
    from calmdesk.overlay.output import can_draw  # noqa: PLC0415  # heavy

    return form or ("screen" if can_draw(sys.stdout) else "plain")


class Dismisser(Protocol):
    """What takes the standing card away: the adviser of the call."""

    def dismiss(self, at: float) -> Dismissed | None:
        """Take it away at call time ``at``; None when there is none."""
        ...


def show(
    events: Iterable[Event],
    form: str,
    lang: str,
    *,
    note: str = "",
    clock: Hurry | None = None,
    adviser: Dismisser | None = None,
) -> bool:
    """Show a call's events until they end or the user quits.

    Args:
        events: the call; closed at the end where it can be.
        form: ``screen``, ``plain`` or ``jsonl``.
        lang: language of the texts.
        note: what the screen says about the model.
        clock: the clock of a replay at real speed: the keys pause and skip it.
        adviser: the adviser of the call: a key dismisses its standing card.

    Returns:
        Whether the call was shown to its end.
    """
    from calmdesk.overlay.keys import REPLAY, Key  # noqa: PLC0415  # heavy
    from calmdesk.overlay.output import OutputClosedError  # noqa: PLC0415  # heavy

    with ExitStack() as stack:
        keys = REPLAY if clock else (Key.QUIT, Key.DISMISS)
        view = stack.enter_context(closing(open_view(form, lang, stack, note=note, keys=keys)))
        if hasattr(events, "close"):
            stack.callback(events.close)
        try:
            for event in events:
                view.show(event)
                if not _obey(view, event.at, clock, adviser):
                    return False
        except OutputClosedError:
            return False
    return True


def open_view(
    form: str,
    lang: str,
    stack: ExitStack,
    *,
    note: str = "",
    keys: tuple[Key, ...] = (),
    typed: TextIO | None = None,
) -> View:
    """Return the view of a format; whoever asked closes it, before ``stack`` gives back the native libraries' noise.

    Args:
        form: ``screen``, ``plain`` or ``jsonl``.
        lang: language of the texts.
        stack: takes what must be undone after the view is closed.
        note: what the screen says about the model.
        keys: the keys that do something on the screen.
        typed: the terminal keys come from; the one behind stdin unless given.
    """
    from calmdesk.overlay.jsonl import JsonLinesView  # noqa: PLC0415  # heavy
    from calmdesk.overlay.labels import shipped_labels  # noqa: PLC0415  # heavy
    from calmdesk.overlay.plain import PlainView  # noqa: PLC0415  # heavy

    tell = partial(_sentence, lang=lang)
    if form == "jsonl":
        return JsonLinesView(tell=tell)
    labels = shipped_labels(lang)
    if form == "plain":
        return PlainView(labels, tell=tell)
    from calmdesk.overlay.keyboard import open_keyboard  # noqa: PLC0415  # heavy
    from calmdesk.overlay.quiet import quiet_libraries  # noqa: PLC0415  # heavy
    from calmdesk.overlay.terminal import TerminalView  # noqa: PLC0415  # heavy

    stack.enter_context(quiet_libraries())
    return TerminalView(labels, tell=tell, note=note, keys=keys, keyboard=open_keyboard(typed))


def _sentence(notice: Notice, lang: str) -> str:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    return say(notice.message, notice.details, lang)


def _obey(view: View, at: float, clock: Hurry | None, adviser: Dismisser | None) -> bool:
    """Do what the keys ask at call time ``at``; return False when the call is to end."""
    poll: Callable[[], Request | None] | None = getattr(view, "poll", None)
    request = poll() if poll else None
    if poll is None or request is None:
        return True
    key = request.key
    if key == "skip" and clock:
        clock.hurry()
    elif key == "dismiss" and adviser and (gone := adviser.dismiss(at)):
        view.show(gone)
    elif key == "pause":
        return _stand_still(view, poll)
    return key != "quit"


def _stand_still(view: View, poll: Callable[[], Request | None]) -> bool:
    view.pause(on=True)  # type: ignore[attr-defined]  # only the terminal view has keys
    key = None
    while key not in {"pause", "quit"}:
        time.sleep(_BETWEEN_LOOKS)
        request = poll()
        key = request.key if request else None
    view.pause(on=False)  # type: ignore[attr-defined]  # as above
    return key != "quit"
