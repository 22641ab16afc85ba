"""The only place of calmdesk that opens a connection to the network, and only for ``calmdesk models install``.

A download that is cut goes on where it stopped, now or the next time, if the server can tell that the file is still the
same one. Proxies and the certificates of a proxy come from the environment (``HTTPS_PROXY``, ``NO_PROXY``,
``REQUESTS_CA_BUNDLE``), as ``requests`` reads them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests
import urllib3

from calmdesk.errors import ModelError
from calmdesk.speech.answers import TRANSIENT, begins_at, check_address, check_status, version_of
from calmdesk.speech.unfinished import Unfinished, Version
from calmdesk.speech.watch import Nobody, Step, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST: Final = 4_000_000_000
"""Bytes no zip file of a model needs: the largest official one has 2.5 GB."""

_REDIRECTIONS: Final = 5
_CHUNK: Final = 256 * 1024
_BY_HAND: Final = "get the zip file with a browser, then: calmdesk models install --file model.zip"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download waits.

    Args:
        connect: seconds for a connection.
        silence: seconds without a byte.
        slow: seconds in which at least ``least`` bytes must come; a slower connection is taken for cut.
        least: see ``slow``.
        tries: connections in a row that may bring nothing, or fewer than ``least`` bytes.
        rest: seconds before the next try; after each that brought nothing, as many more.
    """

    connect: float = 10.0
    silence: float = 30.0
    slow: float = 60.0
    least: int = 60_000
    tries: int = 4
    rest: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to download: ``exact`` bytes where they are known, never more than ``most``."""

    address: str
    most: int = MOST
    exact: int | None = None


class _CutError(Exception):
    """The connection has ended before the file; another one may bring the rest."""


@dataclass(frozen=True, slots=True)
class Download:
    """One download, over as many connections as it takes.

    Args:
        wanted: which file.
        folder: where to keep it, and until then its beginning; it may hold one from an earlier time.
        watch: told of the bytes as they come.
        patience: how long to wait.
    """

    wanted: Wanted
    folder: Path
    watch: Watch = field(default_factory=Nobody)
    patience: Patience = field(default_factory=Patience)

    @property
    def unfinished(self) -> Unfinished:
        """The bytes so far."""
        return Unfinished(self.folder)

    def run(self) -> Path:
        """Download the file and return where it is.

        Raises:
            UsageError: the address is none, or not safe.
            ModelError: the server cannot be reached, refuses, breaks off again and again, or sends something else.
        """
        check_address(self.wanted.address)
        first = most = self.unfinished.size
        in_vain = 0
        with requests.Session() as session:
            while True:
                try:
                    self._connect(session)
                except _CutError as error:
                    # A few bytes, or as far as before from the beginning again, are in vain too.
                    come_far = self.unfinished.size >= most + self.patience.least
                    in_vain = 1 if come_far else in_vain + 1
                    most = self.unfinished.size if come_far else most
                    if in_vain >= self.patience.tries:
                        raise self._given_up(error.__cause__, anything=self.unfinished.size > first) from error
                    time.sleep(self.patience.rest * in_vain)
                else:
                    return self.unfinished.path

    def _connect(self, session: requests.Session) -> None:
        """Fetch what one connection brings; ``_CutError`` when that was not all."""
        known = self.unfinished.version(self.wanted.address)
        begin = self.unfinished.size if known else 0
        if known and known.total == begin:
            return
        with self._ask(session, known, begin) as answer:
            if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.unfinished.discard()
                raise _CutError
            check_status(answer, self.wanted.address)
            version, start = version_of(answer, self.wanted.address), begins_at(answer)
            self._check_size(version.total)
            if start not in {0, begin} or (start and version != known):
                self.unfinished.discard()
                raise _CutError
            if not start:
                self.unfinished.start(version)
            self.watch.begin(Step.DOWNLOAD, version.total, start or 0)
            self._receive(answer, version.total)

    def _ask(self, session: requests.Session, known: Version | None, begin: int) -> requests.Response:
        """Return the answer, redirections followed to safe addresses only."""
        headers = {"Accept-Encoding": "identity"}
        if known:
            headers |= {"Range": f"bytes={begin}-", "If-Range": known.validator}
        address = self.wanted.address
        for _ in range(_REDIRECTIONS):
            answer = self._get(session, address, headers)
            if answer.next is None:
                return answer
            answer.close()
            address = str(answer.next.url)
            check_address(address)
        raise ModelError(
            "{address} leads from one address to the next without end", hint=_BY_HAND, address=self.wanted.address
        )

    def _get(self, session: requests.Session, address: str, headers: dict[str, str]) -> requests.Response:
        waiting = (self.patience.connect, self.patience.silence)
        try:
            answer = session.get(address, headers=headers, stream=True, allow_redirects=False, timeout=waiting)
        except requests.exceptions.SSLError as error:
            raise ModelError(
                "{host} shows a certificate this machine does not trust",
                hint="behind a proxy that opens encrypted connections: REQUESTS_CA_BUNDLE=its-certificate.pem",
                host=urlsplit(address).hostname,
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise _CutError from error
        if answer.status_code in TRANSIENT:
            answer.close()
            raise _CutError from OSError(f"{answer.status_code} {answer.reason}")
        return answer

    def _receive(self, answer: requests.Response, total: int | None) -> None:
        """Write the rest of the file."""
        with self.unfinished.path.open("ab") as file:
            for chunk in self._chunks(answer):
                self._check_size(file.tell() + len(chunk), whole=False)
                file.write(chunk)
                self.watch.advance(len(chunk))
        if total is not None and self.unfinished.size < total:
            raise _CutError
        self._check_size(self.unfinished.size)

    def _chunks(self, answer: requests.Response) -> Iterator[bytes]:
        """Yield bytes as they come, as long as enough of them come."""
        since, came = time.monotonic(), 0
        try:
            # Not `iter_content`: it waits until a chunk is full, however slowly that goes.
            while chunk := answer.raw.read1(_CHUNK, decode_content=False):
                yield chunk
                came += len(chunk)
                if time.monotonic() - since > self.patience.slow:
                    if came < self.patience.least:
                        raise _CutError
                    since, came = time.monotonic(), 0
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _CutError from error

    def _check_size(self, size: int | None, *, whole: bool = True) -> None:
        """Refuse a file that is larger than wanted or, the ``whole`` of it, of another size than the exact one."""
        exact = self.wanted.exact
        most = self.wanted.most if exact is None else exact
        if size is None or (size <= most and not (whole and exact is not None and size != exact)):
            return
        self.unfinished.discard()
        raise ModelError(
            "{address} sends {size} bytes, where {expected} at most belong to the model"
            if exact is None
            else "{address} sends {size} bytes, and the model has {expected}",
            hint="something else lies there; get the zip file with a browser, "
            "then: calmdesk models install --file model.zip",
            address=self.wanted.address,
            size=size,
            expected=most,
        )

    def _given_up(self, cause: BaseException | None, *, anything: bool) -> ModelError:
        if anything:
            return ModelError(
                "the connection to {host} breaks off again and again; {count} bytes are here",
                hint="run the same command again: it goes on where it stopped",
                host=urlsplit(self.wanted.address).hostname,
                count=self.unfinished.size,
            )
        if isinstance(cause, requests.exceptions.ProxyError):
            return ModelError(
                "the proxy does not lead to {host}: {reason}",
                hint="HTTPS_PROXY names the proxy; NO_PROXY={host} goes without it",
                host=urlsplit(self.wanted.address).hostname,
                reason=_reason(cause),
            )
        return ModelError(
            "cannot get the model from {host}: {reason}",
            hint="check the network; behind a proxy set HTTPS_PROXY=http://proxy:port; "
            "or bring the zip file: --file model.zip",
            host=urlsplit(self.wanted.address).hostname,
            reason=_reason(cause),
        )


def _reason(cause: BaseException | None) -> str:
    """Return what went wrong without the addresses and object names that requests wraps it in."""
    while cause is not None:
        inner = getattr(cause, "reason", None) or cause.__cause__ or cause.__context__
        if not isinstance(inner, BaseException):
            break
        cause = inner
    if cause is None:
        return "the connection was closed"
    told = getattr(cause, "strerror", None) or (cause.args[0] if cause.args else None)
    # What Python raises without a sentence, it has named well enough.
    return told if isinstance(told, str) and " " in told else " ".join(filter(None, [type(cause).__name__, str(cause)]))
