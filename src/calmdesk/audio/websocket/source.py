"""A websocket on this machine as a ``LiveSource``: telephony programs written for vosk-server feed it calls."""

from __future__ import annotations

import errno
import logging
import threading
from collections import deque
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from websockets.sync.server import serve

from calmdesk.audio.incoming import LOOK, Incoming
from calmdesk.audio.inflow import Inflow
from calmdesk.audio.rates import TELEPHONE_RATE
from calmdesk.audio.websocket.caller import Caller, Sound
from calmdesk.audio.websocket.door import Door
from calmdesk.audio.websocket.protocol import Style
from calmdesk.call.events import Ended, Notice, Side
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.http11 import Request, Response
    from websockets.sync.server import Server, ServerConnection

    from calmdesk.call.events import Heard, Sent

LOOPBACK: Final = "127.0.0.1"
"""The one address that is listened on: nobody outside this machine can connect."""

LONGEST_MESSAGE: Final = 1 << 20
"""Bytes; vosk-server's clients send some thousands at once."""

IDLE: Final = 60.0
"""Seconds without a message after which a call counts as over."""

_PIECES: Final = 5
"""Pieces of sound read ahead; beyond that the program at the other end waits."""

_TURN: Final = 1.0
"""Seconds a program waits for the call before its own to be put away; then the line is busy."""

_GREETING: Final = 2.0
"""Seconds a program has to ask for the protocol; on this machine it takes some milliseconds."""

_GOODBYE: Final = 1.0
"""Seconds a program has to answer the closing of its connection."""

_BUSY: Final = 1013


class WebSocketSource:
    """Calls that come over a websocket, one at a time; ``Ended`` after each. It answers what it is told of.

    The port is taken when it is made, so that a mistake shows before a model is loaded, and connections wait meanwhile.
    There are no pings: a pong would stand in line behind sound that waits to be heard, and ``idle`` ends what is dead.

    Args:
        port: where to listen, on this machine's own address only; 0 for any that is free, told as ``port``.
        rate: Hz of the sound of a program that does not say.
        block_seconds: length of a block.
        idle: seconds without a message after which a call counts as over.

    Raises:
        AudioError: the port is another program's, or cannot be had.
    """

    def __init__(
        self, port: int, *, rate: int = TELEPHONE_RATE, block_seconds: float = 0.2, idle: float = IDLE
    ) -> None:
        self._style = Style(rate)
        self._idle = idle
        self._incoming = Incoming(block_seconds)
        self._inflow: Inflow[Sound] = Inflow(_PIECES)
        self._remarks: deque[Notice] = deque()
        self._remarked: set[str] = set()
        self._line, self._closing = threading.Lock(), threading.Lock()
        self._on_line: Caller | None = None  # whose connection it is
        self._caller: Caller | None = None  # whose sound is being heard; the one before may still be
        self._server = self._open(port)
        self.port: int = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="websocket")
        self._thread.start()

    def blocks(self) -> Iterator[Sent]:
        """Yield call after call, until ``close``."""
        try:
            while not self._inflow.over:
                sound = self._inflow.take(LOOK)
                yield from self._new_remarks()
                if sound is not None:
                    yield from self._take(sound)
                elif not self._inflow.over:
                    yield from self._incoming.nothing()
        finally:
            self.close()

    def tell(self, heard: Heard) -> None:
        """Take note of what was heard, for the answers to who is calling."""
        if self._caller and heard.side is Side.CLIENT:
            self._caller.answers.tell(heard)

    def pause(self, *, on: bool) -> None:
        """Throw away what comes, or listen again; time goes on, and messages are answered."""
        self._incoming.paused = on

    def close(self) -> None:
        """Hang up, give the port back, and let ``blocks`` end; may be called twice, and from any thread."""
        self._inflow.close()
        with self._closing:
            if caller := self._on_line:
                caller.settled.set()
            self._server.shutdown()
            self._thread.join()

    def _open(self, port: int) -> Server:
        try:
            return serve(
                self._answer,
                sock=Door(LOOPBACK, port),
                origins=[None],  # a web page always names its origin, and has no business here
                compression=None,
                process_response=self._responded,
                ping_interval=None,
                open_timeout=_GREETING,
                close_timeout=_GOODBYE,
                max_size=LONGEST_MESSAGE,
                logger=_silent(),
            )
        except OSError as error:
            raise _no_port(port, error) from error

    def _answer(self, connection: ServerConnection) -> None:
        """Serve one connection, in a thread of its own, when it is its turn."""
        if not self._line.acquire(timeout=_TURN):
            self._remark(Notice(0.0, "a second call was refused: one at a time"))
            connection.close(_BUSY, "another call is being heard")
            return
        try:
            self._remarked.clear()
            self._on_line = Caller(connection, self._inflow, self._style, self._idle, self._remark)
            self._on_line.serve()
        finally:
            self._line.release()

    def _responded(self, _connection: ServerConnection, _request: Request, response: Response) -> None:
        if response.status_code == HTTPStatus.FORBIDDEN:
            self._remark(Notice(0.0, "a web page tried to connect and was refused"))

    def _remark(self, notice: Notice) -> None:
        """Tell the user, each thing once a call: programs that were refused try again and again."""
        if notice.message not in self._remarked:
            self._remarked.add(notice.message)
            self._remarks.append(notice)

    def _new_remarks(self) -> Iterator[Notice]:
        while self._remarks:
            yield replace(self._remarks.popleft(), at=self._incoming.at)

    def _take(self, sound: Sound) -> Iterator[Sent]:
        if sound.data is None:
            yield from self._hang_up(sound.caller)
            return
        if self._caller is not sound.caller:
            self._caller = sound.caller
            self._caller.answers.start = self._incoming.at
        yield from self._incoming.feed(sound.data, sound.form)

    def _hang_up(self, caller: Caller) -> Iterator[Sent]:
        """Yield the end of a call; what was still open is settled and told when the next block is asked for."""
        if self._caller is caller:
            yield from self._incoming.finish()
            yield Ended(self._incoming.at)
        self._caller = None
        caller.settled.set()


def _silent() -> logging.Logger:
    """Return a logger that says nothing: strange connections are not the receptionist's business."""
    logger = logging.getLogger("calmdesk.websocket")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


def _no_port(port: int, error: OSError) -> AudioError:
    if error.errno == errno.EADDRINUSE:
        return AudioError(
            "port {port} is taken: another program, or another calmdesk, listens there",
            hint="end it, or choose another port",
            port=port,
        )
    return AudioError(
        "cannot listen on port {port}: {reason}",
        hint="choose a port from 1024 to 65535, 2700 for example",
        port=port,
        reason=error,
    )
