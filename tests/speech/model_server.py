"""A real HTTP server on this machine that serves a model's zip file, well or badly."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK = 64 * 1024


@dataclass
class Manners:
    """How the server answers.

    Args:
        body: the file.
        ranges: whether it sends a part of the file when asked.
        tag: the file's entity tag; empty for none.
        cuts: after how many bytes it cuts each of its connections, one after the other; then no more.
        status: what to answer instead of the file, connection after connection.
        length: what to tell as the length instead of the true one; -1 to tell none.
        shift: how far a part lies beside the one that was asked for.
        redirect: where to send everybody who does not ask for this path.
        pause: seconds between two pieces of ``piece`` bytes.
        sent: told how many bytes of the file have been sent by now.
    """

    body: bytes = b""
    ranges: bool = True
    tag: str = '"1"'
    cuts: list[int] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    length: int | None = None
    shift: int = 0
    redirect: str = ""
    pause: float = 0.0
    piece: int = _CHUNK
    sent: Callable[[int], None] = lambda _: None
    asked: list[tuple[str, str]] = field(default_factory=list)
    """The path and the range of every request, to be looked at afterwards."""


@contextlib.contextmanager
def serving(manners: Manners) -> Iterator[str]:
    """Serve while the block runs, and give the server's address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name http.server asks for
            with contextlib.suppress(OSError):
                answer(self, manners)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/model.zip"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, manners: Manners) -> None:
    """Answer one request."""
    asked = request.headers.get("Range", "")
    manners.asked.append((request.path, asked))
    if manners.status:
        refuse(request, manners.status.pop(0), manners)
    elif manners.redirect and request.path != manners.redirect:
        refuse(request, 302, manners)
    else:
        send(request, manners, begin_of(request, manners))


def begin_of(request: BaseHTTPRequestHandler, manners: Manners) -> int:
    """Return from which byte on the file is wanted and can be had."""
    found = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
    same = request.headers.get("If-Range") in {manners.tag, None}
    return int(found[1]) if found and manners.ranges and same else 0


def refuse(request: BaseHTTPRequestHandler, status: int, manners: Manners) -> None:
    """Answer with a status and nothing else."""
    request.send_response(status)
    request.send_header("Connection", "close")
    if manners.redirect:
        request.send_header("Location", manners.redirect)
    request.send_header("Content-Length", "0")
    request.end_headers()


def send(request: BaseHTTPRequestHandler, manners: Manners, begin: int) -> None:
    """Send the file from a byte on, as far as it goes."""
    total = len(manners.body)
    if begin >= total > 0:
        refuse(request, 416, manners)
        return
    request.send_response(206 if begin else 200)
    request.send_header("Connection", "close")
    if begin:
        request.send_header("Content-Range", f"bytes {begin + manners.shift}-{total - 1}/{total}")
    if manners.length is None:
        request.send_header("Content-Length", str(total - begin))
    elif manners.length >= 0:
        request.send_header("Content-Length", str(manners.length))
    if manners.tag:
        request.send_header("ETag", manners.tag)
    request.end_headers()
    end = min(total, begin + manners.cuts.pop(0)) if manners.cuts else total
    for first in range(begin, end, manners.piece):
        request.wfile.write(manners.body[first : min(end, first + manners.piece)])
        request.wfile.flush()
        manners.sent(min(end, first + manners.piece))
        time.sleep(manners.pause)
