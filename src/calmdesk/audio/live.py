"""Live sound from one or two microphones, as a source that outlives whatever happens to them."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from calmdesk.audio.capture.program import ask_devices
from calmdesk.audio.capture.records import Order
from calmdesk.audio.desk_clock import DeskClock
from calmdesk.audio.devices import Device, Direction, choose
from calmdesk.audio.handover import Captured, Handover
from calmdesk.audio.intake import Intake
from calmdesk.audio.listener import Listener
from calmdesk.audio.pulse_watch import PulseWatch
from calmdesk.audio.watch import Watch
from calmdesk.call.events import Listened, Notice, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calmdesk.audio.pulse import PulseSource
    from calmdesk.call.events import Block, Sent

_LOOK_SECONDS = 0.1
"""Seconds between two looks at whether sound still comes."""

_MILLISECONDS = 3


class LiveSound:
    """What one or two devices hear, as a ``LiveSource``; each in a program of its own, started anew when it fails.

    Args:
        devices: the device each side is heard on, as the user names it; None: the system's default microphone.
        block_seconds: length of a block.
        queue_seconds: how far the reader may fall behind before sound is lost.

    Raises:
        AudioError: PortAudio is missing, a named device is not there, or there is no microphone at all. The devices
            themselves are opened only when ``blocks`` is asked for the first block, so that a model can be loaded in
            between; what goes wrong from then on is told by notices.
    """

    def __init__(
        self, devices: Mapping[Side, str | int | None], *, block_seconds: float = 0.2, queue_seconds: float = 5.0
    ) -> None:
        there = [device for device, _ in ask_devices()]
        self._chosen = {side: choose(wanted, there, Direction.INPUT) for side, wanted in devices.items()}
        self._block_seconds = block_seconds
        self._handover = Handover(queue_seconds * len(devices))
        self._clock = DeskClock()
        self._listeners = {side: self._listener(side, default=devices[side] is None) for side in devices}
        self._intakes = {side: Intake(side) for side in devices}
        self._given = dict.fromkeys(devices, 0.0)
        self._due = dict.fromkeys(devices, 0.0)
        self._pulse = PulseWatch(self._heard_by)
        self._supervisor = threading.Thread(target=self._supervise, name="listen-watch", daemon=True)
        self._closed = threading.Event()
        self._started = False

    @property
    def devices(self) -> dict[Side, Device]:
        """The device each side is heard on, as it was when this was made."""
        return dict(self._chosen)

    @property
    def names(self) -> dict[Side, str]:
        """What each side's device is called by now: the default one goes by the name of what it stands for."""
        return {side: listener.watch.name for side, listener in self._listeners.items()}

    @property
    def lost_seconds(self) -> float:
        """Seconds of sound, of all sides, that should have been heard and were not."""
        return sum(listener.watch.lost for listener in self._listeners.values())

    @property
    def dropped_blocks(self) -> int:
        """How many blocks were dropped because this machine was too busy."""
        return sum(listener.dropped_blocks for listener in self._listeners.values())

    @property
    def overflows(self) -> int:
        """How often the sound system itself said that it had dropped sound."""
        return sum(listener.watch.overflows for listener in self._listeners.values())

    def at(self, moment: float) -> float:
        """Return the desk time of a moment of the machine's monotonic clock; 0 before the first sound."""
        return self._clock.at(moment)

    def blocks(self) -> Iterator[Sent]:
        """Yield blocks as they are heard, notices, and ``Listened`` for a side without sound, until ``close``."""
        self._start()
        try:
            while not self._handover.ended:
                item = self._handover.take(self._block_seconds)
                if isinstance(item, Notice):
                    yield item
                elif item is not None:
                    yield from self._blocks(item)
                yield from self._passing()
        finally:
            self.close()

    def pause(self, *, on: bool) -> None:
        """Give the microphones back, or take them again; returns when nothing hears any more."""
        for listener in self._listeners.values():
            listener.pause(on=on)
        if on:
            self._handover.forget_sound()

    def close(self) -> None:
        """Stop listening and let ``blocks`` end; may be called twice, and from any thread."""
        self._closed.set()
        self._handover.end()
        self._pulse.close()
        for listener in self._listeners.values():
            listener.close()
        if self._supervisor.is_alive():
            self._supervisor.join()

    def _listener(self, side: Side, *, default: bool) -> Listener:
        device = self._chosen[side]
        order = Order(block_seconds=self._block_seconds)
        if not default:
            order = replace(order, name=device.name, host_api=device.host_api, pulse=device.pulse)
        watch = Watch(device.name, self._handover.tell, loopback=device.loopback)
        return Listener(side, order, watch, self._handover, self._clock)

    def _start(self) -> None:
        if self._started or self._closed.is_set():
            return
        self._started = True
        self._pulse.start()
        for listener in self._listeners.values():
            listener.start()
        self._supervisor.start()

    def _supervise(self) -> None:
        """Look after the listeners: a thread that never waits for a sound system."""
        while not self._closed.wait(_LOOK_SECONDS):
            for listener in self._listeners.values():
                listener.look(time.monotonic())

    def _heard_by(self, sources: Mapping[int, PulseSource]) -> None:
        for listener in self._listeners.values():
            listener.hears(sources)

    def _blocks(self, captured: Captured) -> Iterator[Block]:
        for block in self._intakes[captured.side].blocks(captured):
            self._given[block.side] = block.end
            yield block
        self._due[captured.side] = time.monotonic() + 2 * self._block_seconds

    def _passing(self) -> Iterator[Block | Listened]:
        """Yield, for each side that has brought nothing for two blocks, that time passes there."""
        for side, listener in self._listeners.items():
            now = time.monotonic()
            if now < self._due[side]:
                continue
            self._due[side] = now + self._block_seconds
            if listener.paused:
                self._intakes[side].forget()
            yield from self._intakes[side].finish()
            self._given[side] = max(self._given[side], listener.passed(now))
            yield Listened(round(self._given[side], _MILLISECONDS), side)
