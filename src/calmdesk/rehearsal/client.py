"""The client's voice: every line is spoken, as long as that works; the talk goes on without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.errors import CalmdeskError
from calmdesk.live.faults import fault
from calmdesk.rehearsal.answers import wait_while

if TYPE_CHECKING:
    from collections.abc import Callable

    from calmdesk.call.events import Notice
    from calmdesk.live.whisper import Headset, Voice


class Client:
    """Speaks the client's lines.

    Args:
        voice: makes them into sound.
        headset: where they are heard.
        tell: is told, once, why nothing can be heard.
    """

    def __init__(self, voice: Voice, headset: Headset, tell: Callable[[Notice], None]) -> None:
        self._voice = voice
        self._headset = headset
        self._tell = tell
        self._failed = False

    def say(self, line: str) -> None:
        """Speak a line to its end."""
        if self._failed or not line:
            return
        try:
            self._headset.play(self._voice.ask(line).result())
            wait_while(self._headset.playing)
        except CalmdeskError as error:
            self._failed = True
            self._tell(fault(error))

    def close(self) -> None:
        """Fall silent."""
        self._voice.close()
        self._headset.close()
