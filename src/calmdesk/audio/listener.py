"""Keeps one device heard: runs a capture program on it, and another one when that falls silent, hangs or dies."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.audio import patience
from calmdesk.audio.capture.program import CaptureProgram
from calmdesk.audio.capture.records import Opened, Refused, Sound
from calmdesk.audio.handover import Captured
from calmdesk.audio.streams import StreamFormat
from calmdesk.audio.timeline import Timeline
from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.audio.capture.records import Order, Record
    from calmdesk.audio.desk_clock import DeskClock
    from calmdesk.audio.handover import Handover
    from calmdesk.audio.pulse import PulseSource
    from calmdesk.audio.timeline import Placed
    from calmdesk.audio.watch import Watch
    from calmdesk.call.events import Side


@dataclass(slots=True)
class _Run:
    """A capture program and the time it has for its next sign of life."""

    program: CaptureProgram
    since: float
    allowed: float
    form: StreamFormat = field(default_factory=lambda: StreamFormat(SAMPLE_RATE, 1))
    timeline: Timeline | None = None
    opened: float = 0.0
    next_frame: int = 0
    lost: float = 0.0
    sounded: bool = False

    def sign(self, now: float, allowed: float) -> None:
        self.since, self.allowed = now, allowed


class Listener:
    """Hears one side on its device, from ``start`` to ``close``, whatever happens to the device.

    Args:
        side: whose words are heard on it.
        order: the device.
        watch: is told what happens; used by this listener alone.
        handover: takes the sound and the notices.
        clock: tells desk time; begins with the first sound of any listener.
    """

    def __init__(self, side: Side, order: Order, watch: Watch, handover: Handover, clock: DeskClock) -> None:
        self.side = side
        self.watch = watch
        self.dropped_blocks = 0
        self._order = order
        self._handover = handover
        self._clock = clock
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._thread = threading.Thread(target=self._listen, name=f"listen-{side}", daemon=True)
        self._run: _Run | None = None
        self._closed = False
        self._paused = False
        self._expected = 0.0
        self._failures = 0
        self._reopenings = 0
        self._reopened = 0.0
        self._stretch = 0
        self._end: float | None = None
        self._source = order.pulse
        self._told_refusal = False

    @property
    def paused(self) -> bool:
        """Whether nothing is to be heard."""
        return self._paused

    def start(self) -> None:
        """Begin to listen."""
        self._expected = time.monotonic() + patience.FIRST
        self._thread.start()

    def close(self) -> None:
        """Stop; returns when the program has gone, and the thread, unless the system does not let go of them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._drop()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(patience.STALLED)

    def pause(self, *, on: bool) -> None:
        """End the capture program, or start one again."""
        with self._changed:
            self._paused = on
            self._end = None
            self._failures = self._reopenings = 0
            self._expected = time.monotonic() + patience.FIRST
            self._changed.notify_all()
        if on:
            self._drop()

    def passed(self, now: float) -> float:
        """Return the desk time up to which no more sound can come."""
        with self._lock:
            if self._paused:
                return self._clock.at(now)
            # Sound that arrives next may have begun half a second ago.
            return self._clock.at(now - patience.STALLED / 2) if self.watch.stalled else self._end or 0.0

    def look(self, now: float) -> None:
        """Do what must be done when no sound comes; called several times a second."""
        with self._lock:
            if self._paused or self._closed:
                return
            if now > self._expected:
                self.watch.nothing_came(self._clock.at(now))
            stuck = self._run is not None and now > self._run.since + self._run.allowed
            anew = self._is_dead(now)
            if anew:
                self._expected = now + patience.FIRST
        if stuck or anew:
            self._drop()

    def hears(self, sources: Mapping[int, PulseSource]) -> None:
        """Take note of what each process hears, as the sound server tells it: it moves streams without a word."""
        with self._lock:
            source = sources.get(self._run.program.pid) if self._run else None
            if source is None or source.name == self._source:
                return
            known, self._source = self._source, source.name
            at = self._clock.at(time.monotonic())
            if self._order.follows:
                # It stays open: the server brings every source in the format that was asked for.
                self.watch.follow(at, source.description, monitor=source.monitor)
            if self._order.follows or not known:
                return
            self._source = self._order.pulse
            self.watch.taken_away(at, source.description)
        self._drop()

    def _is_dead(self, now: float) -> bool:
        """Tell whether a device that brings nothing but zeros is to be opened anew."""
        if not self.watch.dead:
            self._reopenings, self._reopened = 0, now
        elif now - self._reopened > patience.growing(patience.REOPENINGS, self._reopenings):
            self._reopenings, self._reopened = self._reopenings + 1, now
            return True
        return False

    def _drop(self) -> None:
        """End the running program; what it may still say is not listened to."""
        with self._lock:
            run, self._run = self._run, None
        if run:
            run.program.kill()

    def _listen(self) -> None:
        """Run one capture program after the other: the listener's own thread."""
        while self._may_start():
            # The system may be out of processes or memory for a moment.
            with suppress(OSError):
                self._hear_program()
            with self._changed:
                pause = patience.growing(patience.PAUSES, self._failures)
                self._failures += 1
                self._changed.wait_for(lambda: self._closed or self._paused, pause)

    def _may_start(self) -> bool:
        """Wait out a pause; return False when listening is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._paused)
            return not self._closed

    def _hear_program(self) -> None:
        with self._lock:
            if self._closed or self._paused:
                return
            allowed = patience.growing(patience.OPENING, self._failures)
            run = self._run = _Run(CaptureProgram(self._order), time.monotonic(), allowed)
        for record in run.program.records():
            with self._lock:
                if self._run is run:
                    self._take(run, record)
        with self._lock:
            if self._run is run:
                self._run = None
                if run.timeline:
                    self._hand_over(run, run.timeline, run.timeline.rest())

    def _take(self, run: _Run, record: Record) -> None:
        now = time.monotonic()
        match record:
            case Opened():
                run.sign(now, patience.OPENED)
                run.form, run.opened = StreamFormat(record.rate, record.channels), now
                run.timeline = Timeline(record.rate, self._stretch)
            case Sound() if run.timeline:
                run.sign(now, patience.STALLED)
                self._expected = now + patience.STALLED
                if now - run.opened > patience.PROVEN:
                    self._failures = 0
                self._sound(run, run.timeline, record)
            case Refused() if self._end is None and not self._told_refusal:
                self._told_refusal = True
                self.watch.refused(self._clock.at(now), record.problem, record.details)

    def _sound(self, run: _Run, timeline: Timeline, sound: Sound) -> None:
        """Place the sound in desk time, tell the watch about it, and hand it over."""
        frames = len(sound.data) // (2 * run.form.channels)
        skipped, run.next_frame = sound.first - run.next_frame, sound.first + frames
        if skipped > 0:
            self.dropped_blocks += round(skipped / frames)
            self.watch.dropped(skipped / run.form.rate)
        self.watch.overflows += sound.overflow
        self._hand_over(run, timeline, timeline.place(sound))

    def _hand_over(self, run: _Run, timeline: Timeline, placed: list[Placed]) -> None:
        self._stretch = timeline.stretch
        self.watch.missed(timeline.lost - run.lost)
        run.lost = timeline.lost
        for each in placed:
            self._clock.begin(each.start)
            at, data = self._clock.at(each.start), each.sound.data
            if not run.sounded:
                run.sounded = True
                self.watch.came_back(at, 0.0 if self._end is None else max(0.0, at - self._end))
            captured = Captured(at, each.stretch, each.sound.first, data, run.form, self.side)
            if not self._handover.put(captured):
                self.dropped_blocks += 1
                self.watch.dropped(captured.seconds)
            self._end = at + captured.seconds
            self.watch.sounded(self._end, captured.seconds, zeros=data.count(0) == len(data))
