"""A ``WebSocketSource`` on a free port, heard in a thread: what it yields is gathered, and words are made up for it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from websockets.sync.client import connect

from calmdesk.audio.websocket.source import WebSocketSource
from calmdesk.audio.websocket.told import told
from calmdesk.call.events import Block, Ended, Final, Notice, Partial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from websockets.sync.client import ClientConnection

    from calmdesk.call.events import FromSpeech, Sent


class Ear:
    """Hears a source to its end; its recogniser says how much it has heard, and settles at the end of a call."""

    def __init__(self, source: WebSocketSource) -> None:
        self.source = source
        self.items: list[Sent] = []
        self._thread = threading.Thread(target=self._hear)
        self._thread.start()

    def _hear(self) -> None:
        for _ in told(self._recognised(), self.source):
            pass

    def _recognised(self) -> Iterator[FromSpeech]:
        samples = utterance = 0
        for item in self.source.blocks():
            self.items.append(item)
            if isinstance(item, Block):
                samples += len(item.samples)
                yield Partial(item.end, f"{samples} samples", utterance)
                continue
            if isinstance(item, Ended):
                yield Final(item.at, f"{samples} samples in all", utterance)
                samples, utterance = 0, utterance + 1
            yield item

    def join(self) -> None:
        """Wait until the source has ended."""
        self._thread.join(20)
        assert not self._thread.is_alive()

    def await_item(self, wanted: Callable[[Sent], bool]) -> Sent:
        """Return the first item that is wanted, once it has come."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if found := next((item for item in self.items if wanted(item)), None):
                return found
            time.sleep(0.02)
        raise AssertionError(self.items[-5:])

    def await_ended(self, calls: int = 1) -> None:
        """Wait until so many calls are over."""
        self.await_item(lambda _: len(self.ends) >= calls)

    @property
    def ends(self) -> list[float]:
        """Desk times at which calls ended."""
        return [item.at for item in list(self.items) if isinstance(item, Ended)]

    @property
    def blocks(self) -> list[Block]:
        """All sound."""
        return [item for item in list(self.items) if isinstance(item, Block)]

    @property
    def samples(self) -> NDArray[np.int16]:
        """All sound in one piece."""
        return np.concatenate([np.empty(0, np.int16), *(block.samples for block in self.blocks)])

    @property
    def notices(self) -> list[str]:
        """What the user was told."""
        return [item.message.format(**item.details) for item in list(self.items) if isinstance(item, Notice)]


@contextmanager
def listening(*, rate: int = 16_000, idle: float = 60.0) -> Iterator[Ear]:
    """Listen on a free port while the block runs."""
    source = WebSocketSource(0, rate=rate, idle=idle)
    ear = Ear(source)
    try:
        yield ear
    finally:
        source.close()
        ear.join()


def call(source: WebSocketSource, origin: str | None = None) -> ClientConnection:
    """Return a connection, as a telephony program opens one; use it in a ``with`` statement."""
    return connect(f"ws://127.0.0.1:{source.port}", origin=origin, compression=None)  # type: ignore[arg-type]  # Origin is a str
