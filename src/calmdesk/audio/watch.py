"""Keeps an eye on a device that cannot be trusted to complain: lost sound, no sound, and sound that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Notice
from calmdesk.messages import Tenths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BETWEEN_NOTICES = 1.0
"""Seconds between two notices about losses: a busy machine loses many small pieces."""

_DEAD_SECONDS = 1.5
"""Seconds of nothing but zeros that no microphone brings by itself: even a quiet room makes the last digits waver."""

_LEAST_LOSS = 0.05
"""Seconds of lost sound worth a sentence."""


class Watch:
    """Turns one device's troubles into notices, each thing said once. Times are desk time in seconds.

    ``stalled`` and ``dead`` say that the user knows of the absence of sound, ``lost`` and ``overflows`` count.

    Args:
        name: the device's name, as the user is told it.
        tell: takes the notices.
        loopback: it hears what the machine plays, and is rightly silent between calls.
    """

    def __init__(self, name: str, tell: Callable[[Notice], None], *, loopback: bool = False) -> None:
        self.name = name
        self.loopback = loopback
        self.lost = 0.0
        self.overflows = 0
        self.stalled = False
        self.dead = False
        self._tell = tell
        self._topic = name
        self._alive = False
        self._followed = False
        self._zeros = 0.0
        self._untold_busy = 0.0
        self._untold_missed = 0.0
        self._told_overflows = 0
        self._told_at = -_BETWEEN_NOTICES

    def nothing_came(self, at: float) -> None:
        """Tell, once, that no sound came for a second."""
        if not self.stalled:
            self.stalled = True
            self._trouble(at, "no sound from {device} for one second: is it still plugged in?", self._about())

    def came_back(self, at: float, missed: float) -> None:
        """Take note of sound after a break of ``missed`` seconds; tell that it is back if its absence was told."""
        if self.dead:
            return  # a device that brought zeros was opened anew: nothing was missed
        if not self.stalled:
            self.missed(missed)
            return
        self.stalled = False
        self.lost += missed
        if missed < _LEAST_LOSS:
            self._mended(at, "sound from {device} is back", self._about())
        else:
            about = self._about(seconds=Tenths(missed))
            self._mended(at, "sound from {device} is back: {seconds} s were not heard", about)

    def sounded(self, at: float, seconds: float, *, zeros: bool) -> None:
        """Take note of a block of sound, which is nothing but ``zeros`` when a device is muted or its plug is out."""
        if zeros:
            self._zeros += seconds
            self._judge_zeros(at)
        else:
            self._alive, self._zeros = True, 0.0
            if self.dead:
                self.dead = False
                self._mended(at, "sound from {device} is back", self._about())
        if at - self._told_at >= _BETWEEN_NOTICES:
            self.tell_losses(at)

    def missed(self, seconds: float) -> None:
        """Count sound that the sound system never brought."""
        self.lost += seconds
        self._untold_missed += seconds

    def dropped(self, seconds: float) -> None:
        """Count sound that this program was too slow to take."""
        self.lost += seconds
        self._untold_busy += seconds

    def follow(self, at: float, source: str, *, monitor: bool) -> None:
        """Go by another name, since the default device stands for another source now, and tell so if it was known.

        A ``monitor`` hears what the machine plays.
        """
        if self._followed:
            about = self._about(source=source)
            self._tell(Notice(at, "the sound system has replaced {device} by {source}, which is heard now", about))
        self.name, self.loopback, self._zeros, self._followed = source, monitor, 0.0, True

    def taken_away(self, at: float, source: str) -> None:
        """Tell that the sound system put another source in the device's place, which is not listened to."""
        about = self._about(source=source)
        self._trouble(at, "the sound system has replaced {device} by {source}: waiting for {device}", about)
        self.stalled = True

    def refused(self, at: float, problem: str, details: Mapping[str, object]) -> None:
        """Tell why the device cannot be opened."""
        self._trouble(at, problem, dict(details))
        self.stalled = True

    def tell_losses(self, at: float) -> None:
        """Tell what was lost and has not been told."""
        if self._untold_busy >= _LEAST_LOSS:
            self._told_at, busy, self._untold_busy = at, self._untold_busy, 0.0
            about = self._about(seconds=Tenths(busy))
            self._tell(Notice(at, "{seconds} s of sound were lost: this machine is too busy", about))
        if self._untold_missed >= _LEAST_LOSS:
            self._told_at, missed, self._untold_missed = at, self._untold_missed, 0.0
            about = self._about(seconds=Tenths(missed))
            self._tell(Notice(at, "{seconds} s of sound from {device} were lost on the way", about))
        if self.overflows > self._told_overflows:
            times, self._told_overflows, self._told_at = self.overflows - self._told_overflows, self.overflows, at
            self._tell(Notice(at, "the sound system dropped sound {times} times", {"times": times}))

    def _judge_zeros(self, at: float) -> None:
        if self._alive and not self.dead and not self.loopback and self._zeros >= _DEAD_SECONDS:
            self.dead = True
            template = "{device} brings nothing but digital silence: is it muted, or its plug out?"
            self._trouble(at, template, self._about())

    def _trouble(self, at: float, message: str, details: dict[str, object]) -> None:
        """Tell something that lasts until it is mended."""
        self._tell(Notice(at, message, details, lasting=True, topic=self._topic))

    def _mended(self, at: float, message: str, details: dict[str, object]) -> None:
        self._tell(Notice(at, message, details, topic=self._topic))

    def _about(self, **details: object) -> dict[str, object]:
        return {"device": self.name, **details}
