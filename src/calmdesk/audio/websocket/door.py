"""Where telephony programs come in: few at a time, so that whoever keeps connecting cannot use up all handles."""

from __future__ import annotations

import errno
import socket
import time
from typing import Any, Final

MOST: Final = 8
"""Connections at once; one is a call, the others are being refused or have not said what they want."""

_LOOK: Final = 0.05
"""Seconds between two looks whether somebody has left."""

_PASSING: Final = frozenset({errno.ECONNABORTED, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""Refusals of the system that pass. Any other one means that the door is closed."""


class Door(socket.socket):
    """A listening socket; whoever comes while ``MOST`` are inside waits in the system's queue."""

    def __init__(self, host: str, port: int) -> None:
        """Listen on an address.

        Raises:
            OSError: the port is taken, or cannot be had.
        """
        super().__init__(fileno=socket.create_server((host, port)).detach())
        self._inside: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, Any]:
        """Return who comes in; a server that is told of a passing refusal would listen no more."""
        while self.fileno() >= 0:
            self._inside = [each for each in self._inside if each.fileno() >= 0]
            if len(self._inside) < MOST:
                try:
                    found, address = super().accept()
                except OSError as error:
                    if error.errno not in _PASSING:
                        raise
                else:
                    self._inside.append(found)
                    return found, address
            time.sleep(_LOOK)
        raise OSError(errno.EBADF, "the door is closed")
