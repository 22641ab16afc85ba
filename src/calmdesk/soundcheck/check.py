"""Leads through the steps: passes the sound on to the recogniser, and measures it on the way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from calmdesk.audio.echo import compare
from calmdesk.audio.sound_meter import SoundMeter, level_of
from calmdesk.call.events import Block, Partial, Side
from calmdesk.call.events import Final as FinalEvent
from calmdesk.soundcheck.steps import Result, Stage, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from calmdesk.audio.sound_report import Level
    from calmdesk.call.events import FromSpeech, Sent, Word

_GRACE: Final = 2.0
"""Seconds of the clock on the wall that a step waits for sound which does not come."""

_CLIPPING_SHOWN: Final = 1.0
"""Seconds for which the meter says that sound was cut off."""


class Sound(Protocol):
    """What is checked: the live sound of one device, or of the client's and the desk's."""

    @property
    def names(self) -> Mapping[Side, str]:
        """What each side's device is called by now."""
        ...

    @property
    def lost_seconds(self) -> float:
        """Seconds of sound that never arrived, so far."""
        ...

    def blocks(self) -> Iterator[Sent]:
        """Yield blocks as they are heard, and ``Listened`` while there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Now:
    """Where the check stands.

    ``step`` counts from 0; ``waiting`` until somebody says that it may begin. ``left`` are the seconds it still takes.
    ``levels`` are those of the latest blocks; ``clipped`` are the sides cut off within the last second.
    """

    step: int = 0
    waiting: bool = True
    left: float = 0.0
    levels: Mapping[Side, Level] = field(default_factory=dict)
    clipped: frozenset[Side] = frozenset()
    heard: Mapping[Side, str] = field(default_factory=dict)
    settled: bool = True


class SoundCheck:
    """One check. A ``Source``: what passes through ``blocks`` is measured, and what was heard in it told to ``heard``.

    Args:
        sound: what is checked.
        steps: what to do; each waits for ``go_on`` unless ``at_once``.
        at_once: nobody is there to say that it may begin.
        clock: seconds on the wall.
    """

    def __init__(
        self,
        sound: Sound,
        steps: Sequence[Step],
        *,
        at_once: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.steps = tuple(steps)
        self._sound = sound
        self._sides = tuple(sound.names)
        self.at_once = at_once
        self._clock = clock
        self._at = 0.0
        self._measured: list[_Measured] = []
        self._running: _Measured | None = None
        self._words: list[tuple[Side, Word]] = []
        self._clipped_at: dict[Side, float] = {}
        self.now = Now(left=self.steps[0].seconds)

    @property
    def names(self) -> Mapping[Side, str]:
        """What each side's device is called by now; the sides are those that have one."""
        return self._sound.names

    @property
    def finished(self) -> bool:
        """Whether all steps are done, or left out."""
        return self.now.step >= len(self.steps)

    def go_on(self) -> None:
        """Begin the step that waits; while one runs, this does nothing."""
        if self.now.waiting and not self.finished:
            self._running = _Measured(
                self.steps[self.now.step].stage,
                {side: SoundMeter() for side in self._sides},
                self._at,
                self._clock(),
                self._sound.lost_seconds,
            )
            self.now = replace(self.now, waiting=False, heard={})

    def skip(self) -> None:
        """Leave the present step out."""
        self._running = None
        self._next()

    def blocks(self) -> Generator[Sent]:
        """Yield what the sound brings, until all steps are done or it ends."""
        if self.at_once:
            self.go_on()
        for item in self._sound.blocks():
            self._take(item)
            yield item
            if self.finished:
                return
        # The sound ended by itself: what was begun counts, what was not has brought nothing.
        while not self.finished:
            self.go_on()
            self._end()

    def heard(self, event: FromSpeech) -> None:
        """Take note of what the recogniser says of the sound."""
        if isinstance(event, (Partial, FinalEvent)):
            self.now = replace(
                self.now, heard={**self.now.heard, event.side: event.text}, settled=isinstance(event, FinalEvent)
            )
        if isinstance(event, FinalEvent):
            self._words += [(event.side, word) for word in event.words]

    def results(self) -> tuple[Result, ...]:
        """Return what each step brought; complete once all that was heard is known."""
        floors: dict[Side, float] = {}
        results = []
        for measured in self._measured:
            results.append(measured.result(floors, self._words))
            if measured.stage is Stage.SILENCE:
                floors = {side: report.usual for side, report in results[-1].reports.items() if report.seconds}
        return tuple(results)

    def _take(self, item: Sent) -> None:
        self._at = max(self._at, item.end if isinstance(item, Block) else item.at)
        if isinstance(item, Block) and item.side in self._sides:
            self._show_level(item)
            if self._running:
                self._running.meters[item.side].feed(item)
        if self._running:
            self._pass_time(self._running)

    def _show_level(self, block: Block) -> None:
        level = level_of(block.samples)
        if level.clipped:
            self._clipped_at[block.side] = self._at
        recent = (side for side, at in self._clipped_at.items() if self._at - at < _CLIPPING_SHOWN)
        levels = {**self.now.levels, block.side: level}
        self.now = replace(self.now, levels=levels, clipped=frozenset(recent))

    def _pass_time(self, running: _Measured) -> None:
        """Let the step end when its sound has come, or when it has been waited for long enough."""
        seconds = self.steps[self.now.step].seconds
        passed = max(self._at - running.start, self._clock() - running.began - _GRACE)
        self.now = replace(self.now, left=max(0.0, seconds - passed))
        if passed >= seconds:
            self._end()

    def _end(self) -> None:
        if self._running:
            self._running.seconds = self.steps[self.now.step].seconds
            self._running.end = self._at
            self._running.lost = self._sound.lost_seconds - self._running.lost_before
            self._measured.append(self._running)
        self._running = None
        self._next()

    def _next(self) -> None:
        step = self.now.step + 1
        left = self.steps[step].seconds if step < len(self.steps) else 0.0
        self.now = replace(self.now, step=step, waiting=True, left=left)
        if self.at_once:
            self.go_on()


@dataclass(slots=True)
class _Measured:
    """A step while it is measured: when it began, in call time and on the wall, and when it ended."""

    stage: Stage
    meters: Mapping[Side, SoundMeter]
    start: float
    began: float
    lost_before: float
    seconds: float = 0.0
    end: float = 0.0
    lost: float = 0.0

    def result(self, floors: Mapping[Side, float], words: Sequence[tuple[Side, Word]]) -> Result:
        """Return what was measured, with the words that fell into the step.

        Args:
            floors: the noise in dBFS while all were silent, by side, where that is known.
            words: all words of the check, of both sides.
        """
        reports = {side: meter.report(floor=floors.get(side), lost=self.lost) for side, meter in self.meters.items()}
        own = {
            side: tuple(word for whose, word in words if whose is side and self.start <= _middle(word) < self.end)
            for side in self.meters
        }
        echo = None
        if Side.DESK in self.meters:
            echo = compare(*(self.meters[side].envelope() for side in (Side.CLIENT, Side.DESK)))
        return Result(self.stage, self.seconds, reports, own, echo)


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2
