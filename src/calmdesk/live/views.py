"""Several views of one call: the terminal, and the whisper in the headset."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.call.events import Event, Notice
    from calmdesk.call.stages import View
    from calmdesk.overlay.keys import Request


@runtime_checkable
class HasKeys(Protocol):
    """A view with a keyboard."""

    def poll(self) -> Request | None:
        """Return what the next key asks, None at once when there is none."""
        ...


@runtime_checkable
class Pauses(Protocol):
    """A view that shows, or does, something else while the call stands still."""

    def pause(self, *, on: bool) -> None:
        """Stand still, or go on."""
        ...


@runtime_checkable
class HasFaults(Protocol):
    """A view that may fail without ending the call."""

    def faults(self) -> list[Notice]:
        """Return what went wrong and has not been told."""
        ...


class Views:
    """Views that are shown the same call; what goes wrong in one of them is told on all.

    Args:
        views: the first is closed last, so that what it gives back (the terminal) is free when all is over.
    """

    def __init__(self, views: Sequence[View]) -> None:
        self._views = tuple(views)

    def show(self, event: Event) -> None:
        """Show the event on each, then what went wrong in one of them."""
        for view in self._views:
            view.show(event)
        for notice in [fault for view in self._views if isinstance(view, HasFaults) for fault in view.faults()]:
            for view in self._views:
                view.show(notice)

    def poll(self) -> Request | None:
        """Return what the next key asks, of the first view that has one."""
        asked = (view.poll() for view in self._views if isinstance(view, HasKeys))
        return next((request for request in asked if request is not None), None)

    def pause(self, *, on: bool) -> None:
        """Let each stand still, or go on, that can."""
        for view in self._views:
            if isinstance(view, Pauses):
                view.pause(on=on)

    def close(self) -> None:
        """Close each, even when one fails; the first failure is raised."""
        with ExitStack() as stack:
            for view in self._views:
                stack.callback(view.close)
