"""What a server's answer says of the file: whether it comes, from which byte on, and which version of it."""

from __future__ import annotations

import ipaddress
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from calmdesk.errors import ModelError, UsageError
from calmdesk.speech.unfinished import Version

if TYPE_CHECKING:
    import requests

TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes that may be gone with the next try."""

_RANGE: Final = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15}|\*)")


def check_address(address: str) -> None:
    """Refuse what is not ``https://``; ``http://`` does within the machine.

    Raises:
        UsageError: the address is none, or anyone on the way could change what it brings.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        raise UsageError("{address} is not a safe address", hint="give one that begins with https://", address=address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_status(answer: requests.Response, address: str) -> None:
    """Make sure that the file, or a part of it, comes with the answer.

    Raises:
        ModelError: the server refuses.
    """
    if answer.status_code in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        return
    gone = answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    raise ModelError(
        "{address} answers: {status}",
        hint=(
            "get the zip file with a browser, then: calmdesk models install --file model.zip"
            if gone
            else "a proxy may want a name and a password: HTTPS_PROXY=http://name:password@proxy:port"
        ),
        address=address,
        status=f"{answer.status_code} {answer.reason or ''}".strip(),
    )


def begins_at(answer: requests.Response) -> int | None:
    """Return the byte of the file the answer begins with; None when it does not say it properly."""
    if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def version_of(answer: requests.Response, address: str) -> Version:
    """Return which version of the file the answer brings; without a validator where the server gives no strong one."""
    tag = answer.headers.get("ETag", "")
    validator = tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")
    return Version(address, validator, _total(answer))


def _total(answer: requests.Response) -> int | None:
    """Return how many bytes the whole file has; None when the server does not say."""
    if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        text = found[2] if found else ""
    else:
        text = answer.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdecimal() else None
