"""Carries a check from its first block to its last word: the recogniser listens, the view shows, keys are obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from calmdesk.call.events import Notice
from calmdesk.overlay.keys import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.call.events import FromSpeech
    from calmdesk.overlay.meter import MeterScreen
    from calmdesk.soundcheck.check import SoundCheck
    from calmdesk.soundcheck.picture import Picture


class MeterViewer(Protocol):
    """Shows a check and reads the keys."""

    def show(self, screen: MeterScreen) -> None:
        """Show the check as it is now."""
        ...

    def poll(self) -> Key | None:
        """Return the next key, None at once when there is none."""
        ...


def run(check: SoundCheck, heard: Iterable[FromSpeech], view: MeterViewer | None, picture: Picture) -> None:
    """Check until all steps are done, or somebody quits.

    Args:
        check: the check; ``heard`` is what the recogniser makes of its blocks.
        heard: see above.
        view: where it is shown; None where nothing is.
        picture: makes what is shown.
    """
    at, notice = 0.0, None
    for event in heard:
        at = max(at, event.at)
        check.heard(event)
        notice = event if isinstance(event, Notice) else notice
        if view is None:
            continue
        if not _obey(check, view.poll()):
            return
        view.show(picture.of(check, at, notice))


def _obey(check: SoundCheck, key: Key | None) -> bool:
    """Do what a key asks; return False when the check is to end."""
    if key == Key.PAUSE:
        check.go_on()
    elif key == Key.SKIP and not check.finished:
        check.skip()
    return key != Key.QUIT
