"""The place between a thread that receives and the one reader: bounded, whoever is faster waits, nothing is lost."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Inflow(Generic[Item]):
    """A queue that can be ended by the giving side and closed by the reading one, from any thread."""

    def __init__(self, places: int) -> None:
        self._items: deque[Item] = deque()
        self._places = places
        self._ended = self._closed = False
        self._changed = threading.Condition()

    @property
    def over(self) -> bool:
        """Whether there is nothing to take and never will be."""
        with self._changed:
            return self._closed or (self._ended and not self._items)

    def put(self, item: Item) -> bool:
        """Wait for a place and take it; False when nobody reads any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < self._places)
            if not self._closed:
                self._items.append(item)
                self._changed.notify_all()
            return not self._closed

    def take(self, timeout: float) -> Item | None:
        """Return the next item; None when none came for ``timeout`` seconds, or none will come."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._ended or self._items, timeout)
            if self._closed or not self._items:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def end(self) -> None:
        """Say that nothing more comes; what is there can still be taken."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def close(self) -> None:
        """Say that nobody reads any more, and let everybody go who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
