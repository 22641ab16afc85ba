"""Raw sound from a pipe, as a ``LiveSource``: a softphone, sox or ffmpeg at the other end."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, BinaryIO

from calmdesk.audio.channels import ClientChannel
from calmdesk.audio.incoming import LOOK, PIECE, Incoming
from calmdesk.audio.inflow import Inflow
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.rates import TELEPHONE_RATE
from calmdesk.audio.raw_head import read_head
from calmdesk.call.events import Notice
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase

    from calmdesk.audio.raw_head import Head
    from calmdesk.call.events import Block, Listened

_PIECES = 5
"""Pieces read ahead; beyond that the program at the other end of the pipe waits."""


class PcmStream:
    """Signed 16-bit little-endian samples from a binary stream.

    A pipe faster than life is read as fast as the reader asks, and nothing of it is lost; while one stands still,
    ``Listened`` comes five times a second.

    Args:
        stream: read from a thread of its own, a few pieces ahead; never closed here.
        rate: Hz; a WAV header in the stream knows better.
        channels: one or two; as ``rate``.
        client: which of two channels the client is heard on: ``left``, ``right`` or ``mix``.
        desk: whether blocks of the desk's side are wanted too, where it has a channel of its own.
        block_seconds: length of a block.
    """

    def __init__(
        self,
        stream: BinaryIO,
        rate: int = TELEPHONE_RATE,
        channels: int = 1,
        *,
        client: str = ClientChannel.MIX,
        desk: bool = False,
        block_seconds: float = 0.2,
    ) -> None:
        # Unbuffered: a thread that waits inside a buffered stdin would make Python abort when it ends.
        self._stream = getattr(stream, "raw", stream)
        self._form = Pcm(rate, channels, ClientChannel(client), desk)
        self._incoming = Incoming(block_seconds)
        self._inflow: Inflow[bytes] = Inflow(_PIECES)
        self._head: bytes | None = b""
        self._closed = False

    def blocks(self) -> Iterator[Block | Listened | Notice]:
        """Yield blocks as they come, until the stream ends or ``close`` is called.

        Raises:
            AudioError: nothing came at all, or it is no raw sound.
        """
        # A daemon: only the program at the other end can end its waiting. It must not hold on to what else is here.
        reading = (self._stream, self._form.bytes_of(PIECE), self._inflow)
        threading.Thread(target=_pump, args=reading, name="pcm-stream", daemon=True).start()
        try:
            while not self._inflow.over:
                piece = self._inflow.take(LOOK)
                if piece is not None:
                    yield from self._take(piece)
                elif not self._inflow.over:
                    yield from self._incoming.nothing()
            yield from self._last()
        finally:
            self.close()

    def pause(self, *, on: bool) -> None:
        """Throw away what comes, or listen again; time goes on."""
        self._incoming.paused = on

    def close(self) -> None:
        """Stop, and let ``blocks`` end; may be called twice, and from any thread."""
        self._closed = True
        self._inflow.close()

    def _take(self, piece: bytes) -> Iterator[Block | Listened | Notice]:
        if self._head is None:
            yield from self._incoming.feed(piece, self._form)
            return
        self._head += piece
        if head := read_head(self._head, self._form):
            yield from self._open(head, self._head)

    def _open(self, head: Head, data: bytes) -> Iterator[Block | Listened | Notice]:
        """Begin with the sound in ``data``, now that it is known what comes."""
        self._form, self._head = head.form, None
        if head.notice:
            yield head.notice
        yield from self._incoming.feed(data[head.skip :], head.form)

    def _last(self) -> Iterator[Block | Listened | Notice]:
        """Yield the end of a stream that ended by itself."""
        if self._closed:
            return
        if self._head == b"":
            raise AudioError(
                "no sound came in",
                hint="start with: sox -d -t raw -r 8000 -e signed -b 16 -c 1 - | calmdesk listen --stdin",
            )
        if self._head and (head := read_head(self._head, self._form, whole=True)):
            yield from self._open(head, self._head)
        cut = self._incoming.mid_sample
        yield from self._incoming.finish()
        if cut:
            yield Notice(self._incoming.at, "the sound ends in the middle of a sample: are rate and channels right?")


def _pump(stream: RawIOBase, size: int, inflow: Inflow[bytes]) -> None:
    """Read to the end, ``size`` bytes at most at once; runs in a thread of its own."""
    try:
        while (piece := stream.read(size)) != b"":
            if piece is None:  # a pipe that somebody made non-blocking
                time.sleep(LOOK)
            elif not inflow.put(piece):
                return
    except (OSError, ValueError):  # the terminal or pipe has gone, or was closed here: an end like another
        return
    finally:
        inflow.end()
