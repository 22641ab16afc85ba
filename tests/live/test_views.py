"""Several views of one call."""

from __future__ import annotations

import io

import pytest

from calmdesk.call.events import Event, Final, Notice
from calmdesk.live.views import Views
from calmdesk.overlay.jsonl import JsonLinesView
from calmdesk.overlay.keys import Key, Request
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.plain import PlainView


class Desk:
    """A view with everything a view may have: a keyboard, faults, a pause, and an end that fails."""

    def __init__(self, keys: list[Request], *, fails: bool = False) -> None:
        self.seen: list[Event | str] = []
        self._keys = keys
        self._fails = fails
        self._faults = [Notice(1.0, "the voice is switched off")]

    def show(self, event: Event) -> None:
        """Keep the event."""
        self.seen.append(event)

    def poll(self) -> Request | None:
        """Return the next key."""
        return self._keys.pop(0) if self._keys else None

    def faults(self) -> list[Notice]:
        """Return the fault, once."""
        faults, self._faults = self._faults, []
        return faults

    def pause(self, *, on: bool) -> None:
        """Keep that it was paused."""
        self.seen.append("paused" if on else "goes on")

    def close(self) -> None:
        """Keep that it was closed, or fail."""
        self.seen.append("closed")
        if self._fails:
            raise OSError("the terminal is gone")


def test_each_view_is_shown_the_call_and_what_went_wrong_in_another() -> None:
    """The screen shows what the receptionist said, and that the voice failed: once."""
    plain, lines = io.StringIO(), io.BytesIO()
    views = Views([PlainView(shipped_labels("fr"), stream=plain), JsonLinesView(stream=lines), Desk([])])
    views.show(Final(2.0, "bonjour", 1))
    views.show(Final(3.0, "merci", 2))
    for shown in (plain.getvalue(), lines.getvalue().decode()):
        for words in ("bonjour", "merci", "the voice is switched off"):
            assert len([line for line in shown.splitlines() if words in line]) == 1


def test_a_key_comes_from_the_view_that_has_a_keyboard() -> None:
    """A view without keys is no hindrance."""
    views = Views([PlainView(shipped_labels("fr"), stream=io.StringIO()), Desk([Request(Key.DISMISS)])])
    assert views.poll() == Request(Key.DISMISS)
    assert views.poll() is None


def test_all_pause_that_can() -> None:
    """A private moment is one for each view."""
    desk = Desk([])
    views = Views([PlainView(shipped_labels("fr"), stream=io.StringIO()), desk])
    views.pause(on=True)
    views.pause(on=False)
    assert desk.seen == ["paused", "goes on"]


def test_each_is_closed_even_when_one_fails() -> None:
    """No terminal is left spoilt, and no voice talking, because another view could not end."""
    desks = [Desk([]), Desk([], fails=True), Desk([])]
    with pytest.raises(OSError, match="terminal is gone"):
        Views(desks).close()
    assert [desk.seen for desk in desks] == [["closed"]] * 3
