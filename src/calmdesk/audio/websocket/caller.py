"""One connected telephony program: a call, from its first message to its last."""

from __future__ import annotations

import select
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from websockets.exceptions import ConnectionClosed

from calmdesk.audio.incoming import PIECE
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.websocket.answers import Answers
from calmdesk.audio.websocket.protocol import Command, Style, UnknownMessageError, read_text
from calmdesk.call.events import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.sync.server import ServerConnection

    from calmdesk.audio.inflow import Inflow

_SETTLE: Final = 10.0
"""Seconds an ``eof`` waits for the recogniser's last words; by then it is told what is known."""

_FAULTS: Final = frozenset({1002, 1003, 1007, 1009})
"""Close codes we send because of what the other side did."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A piece of a caller's sound; no ``data`` when it has hung up."""

    caller: Caller
    form: Pcm
    data: bytes | None


class Caller:
    """Reads what a client sends and answers each message; lives in the thread of its connection.

    Args:
        connection: the client.
        inflow: where its sound goes; while that is full the client is not read, so its own sending waits.
        style: what it gets unless it says otherwise.
        idle: seconds without a message after which the call counts as over.
        remark: takes what the user should know.
    """

    def __init__(
        self,
        connection: ServerConnection,
        inflow: Inflow[Sound],
        style: Style,
        idle: float,
        remark: Callable[[Notice], None],
    ) -> None:
        self.answers = Answers(style)
        self.settled = threading.Event()
        self._connection = connection
        self._inflow = inflow
        self._idle = idle
        self._remark = remark

    def serve(self) -> None:
        """Return when the call is over and what was heard of it is told."""
        with suppress(ConnectionClosed):  # it may go at any moment; what it has sent is heard all the same
            says_goodbye = self._listen()
            if self._hand_over(None):
                self.settled.wait(_SETTLE)
            if says_goodbye:
                self._answer(self.answers.rest, patience=_SETTLE)

    def _listen(self) -> bool:
        """Hand over sound until the client has no more; return whether it waits for a last answer."""
        try:
            while self._obey(self._connection.recv(self._idle)):
                pass
        except ConnectionClosed as closed:
            self._note(closed)
        except TimeoutError:
            self._remark(
                Notice(0.0, "nothing came for {seconds} s: the call counts as over", {"seconds": round(self._idle)})
            )
            self._connection.close(1001, "nothing came")
        except UnknownMessageError as error:
            self._remark(_refused(error))
            self._connection.close(error.code, str(error))
        else:
            return True
        return False

    def _obey(self, message: str | bytes) -> bool:
        """Do what one message asks; return whether others may follow."""
        if isinstance(message, bytes):
            self._hear(message)
            self._answer(self.answers.next)
            return True
        match read_text(message, self.answers.style):
            case Style() as style:
                self.answers.style = style
            case Command.RESET:
                self._answer(self.answers.reset)
            case Command.EOF:
                return False
        return True

    def _hear(self, sound: bytes) -> None:
        """Hand sound over piece by piece, so that a long message can be paused, and is answered when it was heard."""
        piece = Pcm(self.answers.style.rate).bytes_of(PIECE)
        for start in range(0, len(sound), piece):
            if not self._hand_over(sound[start : start + piece]):
                return

    def _answer(self, answer: Callable[[], str], *, patience: float = 0.0) -> None:
        """Send an answer, unless too many wait unread: a client that only sends must not stop its own call."""
        with suppress(ValueError):  # the connection has gone: sending says so
            if not select.select([], [self._connection.socket], [], patience)[1]:
                return
        self._connection.send(answer())

    def _hand_over(self, data: bytes | None) -> bool:
        return self._inflow.put(Sound(self, Pcm(self.answers.style.rate), data))

    def _note(self, closed: ConnectionClosed) -> None:
        """Remark a connection that had to be closed for what came over it."""
        if closed.sent and closed.sent.code in _FAULTS and not closed.rcvd_then_sent:
            self._remark(_refused(closed.sent.reason))


def _refused(why: object) -> Notice:
    return Notice(0.0, "the telephone program was cut off: {reason}", {"reason": why})
