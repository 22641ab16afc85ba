"""What is shown while the check goes on: its state in words, for the screen and for plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Side
from calmdesk.overlay.meter import Gauge, MeterScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calmdesk.audio.sound_report import Level
    from calmdesk.call.events import Notice
    from calmdesk.soundcheck.check import SoundCheck
    from calmdesk.soundcheck.texts import Texts


class Picture:
    """Makes the picture of a check.

    Args:
        texts: the language's.
        names: what each side is called, in the order they are shown.
        tell: returns a notice's sentence.
        guided: somebody is there to be asked for things, and to press keys.
    """

    def __init__(self, texts: Texts, names: Mapping[Side, str], tell: Callable[[Notice], str], *, guided: bool) -> None:
        self._texts = texts
        self._names = names
        self._tell = tell
        self._guided = guided

    def of(self, check: SoundCheck, at: float, notice: Notice | None = None) -> MeterScreen:
        """Return what is to be seen at call time ``at``."""
        now, labels = check.now, self._texts.labels
        step = check.steps[min(now.step, len(check.steps) - 1)]
        left = labels.left.format(seconds=self._texts.number(now.left))
        return MeterScreen(
            title=f"{labels.title} · {check.names[Side.CLIENT]}",
            place=f"{labels.step} {min(now.step + 1, len(check.steps))}/{len(check.steps)}",
            ask=self._texts.steps[step.stage].ask,
            why=self._texts.steps[step.stage].why,
            gauges=tuple(self._gauge(side, now.levels[side], check) for side in self._names if side in now.levels),
            heard=self._heard(now.heard),
            unheard=f"{labels.heard}{labels.colon}{labels.nothing_heard}",
            settled=now.settled,
            share=0.0 if now.waiting else 1 - now.left / step.seconds,
            progress=left,
            begin=labels.begin if now.waiting else "",
            notice=self._tell(notice) if notice else "",
            hints=(labels.skip, labels.quit) if self._guided else (labels.quit,),
            at=at,
        )

    def _gauge(self, side: Side, level: Level, check: SoundCheck) -> Gauge:
        number, labels = self._texts.number, self._texts.labels
        figures = f"{number(level.rms)} dBFS · {labels.peak} {number(level.peak)}"
        alarm = labels.clipped if side in check.now.clipped else ""
        return Gauge(self._names[side], level.rms, level.peak, figures, alarm)

    def _heard(self, heard: Mapping[Side, str]) -> tuple[tuple[str, str], ...]:
        labels = self._texts.labels
        several = len(self._names) > 1
        return tuple(
            ((name if several else labels.heard) + labels.colon.rstrip(), heard[side])
            for side, name in self._names.items()
            if heard.get(side)
        )
