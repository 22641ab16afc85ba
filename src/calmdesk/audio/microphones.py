"""One microphone, or the client's and the desk's at once, as a source that also says when there is no sound."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from calmdesk.audio.microphone import Microphone
from calmdesk.call.events import Block, Listened, Side
from calmdesk.errors import CalmdeskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calmdesk.audio.devices import Device
    from calmdesk.call.events import Sent

_QUIET_SECONDS: Final = 0.2
"""Seconds without a block after which that is said."""


class Microphones:
    """Hears each side through its own microphone, a thread each; used once.

    Args:
        devices: what hears whom: an index, a name, or words of it; None for the system's default microphone.

    Raises:
        AudioError: PortAudio is missing, or there is no such device.
    """

    def __init__(self, devices: Mapping[Side, str | int | None]) -> None:
        self._by_side = {side: Microphone(device) for side, device in devices.items()}
        self._sent: queue.Queue[Sent | CalmdeskError | None] = queue.Queue()

    @property
    def devices(self) -> dict[Side, Device]:
        """The device each side is heard on."""
        return {side: microphone.device for side, microphone in self._by_side.items()}

    @property
    def lost_seconds(self) -> float:
        """Seconds of sound lost so far because the reader was too slow."""
        return sum(microphone.lost_seconds for microphone in self._by_side.values())

    def blocks(self) -> Iterator[Sent]:
        """Yield blocks as they are heard, and ``Listened`` every 0.2 s while there are none.

        Raises:
            AudioError: a microphone cannot be opened.
        """
        threads = [threading.Thread(target=self._hear, args=pair, daemon=True) for pair in self._by_side.items()]
        for thread in threads:
            thread.start()
        try:
            yield from self._arriving(len(threads))
        finally:
            self.close()
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """Stop hearing, and let ``blocks`` end."""
        for microphone in self._by_side.values():
            microphone.close()

    def _arriving(self, hearing: int) -> Iterator[Sent]:
        at = 0.0
        while hearing:
            try:
                item = self._sent.get(timeout=_QUIET_SECONDS)
            except queue.Empty:
                yield Listened(at)
                continue
            if isinstance(item, CalmdeskError):
                raise item
            if item is None:
                hearing -= 1
                continue
            at = max(at, item.end if isinstance(item, Block) else item.at)
            yield item

    def _hear(self, side: Side, microphone: Microphone) -> None:
        try:
            for item in microphone.blocks():
                self._sent.put(replace(item, side=side) if isinstance(item, Block) else item)
        except CalmdeskError as error:
            self._sent.put(error)
        finally:
            self._sent.put(None)
